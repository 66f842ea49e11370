import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Result } from "./comparison.ts";

/** A row of the table, with the engine and the group of rows to which it belongs. */
export type Row = Result & { engine: string; group: string };

/** The record of one run of the benchmark. */
export type Run = {
  /** In ISO 8601, UTC, to the minute. */
  date: string;
  /** The commit, with a mark if files differed from it. */
  commit: string;
  machine: string;
  software: string;
  /** What sent the load of the hot rows. */
  load: string;
  rounds: number;
  /** The duration of each measurement. */
  seconds: number;
  /** Why its numbers may be misleading. */
  doubts: string[];
  rows: Row[];
};

/** Where the records are, and what the benchmark writes. */
export const RUNS = "bench/runs";
const WRITTEN = [RUNS, "docs/performance.md", "docs/soak.svg"];

/** The date and commit of a run, which sort by time. */
export const nameOf = ({ commit, date }: Run) => `${date.replace("T", "-").replace(":", "")}-${commit}`;

/** The current minute, as runs are dated. */
export const now = () => new Date().toISOString().slice(0, 16);

/** The commit that is checked out; "unknown" outside a repository. */
export function currentCommit(): string {
  const git = (...args: string[]) => spawnSync("git", args, { encoding: "utf8" });
  const { status, stdout } = git("rev-parse", "--short=8", "HEAD");
  if (status !== 0) return "unknown";
  const changes = git("status", "--porcelain", "--", ".", ...WRITTEN.map((file) => `:!${file}`)).stdout;
  return stdout.trim() + (changes ? "-modified" : "");
}

/** Four significant digits: fewer than the numbers vary by. */
const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);

/** JSON with one row of the table in a line. */
export function serialize({ rows, ...run }: Run): string {
  const head = JSON.stringify(run, undefined, 2).slice(0, -2);
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row, rounded)}`).join(",\n")}\n  ]\n}\n`;
}

export function writeRun(run: Run, folder = RUNS): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${nameOf(run)}.json`), serialize(run));
}

/** Reads all records, the newest first. */
export function readRuns(folder = RUNS): Run[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files
    .toSorted()
    .reverse()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Run);
}
