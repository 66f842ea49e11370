import Sequencer from "@jest/test-sequencer";

type Tests = Parameters<Sequencer["sort"]>[0];

/**
 * The files that take longest, of those that need no build: they run while it is made, and none of them begins at the end,
 * when the other worker would wait for it.
 */
const LONG =
  /\/__tests__\/(api\/(imports|redirects)|components\/writing\/editor|lib\/client\/no-word-lost|lib\/server\/(export\/(hostile|round-trip)|import\/hostile|db\/postgres\/copy)|pages\/docs\/docs|scripts\/(export|import)|security\/walk|unit\/lib\/server\/images\/process-image)\.test\./;

const needsBuild = ({ context }: Tests[number]) => context.config.testEnvironment.endsWith("/built.ts");

/** Long files that need no build, those that need it, all others. */
const rank = (test: Tests[number]) => (LONG.test(test.path) ? 0 : needsBuild(test) ? 1 : 2);

/** Runs the files of each rank in Jest's order: those that failed, then those that took longest, or are the largest. */
export default class Order extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
