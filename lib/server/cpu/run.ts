import { CpuThread, type OutcomeOf } from "./cpu-thread.ts";
import { runTask, type TaskName, type Tasks } from "./tasks.ts";

/**
 * Texts of up to so many UTF-16 units in all are worked on at once: the worst of them takes about 30 ms, and a thread would
 * have to be started. Longer ones go to the worker thread, so that other requests do not wait.
 */
export const INLINE_MAX = 4_000;

/** server.ts and Next each load modules of their own: the process has one thread, that of the first to load this. */
const shared = globalThis as { octavoCpuThread?: CpuThread };
shared.octavoCpuThread ??= new CpuThread();
const thread = shared.octavoCpuThread;

/** Runs a task that takes texts of `length` UTF-16 units in all: small ones here, large ones in the worker thread. */
export async function run<Name extends TaskName>(
  name: Name,
  length: number,
  ...args: Parameters<Tasks[Name]>
): Promise<OutcomeOf<Name>> {
  return length <= INLINE_MAX ? { result: await runTask(name, args) } : thread.run(name, args);
}
