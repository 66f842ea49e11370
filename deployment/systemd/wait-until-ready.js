// ExecStartPost of octavo@.service: ends once the server on PORT serves requests, or with code 1 once its process has ended.
import { setTimeout as wait } from "node:timers/promises";

const { MAINPID, PORT } = process.env;

function isRunning() {
  try {
    return process.kill(Number(MAINPID), 0);
  } catch {
    return false;
  }
}

const isServing = () =>
  fetch(`http://127.0.0.1:${PORT}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );

while (!(await isServing())) {
  if (!isRunning()) process.exit(1);
  await wait(200);
}
