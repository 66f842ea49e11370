/** Whether `npm run test:long` runs. */
export const isLong = process.env.OCTAVO_LONG_TESTS === "true";

/** Defines nothing, however it is called. */
const ignore = Object.assign(() => {}, { each: () => () => {} });

/** A test that only `npm run test:long` runs: a slow one, of whose kind every run has a sample. Used like `test`. */
export const longTest = (isLong ? test : ignore) as jest.It;

/** As `longTest`, for tests that share a server. */
export const longDescribe = (isLong ? describe : ignore) as jest.Describe;

/** The rows of a `test.each`: `some` in every run, the `others`, of the same kind, in `npm run test:long` too. */
export const sample = <Row>(some: readonly Row[], others: readonly Row[]): Row[] =>
  isLong ? [...some, ...others] : [...some];
