// `npm run lighthouse`: Lighthouse scores of the production build on a phone. Exit code 1 if a median is below 100.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import Trace from "lighthouse/core/gather/gatherers/trace.js";
import { findChromium } from "#support/chromium";
import { picture } from "#support/image-files";
import { startSampleSite } from "./sample-site.ts";

const PAGES = ["/", "/blog", "/blog/1/on-folding-a-sheet-three-times"];
/** For the upload of images, which needs one in production. */
const API_KEY = "a-key-of-the-operator";
/** How many images a post has beside its cover that is looked at too. */
const IMAGES = 10;
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

/** Creates a post with a cover and ten images of different sizes. @returns its path */
async function createPostWithImages(): Promise<string> {
  const post = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
    const headers = { authorization: `Bearer ${API_KEY}`, "content-type": type };
    const response = await fetch(server.url + path, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`${path} was refused with status ${response.status}`);
    return response.json() as Promise<{ id: string; url: string }>;
  };
  const images: { id: string; url: string }[] = [];
  for (let number = 0; number <= IMAGES; number++) {
    const bytes = await picture(900 + 150 * number, 700)
      .jpeg()
      .toBuffer();
    images.push(await post("/api/images", "image/jpeg", new Uint8Array(bytes)));
  }
  const [cover, ...others] = images;
  const content = others.map(({ url }, number) => `![Image ${number}](${url})\n\nWords between.`).join("\n\n");
  const draft = { title: "Ten images", content, cover: { image: cover?.id, alt: "A sheet" } };
  return new URL((await post("/api/posts", "application/json", JSON.stringify(draft))).url).pathname;
}

const server = await startSampleSite({ API_KEY });
try {
  const scores: Record<string, Numbers> = {};
  const measures: Record<string, Numbers> = {};
  const issues = new Set<string>();
  for (const page of [...PAGES, await createPostWithImages()]) {
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
