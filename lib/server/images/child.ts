// The process that image-process.ts starts. It runs one task after the other, and ends with the process that started it.
import os from "node:os";
import { type ImageTask, runImageTask } from "./tasks.ts";

try {
  // Serving requests comes first.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed everywhere, and not needed.
}

process.on("disconnect", () => process.exit());
process.on("message", async (task: ImageTask) => {
  try {
    process.send?.({ result: await runImageTask(task) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    process.send?.({ error: { code, message } });
  }
});
process.send?.("ready");
