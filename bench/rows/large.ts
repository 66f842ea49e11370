import { execFileSync } from "node:child_process";
import type { Comparison } from "../comparison.ts";
import type { Engine } from "../engines.ts";
import { startOctavo } from "../octavo.ts";
import type { Server } from "../server.ts";
import { missesPerSecond } from "./miss.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
/** How many pages of a hundred posts lie before the deep one. */
const DEEP = 9;

type Library = { server: Server; databaseUrl: string; paths: Record<string, string> };

/** What is read in a library of any size: its words and tags are those of its newest post. */
async function pathsIn(url: string): Promise<Record<string, string>> {
  let list = "/api/posts?limit=100";
  for (let page = 0; page < DEEP; page++) {
    const { headers } = await fetch(url + list);
    list = /<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? list;
  }
  const [newest] = await fetch(`${url}/api/posts?limit=1`).then((response) => response.json());
  const word =
    String(newest.title)
      .split(" ")
      .toSorted((one, other) => other.length - one.length)[0] ?? "";
  return {
    list: "/api/posts?limit=10",
    "deep page": list,
    tag: `/api/posts?limit=10&tag=${newest.tags[0]}`,
    "one post": `/api/posts/${newest.id}`,
    search: `/api/posts?limit=10&q=${encodeURIComponent(word)}`,
  };
}

async function openLibrary(engine: Engine, posts: number): Promise<Library> {
  const databaseUrl = await engine.newDatabase(`library_${posts}`);
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  execFileSync("npm", ["run", "seed", "--", "--posts", String(posts)], { stdio: "inherit", env });
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
