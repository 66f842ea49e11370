import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

/** The exit status and the output of a command. */
export type Outcome = { status: number | null; signal: string | null; stdout: string; stderr: string };

/** Sends a signal to the command once it writes a line to standard error that begins with `at`. */
type Stop = { at: string; signal: "SIGINT" | "SIGKILL" };
/** Sends a signal to the command once a condition holds. `options` are those of Node.js. */
type StopWhen = { when: () => Promise<boolean>; signal: "SIGINT" | "SIGKILL"; options?: string };

/** Time between two looks at a condition, in milliseconds. */
const POLL_MS = 20;

function preloaded({ at, signal }: Stop): string {
  const program = `
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text) => {
      const result = write(text);
      if (text.startsWith(${JSON.stringify(at)})) process.kill(process.pid, "${signal}");
      return result;
    };`;
  return `data:text/javascript,${encodeURIComponent(program)}`;
}

/** Runs the command line as `npx octavo …` does. */
export async function octavo(args: string[], stop?: Stop | StopWhen): Promise<Outcome> {
  const imports = stop && "at" in stop ? [preloaded(stop)] : [];
  const child = spawn(
    process.execPath,
    [...imports.flatMap((module) => ["--import", module]), "scripts/bin.js", ...args],
    {
      env: { ...process.env, NODE_OPTIONS: (stop && "when" in stop && stop.options) || "" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const closed = once(child, "close");
  if (stop && "when" in stop) {
    while (child.exitCode === null && !(await stop.when())) await setTimeout(POLL_MS);
    child.kill(stop.signal);
  }
  const [status, signal] = (await closed) as [number | null, string | null];
  return { status, signal, ...written };
}
