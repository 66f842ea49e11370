import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#support/free-port";
import { cpuTimeOf, memoryOf, onServerCore } from "./machine.ts";

/** How long a start may take on a slow machine, in milliseconds. */
const START_MS = 60_000;
/** The interval between requests to a server that is starting, in milliseconds. */
const POLL_MS = 2;

/** The temporary folder of one run. On a disk, not in memory: durable writes are measured. */
export const folder = mkdtempSync(path.join(process.env.BENCH_FOLDER ?? tmpdir(), "octavo-bench-"));
export const removeFolder = () => rmSync(folder, { recursive: true, force: true });

export type Server = {
  url: string;
  /** From the start of its process to its first response, in milliseconds. */
  startMs: number;
  /** Its resident memory, in MiB. */
  memory(): number;
  /** The CPU time that it has used, in milliseconds. */
  cpuTime(): number;
  stop(): Promise<void>;
};

type Program = {
  /** The program and its arguments. @param port the port to listen on */
  command: (port: number) => string[];
  environment?: Record<string, string>;
  cwd?: string;
  /** Requested until the response is OK. */
  firstPath: string;
  /** Whether it may use all cores. */
  isWide?: boolean;
};

/** Starts a server on the core for servers, with its output in a file. */
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
  // Stops it if the benchmark fails.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isOk(url + firstPath))) {
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
    cpuTime: () => cpuTimeOf(child.pid ?? 0),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      process.off("exit", kill);
    },
  };
}

const isOk = (url: string) =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
