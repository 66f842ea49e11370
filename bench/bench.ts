// `npm run bench`: Octavo against what it is built on, side by side. See docs/performance.md for what the rows mean.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Comparison, measure, type Result } from "./comparison.ts";
import { buildEmptyApp } from "./empty-app.ts";
import { ENGINES, type Engine } from "./engines.ts";
import { doubts, machine, pinLoad } from "./machine.ts";
import { table } from "./report.ts";
import { create } from "./rows/create.ts";
import { hot, prerendered } from "./rows/hot.ts";
import { large } from "./rows/large.ts";
import { miss } from "./rows/miss.ts";
import { observed } from "./rows/observed.ts";
import { ofProcess } from "./rows/process.ts";
import { type Site, startSite } from "./rows/site.ts";
import { workers } from "./rows/workers.ts";
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
    /** Also measures a database of a million posts, which takes long to generate. */
    large: { type: "boolean", default: false },
    rounds: { type: "string" },
    /** Uses a site on each engine for a while instead, and tells whether memory and the like level off. */
    soak: { type: "boolean", default: false },
    minutes: { type: "string", default: "15" },
    /** Writes docs/performance.md. */
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const SECONDS = options.quick ? 1 : 2;

/** The spread of one server's rounds above which the machine was too busy to trust the numbers. */
const NOISE_MAX = 0.15;

const PAGE = "docs/performance.md";
const PLOT = "docs/soak.svg";
const report = (line: string) => process.stderr.write(`${line}\n`);

const GROUPS: Record<string, (site: Site) => Comparison[]> = {
  hot: (site) => [...hot(site, SECONDS), prerendered(site, SECONDS)],
  miss: (site) => miss(site, SECONDS),
  create: ({ empty, parts, written }) => create(written, empty, parts, SECONDS),
  process: (site) => ofProcess(site, 1),
};
const isWanted = (group: string) => options.only?.includes(group) ?? true;

/** Measures after one discarded round, in which Node compiles what is used. */
async function measureWarm(comparisons: Comparison[]): Promise<Result[]> {
  if (!options.quick) await measure(comparisons, 1, () => {});
  return measure(comparisons, rounds, report);
}

async function run(engine: Engine): Promise<Result[]> {
  const results: Result[] = [];
  const site = await startSite(engine);
  try {
    const comparisons = Object.entries(GROUPS).flatMap(([name, group]) => (isWanted(name) ? group(site) : []));
    results.push(...(await measureWarm(comparisons)));
  } finally {
    await site.stop();
  }
  if (isWanted("workers")) {
    const { comparison, stop } = await workers(site.databaseUrl, SECONDS);
    results.push(...(await measureWarm([comparison]).finally(stop)));
  }
  if (isWanted("observed")) {
    const { comparisons, stop } = await observed(site.databaseUrl, SECONDS);
    results.push(...(await measureWarm(comparisons).finally(stop)));
  }
  if (options.large) {
    const { comparisons, stop } = await large(engine, SECONDS);
    results.push(...(await measureWarm(comparisons).finally(stop)));
  }
  return results;
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
  const engine = await ENGINES[name]?.();
  if (!engine) throw new Error(`there is no engine ${name}`);
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
  const parts = [`Measured on ${machine()}.`, ...soaks.map(work), soakTable(judged)];
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

pinLoad();
const doubtful = doubts();
const parts = [`Measured on ${machine()}; ${rounds} rounds of ${SECONDS} s.`];
try {
  buildEmptyApp();
  for (const name of options.engine) {
    const engine = await openEngine(name);
    const results = await run(engine).finally(engine.stop);
    parts.push(`### On ${engine.name}`, table(results));
    for (const { doubt, work } of results) if (doubt) doubtful.push(`On ${engine.name}, ${work}: ${doubt}.`);
    const unsteady = results.filter(({ against, theirs }) => against.startsWith("bare") && spread(theirs) > NOISE_MAX);
    for (const { theirs, work } of unsteady) {
      doubtful.push(
        `On ${engine.name} the bare server's own rounds differ by ${Math.round(spread(theirs) * 100)} % (${work}).`,
      );
    }
  }
} finally {
  removeFolder();
}
for (const doubt of doubtful) parts.push(`> **Take care:** ${doubt}`);
process.stdout.write(`\n${parts.join("\n\n")}\n`);
if (options.write) write("numbers", parts.join("\n\n"));
