// `npm run lighthouse`: how the production build does on a phone. Ends with 1 where a median is under 100.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import Trace from "lighthouse/core/gather/gatherers/trace.js";
import { findChromium } from "#support/chromium";
import { startSampleSite } from "./sample-site.ts";

const PAGES = ["/", "/blog", "/blog/1/on-folding-a-sheet-three-times"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** One run says little: the machine may have been busy. */
const RUNS = 5;

/** What Chromium writes down while a page loads. The npm package's Chromium falls over one kind of it, which scores nothing. */
const TRACED = Trace.getDefaultTraceCategories().filter((name) => name !== "blink.webdx_feature_usage");
Trace.getDefaultTraceCategories = () => TRACED;

type Scores = Record<string, number>;

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** One run, in a browser of its own. Lighthouse's own settings are a middling phone on a slow network. */
async function look(url: string): Promise<{ scores: Scores; faults: string[] }> {
  const { executablePath, env } = findChromium();
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"],
    envVars: { ...process.env, ...env },
  });
  try {
    const result = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? "Lighthouse failed");
    const { audits, categories } = result.lhr;
    const scores = CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]);
    const scored = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
    const failed = scored.flatMap(({ id }) => audits[id] ?? []).filter(({ score }) => score !== null && score < 0.9);
    return {
      scores: Object.fromEntries(scores),
      faults: failed.map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim()),
    };
  } finally {
    chrome.kill();
  }
}

const server = await startSampleSite();
try {
  const table: Record<string, Scores> = {};
  const faults = new Set<string>();
  for (const page of PAGES) {
    const runs: Scores[] = [];
    for (let run = 0; run < RUNS; run++) {
      const seen = await look(server.url + page);
      runs.push(seen.scores);
      for (const fault of seen.faults) faults.add(`${page}: ${fault}`);
    }
    table[page] = Object.fromEntries(CATEGORIES.map((name) => [name, median(runs.map((run) => run[name] ?? 0))]));
  }
  console.table(table);
  for (const fault of faults) console.log(fault);
  if (Object.values(table).some((scores) => Object.values(scores).some((score) => score < 100))) process.exitCode = 1;
} finally {
  await server.discard();
}
