// https://github.com/wg/wrk: load from outside Node.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import type { SameLoad, Sent } from "./sample.ts";

const run = promisify(execFile);

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

/** Sends requests from one thread, each after the response to the previous one on its connection. */
export async function sendWithWrk({ connections, headers, seconds, url }: Required<SameLoad>): Promise<Sent> {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const args = ["--threads", "1", "--connections", String(connections), "--duration", `${Math.ceil(seconds)}s`];
  const { stdout } = await run("wrk", [...args, ...lines, url]);
  return parseWrk(stdout);
}
