import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#support/free-port";
import { memoryOf, onServerCore, processorTimeOf } from "./machine.ts";

/** How long a start may take on a slow machine, in milliseconds. */
const START_MS = 60_000;
/** How often a server that starts is asked whether it answers, in milliseconds. */
const POLL_MS = 2;

/** Where all that is made for one run lies. On the disk, and not in memory: what is durable has to be. */
export const folder = mkdtempSync(path.join(process.env.BENCH_FOLDER ?? tmpdir(), "octavo-bench-"));
export const removeFolder = () => rmSync(folder, { recursive: true, force: true });

export type Server = {
  url: string;
  /** From the start of its process to its first answer, in milliseconds. */
  startMs: number;
  /** What it holds now, in MiB. */
  memory(): number;
  /** The processor time that it has had, in milliseconds. */
  processorTime(): number;
  stop(): Promise<void>;
};

type Program = {
  /** The program and its arguments. @param port where it is to listen */
  command: (port: number) => string[];
  environment?: Record<string, string>;
  cwd?: string;
  /** What is asked for until it is answered. */
  firstPath: string;
  /** Whether it is to use more than one core. */
  isWide?: boolean;
};

/** Runs a server on the core for servers, with its output in a file, as a service has it. */
export async function start(name: string, program: Program): Promise<Server> {
  const { command, cwd = ".", environment = {}, firstPath, isWide = false } = program;
  const port = await freePort();
  const log = path.join(folder, `${name}.log`);
  const output = openSync(log, "w");
  const [file = "", ...args] = onServerCore([process.execPath, ...command(port)], !isWide);
  const started = performance.now();
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: String(port), ...environment },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  // Nothing runs on where the benchmark fails.
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url + firstPath))) {
    if (child.exitCode !== null || performance.now() - started > START_MS) {
      child.kill("SIGKILL");
      throw new Error(`${name} did not start:\n${readFileSync(log, "utf8")}`);
    }
    await wait(POLL_MS);
  }
  return {
    url,
    startMs: performance.now() - started,
    memory: () => memoryOf(child.pid ?? 0),
    processorTime: () => processorTimeOf(child.pid ?? 0),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const answers = (url: string) =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
