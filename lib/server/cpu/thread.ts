// The worker thread that cpu-thread.ts starts. It loads all modules first, so that no task's time limit includes loading,
// and then runs one task after the other.
import { parentPort } from "node:worker_threads";
import { runTask, type TaskName, type Tasks } from "./tasks.ts";

await runTask("prepareText", ["", true]);
await runTask("highlightParts", [[], []]);
await import("#lib/shared/compare-posts");

parentPort?.on("message", async ({ name, args }: { name: TaskName; args: Parameters<Tasks[TaskName]> }) => {
  try {
    parentPort?.postMessage({ result: await runTask(name, args) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
parentPort?.postMessage("ready");
