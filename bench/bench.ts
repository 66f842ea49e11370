// `npm run bench`: Octavo against what it is built on, side by side. See docs/performance.md for what the rows mean.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Comparison, measure, type Result } from "./comparison.ts";
import { buildEmptyApp } from "./empty-app.ts";
import { ENGINES, type Engine } from "./engines.ts";
import { sameLoadGenerator } from "./load.ts";
import { doubts, machine, pinLoad, software } from "./machine.ts";
import { type Section, tables } from "./report.ts";
import { autosaves } from "./rows/autosave.ts";
import { create } from "./rows/create.ts";
import { hot, prerendered } from "./rows/hot.ts";
import { images } from "./rows/images.ts";
import { large } from "./rows/large.ts";
import { miss } from "./rows/miss.ts";
import { observed } from "./rows/observed.ts";
import { ofProcess } from "./rows/process.ts";
import { rendering } from "./rows/rendering.ts";
import { type Site, startSite } from "./rows/site.ts";
import { workers } from "./rows/workers.ts";
import { currentCommit, now, type Row, type Run, readRuns, writeRun } from "./runs.ts";
import { removeFolder } from "./server.ts";
import { plot } from "./soak/plot.ts";
import { soakTable, verdicts, work } from "./soak/report.ts";
import { soak } from "./soak/soak.ts";
import { spread } from "./statistics.ts";

const { values: options } = parseArgs({
  options: {
    /** One short round, to check that it runs. */
    quick: { type: "boolean", default: false },
    engine: { type: "string", multiple: true, default: Object.keys(ENGINES) },
    /** Runs only these groups. */
    only: { type: "string", multiple: true },
    /** Measures a database of a million posts instead, which takes long to generate. */
    large: { type: "boolean", default: false },
    /** The folder that keeps these databases: a later run with it generates none. */
    keep: { type: "string" },
    rounds: { type: "string" },
    /** Uses a site on each engine for a while instead, and tells whether memory and the like level off. */
    soak: { type: "boolean", default: false },
    minutes: { type: "string", default: "15" },
    /** Keeps a record of the run, and writes the tables of docs/performance.md from the newest records. */
    write: { type: "boolean", default: false },
    /** Measures nothing, and writes these tables: after records came from another machine. */
    tables: { type: "boolean", default: false },
  },
});
if (options.quick && options.write) throw new Error("--quick measures too little to be written; leave out one of both");
if (options.keep && !options.large) throw new Error("--keep keeps the databases of --large only; leave it out");
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${options.rounds} is not a number of rounds`);
const SECONDS = 1;

/** The spread of one server's rounds above which the machine was too busy to trust the numbers. */
const NOISE_MAX = 0.15;

const PAGE = "docs/performance.md";
const PLOT = "docs/soak.svg";
const report = (line: string) => process.stderr.write(`${line}\n`);

const GROUPS: Record<string, (site: Site) => Comparison[]> = {
  hot: (site) => hot(site, SECONDS),
  prerendered: (site) => [prerendered(site, SECONDS)],
  miss: (site) => miss(site, SECONDS),
  create: ({ empty, parts, written }) => create(written, empty, parts, SECONDS),
  process: (site) => ofProcess(site, SECONDS),
  rendering,
};
/** Groups that start servers of their own. */
const SEPARATE: Record<string, (databaseUrl: string) => Promise<Separate>> = {
  autosaves: (databaseUrl) => autosaves(databaseUrl, SECONDS),
  images: (databaseUrl) => images(databaseUrl, SECONDS),
  workers: (databaseUrl) => workers(databaseUrl, SECONDS),
  observed: (databaseUrl) => observed(databaseUrl, SECONDS),
};
type Separate = { comparisons: Comparison[]; stop(): Promise<void> };
/** What does not depend on the engine, and is measured on SQLite only. */
const SQLITE_ONLY = ["prerendered", "images", "observed"];
const names = [...Object.keys(GROUPS), ...Object.keys(SEPARATE)];
const SECTIONS: Section[] = [
  { title: (engine) => `On ${engine}`, groups: names },
  { title: (engine) => `With a million posts, on ${engine}`, groups: ["large"] },
];

const unknown = options.only?.find((name) => !names.includes(name));
if (unknown !== undefined) throw new Error(`there is no group ${unknown}; there are ${names.join(", ")}`);

function isWanted(group: string, engine: Engine): boolean {
  if (SQLITE_ONLY.includes(group) && engine.name !== "SQLite") return false;
  return !options.large && (options.only?.includes(group) ?? true);
}

/** A warning where the bare server's own rounds differ by too much. */
function unsteady({ against, theirs }: Result): string | undefined {
  const difference = spread(theirs.values);
  if (!against.startsWith("bare") || difference <= NOISE_MAX) return undefined;
  return `the bare server's own rounds differ by ${Math.round(difference * 100)} %`;
}

/** Measures groups after one discarded round, in which Node compiles what is used, and caches it on the disk for later starts. */
async function measureWarm(engine: Engine, groups: Record<string, Comparison[]>): Promise<Row[]> {
  const comparisons = Object.values(groups).flat();
  if (!options.quick) {
    for (const { warmUp } of comparisons) await warmUp?.();
    await measure(comparisons, 1, () => {});
  }
  const results = await measure(comparisons, rounds, report);
  const groupOf = Object.entries(groups).flatMap(([name, group]) => group.map(() => name));
  return results.map((result, index) => {
    const doubt = [result.doubt, unsteady(result)].filter(Boolean).join(", ");
    return { engine: engine.name, group: groupOf[index] ?? "", ...result, ...(doubt && { doubt }) };
  });
}

async function run(engine: Engine): Promise<Row[]> {
  if (options.large) {
    const { comparisons, stop } = await large(engine, SECONDS);
    return measureWarm(engine, { large: comparisons }).finally(stop);
  }
  const rows: Row[] = [];
  const site = await startSite(engine);
  try {
    const wanted = Object.entries(GROUPS).filter(([name]) => isWanted(name, engine));
    rows.push(...(await measureWarm(engine, Object.fromEntries(wanted.map(([name, group]) => [name, group(site)])))));
  } finally {
    await site.stop();
  }
  for (const [name, startGroup] of Object.entries(SEPARATE)) {
    if (!isWanted(name, engine)) continue;
    const { comparisons, stop } = await startGroup(site.databaseUrl);
    rows.push(...(await measureWarm(engine, { [name]: comparisons }).finally(stop)));
  }
  return rows;
}

/** Replaces the part of the page between two marks; the text about it stays. */
function write(mark: "numbers" | "soak", part: string): void {
  const before = readFileSync(PAGE, "utf8");
  const marked = `<!-- ${mark} -->\n\n${part}\n\n<!-- end of ${mark} -->`;
  writeFileSync(
    PAGE,
    before.replace(new RegExp(`<!-- ${mark} -->.*<!-- end of ${mark} -->`, "s"), () => marked),
  );
}

async function openEngine(name: string): Promise<Engine> {
  const engine = await ENGINES[name]?.(options.keep && path.resolve(options.keep));
  if (!engine) throw new Error(`there is no engine ${name}; there are ${Object.keys(ENGINES).join(", ")}`);
  return engine;
}

/** Soaks all engines at the same time: what counts is the trend, which a busy machine does not change. */
async function soakAll(): Promise<void> {
  const minutes = Number(options.minutes);
  const soaks = await Promise.all(
    options.engine.map(async (name) => {
      const engine = await openEngine(name);
      return soak(engine, minutes, report).finally(engine.stop);
    }),
  );
  const judged = soaks.flatMap(verdicts);
  const failed = judged.filter(({ trend }) => !trend.isLevel);
  const failures = soaks.flatMap((one) => one.failures);
  const parts = [`Measured on ${machine()}, ${software()}.`, ...soaks.map(work), soakTable(judged)];
  process.stdout.write(`\n${parts.join("\n\n")}\n`);
  for (const failure of new Set(failures)) report(failure);
  if (options.write) {
    const outcome = failed.length === 0 ? "All of it levels off." : "The table says what does not level off.";
    const words = `Memory, descriptors, delay, log and temporary rows over ${minutes} minutes of use. ${outcome}`;
    writeFileSync(PLOT, plot(soaks, words));
    write("soak", [`![${words}](soak.svg)`, ...parts].join("\n\n"));
  }
  if (failed.length + failures.length > 0) process.exitCode = 1;
}

if (options.soak) {
  await soakAll().finally(removeFolder);
  // Connections that a failed soak has left open.
  process.exit();
}

const writeTables = () => write("numbers", tables(readRuns(), SECTIONS));
if (options.tables) {
  writeTables();
  process.exit();
}

pinLoad();
const thisRun: Run = {
  date: now(),
  commit: currentCommit(),
  machine: machine(),
  software: software(),
  load: sameLoadGenerator,
  rounds,
  seconds: SECONDS,
  doubts: doubts(),
  rows: [],
};
try {
  if (!options.large) buildEmptyApp();
  for (const name of options.engine) {
    const engine = await openEngine(name);
    thisRun.rows.push(...(await run(engine).finally(engine.stop)));
  }
} finally {
  removeFolder();
}
process.stdout.write(`\n${tables([thisRun], SECTIONS)}\n`);
if (options.write) {
  writeRun(thisRun);
  writeTables();
}
