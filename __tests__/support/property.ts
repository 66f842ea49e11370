import fc from "fast-check";
import { engine } from "./engine.ts";
import { isLong } from "./long.ts";

/** How many times the usual number of examples is tried: fewer where each takes longer, after they held on SQLite. */
export const RUNS = Number(process.env.PROPERTY_RUNS || (isLong ? 1 : 0.25) * (engine === "postgres" ? 0.5 : 1));
/** The seed of the examples. A failure prints it, with the path to the example. */
const SEED = Number(process.env.PROPERTY_SEED || 1);

jest.setTimeout(120_000 * Math.max(1, RUNS));

/** Checks a property on `runs` examples; a failing example is shrunk. @param check throws if the property does not hold */
export async function holds<T>(
  examples: fc.Arbitrary<T>,
  check: (example: T) => Promise<void> | void,
  runs = 50,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(examples, async (example) => check(example)),
    { seed: SEED, numRuns: Math.ceil(runs * RUNS) },
  );
}
