import { CpuThread, type OutcomeOf } from "./cpu-thread.ts";
import { runTask, type TaskName, type Tasks } from "./tasks.ts";

/**
 * Texts of up to so many UTF-16 units in total are processed in this thread: the worst takes about 30 ms. Longer ones go to
 * the worker thread, so that other requests do not wait.
 */
export const INLINE_MAX = 4_000;

/** server.ts and Next load separate instances of this module: the thread is global to the process. */
const shared = globalThis as { octavoCpuThread?: CpuThread };
shared.octavoCpuThread ??= new CpuThread();
const thread = shared.octavoCpuThread;

/** Runs a task on texts of `length` UTF-16 units in total: short ones in this thread, long ones in the worker thread. */
export async function run<Name extends TaskName>(
  name: Name,
  length: number,
  ...args: Parameters<Tasks[Name]>
): Promise<OutcomeOf<Name>> {
  return length <= INLINE_MAX ? { result: await runTask(name, args) } : thread.run(name, args);
}
