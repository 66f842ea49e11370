import fc from "fast-check";
import { engine } from "./engine.ts";

/** How many times the usual number of examples is tried: fewer where each takes longer, after they held on SQLite. */
export const RUNS = Number(process.env.PROPERTY_RUNS || (engine === "postgres" ? 0.5 : 1));
/** Where the examples come from: the same seed gives the same ones. A failure prints it, with the path to the example. */
const SEED = Number(process.env.PROPERTY_SEED || 1);

jest.setTimeout(120_000 * Math.max(1, RUNS));

/** Tries `check`, which throws where it does not hold, on `runs` examples; a failing one is made as small as can be. */
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
