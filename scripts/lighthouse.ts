// `npm run lighthouse`: Lighthouse scores of the production build on a phone. Exit code 1 if a median is below 100.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import Trace from "lighthouse/core/gather/gatherers/trace.js";
import { findChromium } from "#support/chromium";
import { createPostWithImages, startSampleSite } from "./sample-site.ts";

const PAGES = ["/", "/blog", "/blog/1/on-folding-a-sheet-three-times"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** The metrics of the performance score, in milliseconds except CLS. */
const METRICS = {
  FCP: "first-contentful-paint",
  SI: "speed-index",
  LCP: "largest-contentful-paint",
  TBT: "total-blocking-time",
  CLS: "cumulative-layout-shift",
};
/** Runs per page; the median evens out a busy machine. */
const RUNS = 5;

/** What Chromium writes down while a page loads. The npm package's Chromium falls over one kind of it, which scores nothing. */
const TRACED = Trace.getDefaultTraceCategories().filter((name) => name !== "blink.webdx_feature_usage");
Trace.getDefaultTraceCategories = () => TRACED;

type Numbers = Record<string, number>;
type Run = { scores: Numbers; measures: Numbers; issues: string[] };

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** The median of each, over rows of the same names. */
const medians = (rows: Numbers[]): Numbers =>
  Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, median(rows.map((row) => row[name] ?? 0))]));

/** One run, in a browser of its own. Lighthouse's own settings are a middling phone on a slow network. */
async function look(url: string): Promise<Run> {
  const { executablePath, env } = findChromium();
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"],
    envVars: { ...process.env, ...env },
  });
  try {
    const result = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? "Lighthouse failed");
    const { audits, categories, environment } = result.lhr;
    const scores = CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]);
    const scored = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
    const failed = scored.flatMap(({ id }) => audits[id] ?? []).filter(({ score }) => score !== null && score < 0.9);
    const measured = Object.entries(METRICS).map(([name, id]) => [
      name,
      Number((audits[id]?.numericValue ?? 0).toFixed(name === "CLS" ? 3 : 0)),
    ]);
    return {
      scores: Object.fromEntries(scores),
      // How fast this machine was during the run: a low one says that something else was running.
      measures: { ...Object.fromEntries(measured), benchmark: Math.round(environment.benchmarkIndex) },
      issues: failed.map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim()),
    };
  } finally {
    chrome.kill();
  }
}

const server = await startSampleSite();
try {
  const scores: Record<string, Numbers> = {};
  const measures: Record<string, Numbers> = {};
  const issues = new Set<string>();
  for (const page of [...PAGES, await createPostWithImages(server.url)]) {
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await look(server.url + page));
    scores[page] = medians(runs.map((run) => run.scores));
    measures[page] = medians(runs.map((run) => run.measures));
    for (const issue of runs.flatMap((run) => run.issues)) issues.add(`${page}: ${issue}`);
  }
  console.table(scores);
  console.table(measures);
  for (const issue of issues) console.log(issue);
  if (Object.values(scores).some((page) => Object.values(page).some((score) => score < 100))) process.exitCode = 1;
} finally {
  await server.discard();
}
