// https://github.com/wg/wrk: load from outside Node.
import { execFile, spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import type { SameLoad, Sent } from "./sample.ts";

const run = promisify(execFile);

/** How long each of two loads is sent before the other one, in milliseconds: a machine's speed changes within seconds. */
const SLICE_MS = 50;
/** How long a server has to respond to what a paused load has sent, in milliseconds. */
const PAUSE_MS = 5;
/** How often a `wrk` is told to end until it does, in milliseconds. One of its threads may not notice. */
const END_MS = 100;

/** The name and version of the `wrk` that is installed, or undefined. */
export function wrkVersion(): string | undefined {
  // It prints its version with its usage, and exits with 1.
  const { stdout } = spawnSync("wrk", ["--version"], { encoding: "utf8" });
  return /^wrk \S+/.exec(stdout ?? "")?.[0];
}

/** Reads the report of `wrk`. @throws if any request failed, or none was sent */
export function parseWrk(output: string): Sent {
  const [, requests] = /^\s*(\d+) requests in /m.exec(output) ?? [];
  const [, perSecond] = /^Requests\/sec:\s+([\d.]+)$/m.exec(output) ?? [];
  if (!Number(requests) || !Number(perSecond)) throw new Error(`wrk got no response:\n${output}`);
  const failed = /^\s*(?:Socket errors|Non-2xx or 3xx responses): .*$/m.exec(output)?.[0];
  if (failed) throw new Error(`requests of wrk failed: ${failed.trim()}`);
  return { requests: Number(requests), seconds: Number(requests) / Number(perSecond) };
}

function argumentsOf({ connections, headers, seconds, url }: Required<SameLoad>): string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const times = ["--duration", `${Math.ceil(seconds)}s`, "--timeout", "10s"];
  return ["--threads", "1", "--connections", String(connections), ...times, ...lines, url];
}

/** Sends requests from one thread, each after the response to the previous one on its connection. */
export async function sendWithWrk(load: Required<SameLoad>): Promise<Sent> {
  const { stdout } = await run("wrk", argumentsOf(load));
  return parseWrk(stdout);
}

/** A load that can be paused. */
function pausable(load: Required<SameLoad>) {
  const running = run("wrk", argumentsOf({ ...load, seconds: 3_600 }));
  const { child } = running;
  child.kill("SIGSTOP");
  let activeMs = 0;
  return {
    async sendFor(ms: number): Promise<void> {
      const started = performance.now();
      child.kill("SIGCONT");
      await wait(ms);
      child.kill("SIGSTOP");
      activeMs += performance.now() - started;
    },
    /** @returns the requests, and the seconds in which it was not paused */
    async end(): Promise<Sent> {
      child.kill("SIGCONT");
      const ending = setInterval(() => child.kill("SIGINT"), END_MS);
      child.kill("SIGINT");
      const { stdout } = await running.finally(() => clearInterval(ending));
      return { requests: parseWrk(stdout).requests, seconds: activeMs / 1000 };
    },
  };
}

/** Sends two loads in turn, in slices that are so short that both meet the same machine. */
export async function sendBothWithWrk(loads: [Required<SameLoad>, Required<SameLoad>]): Promise<[Sent, Sent]> {
  const [first, second] = [pausable(loads[0]), pausable(loads[1])];
  for (let ms = 0; ms < loads[0].seconds * 1000; ms += SLICE_MS) {
    for (const load of [first, second]) {
      await load.sendFor(SLICE_MS);
      await wait(PAUSE_MS);
    }
  }
  return [await first.end(), await second.end()];
}
