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
import { ofProcess } from "./rows/process.ts";
import { type Site, startSite } from "./rows/site.ts";
import { workers } from "./rows/workers.ts";
import { removeFolder } from "./server.ts";
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
    /** Writes docs/performance.md. */
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const SECONDS = options.quick ? 1 : 2;

/** The spread of one server's rounds above which the machine was too busy to trust the numbers. */
const NOISE_MAX = 0.15;

const PAGE = "docs/performance.md";
const report = (line: string) => process.stderr.write(`${line}\n`);

const GROUPS: Record<string, (site: Site) => Comparison[]> = {
  hot: (site) => [...hot(site, SECONDS), prerendered(site, SECONDS)],
  miss: (site) => miss(site, SECONDS),
  create: ({ empty, written }) => create(written, empty, SECONDS),
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
  if (options.large) {
    const { comparisons, stop } = await large(engine, SECONDS);
    results.push(...(await measureWarm(comparisons).finally(stop)));
  }
  return results;
}

const NUMBERS = /<!-- numbers -->.*<!-- end of numbers -->/s;

/** Replaces the numbers in the page; the text about them stays. */
function write(numbers: string): void {
  const marked = `<!-- numbers -->\n\n${numbers}\n\n<!-- end of numbers -->`;
  writeFileSync(
    PAGE,
    readFileSync(PAGE, "utf8").replace(NUMBERS, () => marked),
  );
}

pinLoad();
const doubtful = doubts();
const parts = [`Measured on ${machine()}; ${rounds} rounds of ${SECONDS} s.`];
try {
  buildEmptyApp();
  for (const name of options.engine) {
    const engine = await ENGINES[name]?.();
    if (!engine) throw new Error(`there is no engine ${name}`);
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
if (options.write) write(parts.join("\n\n"));
