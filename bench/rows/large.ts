import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Comparison } from "../comparison.ts";
import type { Engine } from "../engines.ts";
import { startOctavo } from "../octavo.ts";
import type { Server } from "../server.ts";
import { missesPerSecond } from "./miss.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
/** Which part of all posts lies before the deep page. */
const DEPTH = 0.9;
const WALKED = 100;

type Library = { server: Server; databaseUrl: string; paths: Record<string, string> };

/** A page far down the list of all posts, which is walked to from the top. */
async function deepPage(url: string): Promise<string> {
  let path = `/api/posts?fields=id&limit=${WALKED}`;
  let after = "";
  let left = 0;
  do {
    const { headers } = await fetch(url + path);
    left ||= (Number(headers.get("x-total-count")) * DEPTH) / WALKED;
    path = /<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? path;
    after = new URL(path, url).searchParams.get("after") ?? "";
  } while (--left > 0);
  return `/api/posts?limit=10&after=${after}`;
}

/** What is read in a library of any size: its most used tag, and the two longest words of its newest title. */
async function pathsIn(url: string): Promise<Record<string, string>> {
  const read = async (path: string) => (await fetch(url + path)).json();
  const [newest] = await read("/api/posts?limit=1");
  const [most] = await read("/api/tags");
  const words = String(newest.title)
    .split(" ")
    .toSorted((one, other) => other.length - one.length)
    .slice(0, 2);
  return {
    list: "/api/posts?limit=10",
    "deep page": await deepPage(url),
    tag: `/api/posts?limit=10&tag=${most.tag}`,
    "one post": `/api/posts/${newest.id}`,
    search: `/api/posts?limit=10&q=${encodeURIComponent(words.join(" "))}`,
  };
}

async function openLibrary(engine: Engine, posts: number): Promise<Library> {
  const databaseUrl = await engine.newDatabase(`library_${posts}`);
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const seeding = spawn("npm", ["run", "seed", "--", "--posts", String(posts)], { stdio: "inherit", env });
  // Not in one piece: PostgreSQL writes to this process meanwhile, and waits when nobody reads it.
  const [code] = await once(seeding, "exit");
  if (code !== 0) throw new Error(`${posts} posts could not be made`);
  const server = await startOctavo(`octavo-${posts}`, databaseUrl);
  return { server, databaseUrl, paths: await pathsIn(server.url) };
}

/** A million posts against a thousand: how long an answer takes that is the first since a change. */
export async function large(
  engine: Engine,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const [few, many] = [await openLibrary(engine, SMALL), await openLibrary(engine, LARGE)];
  const ms = async ({ databaseUrl, paths, server }: Library, read: string) =>
    1000 / (await missesPerSecond(server, paths[read] ?? "", databaseUrl, seconds, 1));
  const comparisons = Object.keys(few.paths).map((read) => ({
    work: `${read} of ${LARGE.toLocaleString("en")} posts`,
    against: `of ${SMALL.toLocaleString("en")}`,
    unit: "ms" as const,
    bar: { atMost: read === "search" ? 3 : 1.3 },
    ours: () => ms(many, read),
    theirs: () => ms(few, read),
  }));
  const stop = async () => {
    await few.server.stop();
    await many.server.stop();
  };
  return { comparisons, stop };
}
