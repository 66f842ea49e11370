import { spawn } from "node:child_process";
import { once } from "node:events";
import { getEngine } from "#lib/server/db/engine";
import { connect } from "#lib/server/db/open";
import { termsOf } from "#lib/server/search/terms";
import type { Comparison } from "../comparison.ts";
import type { Engine } from "../engines.ts";
import { startOctavo } from "../octavo.ts";
import { inMs } from "../sample.ts";
import type { Server } from "../server.ts";
import { missesPerSecond } from "./miss.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
/** The fraction of all posts before the deep page. */
const DEPTH = 0.9;
const PAGE_POSTS = 100;

type Library = { server: Server; databaseUrl: string; posts: number; paths: Record<string, string> };

/** Finds a page far down the list of all posts, by following cursors. */
async function deepPage(url: string): Promise<string> {
  let page = new URL(`/api/posts?fields=id&limit=${PAGE_POSTS}`, url);
  let left = 0;
  do {
    const response = await fetch(page);
    const { headers } = response;
    // Read, so that the connection is used again.
    await response.arrayBuffer();
    left ||= (Number(headers.get("x-total-count")) * DEPTH) / PAGE_POSTS;
    page = new URL(/<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? page, url);
  } while (--left > 0);
  return `/api/posts?limit=10&after=${page.searchParams.get("after")}`;
}

/** The paths that are read: among others its most used tag, and a search for the two longest words of its newest title. */
async function pathsIn(url: string): Promise<Record<string, string>> {
  const read = async (path: string) => (await fetch(url + path)).json();
  const [newest] = await read("/api/posts?limit=1");
  const [most] = await read("/api/tags");
  const words = String(newest.title)
    .split(" ")
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 2);
  return {
    list: "/api/posts?limit=10",
    "deep page": await deepPage(url),
    tag: `/api/posts?limit=10&tag=${most.tag}`,
    "one post": `/api/posts/${newest.id}`,
    search: `/api/posts?limit=10&q=${encodeURIComponent(words.join(" "))}`,
  };
}

const FREQUENT_SEARCH = "search for a frequent word";
/** The fraction of posts that a frequent word is in, and how far it may be off. */
const [FREQUENCY, TOLERANCE] = [0.1, 0.03];
/** How many words are tried in the small library, and how many of them in both. */
const [CANDIDATES, FINALISTS] = [200, 5];

/** The fraction of all posts, hidden ones included, that contain each word. */
async function frequencies({ databaseUrl, posts }: Library, words: string[]): Promise<Map<string, number>> {
  const db = await connect(databaseUrl, "read");
  try {
    const { search } = getEngine(db);
    const found = new Map<string, number>();
    for (const word of words) {
      const ids = await search.find(db, termsOf(word), "anywhere", posts);
      found.set(word, (ids?.length ?? 0) / posts);
    }
    return found;
  } finally {
    await db.destroy();
  }
}

const distance = (frequency = 0) => Math.abs(frequency - FREQUENCY);

/** Words in the order of their distance from FREQUENCY. */
const byDistance = (found: Map<string, number>) =>
  [...found].toSorted(([, one], [, other]) => distance(one) - distance(other)).map(([word]) => word);

/** The word whose frequency is nearest to FREQUENCY in both libraries. */
async function frequentWord(few: Library, many: Library): Promise<string> {
  const newest = await (await fetch(`${few.server.url}/api/posts?fields=title&limit=${PAGE_POSTS}`)).json();
  const titles: string[] = newest.map(({ title }: { title: string }) => title.toLowerCase());
  const words = [...new Set(titles.flatMap((title) => title.split(" ")))].slice(0, CANDIDATES);
  const inFew = await frequencies(few, words);
  const inMany = await frequencies(many, byDistance(inFew).slice(0, FINALISTS));
  const [word = ""] = byDistance(inMany);
  const found = [inFew.get(word), inMany.get(word)];
  if (found.some((frequency) => distance(frequency) > TOLERANCE))
    throw new Error(`no word is in about a tenth of the posts of both libraries; ${word} in ${found.join(" and ")}`);
  return word;
}

async function openLibrary(engine: Engine, posts: number): Promise<Library> {
  const databaseUrl = await engine.filledDatabase(`library_${posts}`, async (url) => {
    const env = { ...process.env, DATABASE_URL: url };
    const seeding = spawn("npm", ["run", "seed", "--", "--posts", String(posts)], { stdio: "inherit", env });
    // Asynchronous: PostgreSQL writes its log to this process, and blocks while it is not read.
    const [code] = await once(seeding, "exit");
    if (code !== 0) throw new Error(`${posts} posts could not be created`);
  });
  const server = await startOctavo(`octavo-${posts}`, databaseUrl);
  return { server, databaseUrl, posts, paths: await pathsIn(server.url) };
}

/** The duration of cache misses with a million posts, compared with a thousand. */
export async function large(
  engine: Engine,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const [few, many] = [await openLibrary(engine, SMALL), await openLibrary(engine, LARGE)];
  const word = await frequentWord(few, many);
  for (const { paths } of [few, many]) paths[FREQUENT_SEARCH] = `/api/posts?limit=10&q=${encodeURIComponent(word)}`;
  // A search that no process has made before may take longer than a round.
  for (const { paths, server } of [few, many])
    for (const path of Object.values(paths)) await (await fetch(server.url + path)).text();
  const ms = async ({ databaseUrl, paths, server }: Library, read: string) =>
    inMs(await missesPerSecond(server, paths[read] ?? "", databaseUrl, seconds, 1));
  const comparisons = Object.keys(few.paths).map((read) => ({
    work: `${read} of ${LARGE.toLocaleString("en")} posts`,
    against: `of ${SMALL.toLocaleString("en")}`,
    unit: "ms" as const,
    bar: { atMost: read.startsWith("search") ? 3 : 1.3 },
    note: () => (read === FREQUENT_SEARCH ? word : ""),
    ours: () => ms(many, read),
    theirs: () => ms(few, read),
  }));
  const stop = async () => {
    await few.server.stop();
    await many.server.stop();
  };
  return { comparisons, stop };
}
