import { pageOfElements, pageOfLength, startEmptyApp } from "../empty-app.ts";
import type { Engine } from "../engines.ts";
import { fill, startOctavo } from "../octavo.ts";
import { startParts } from "../parts/start.ts";
import { type Recorded, record } from "../record.ts";
import type { Server } from "../server.ts";
import { startBare } from "../start-bare.ts";

/** The paths that are read, by their names in the table. */
export const READS = {
  list: "/api/posts?limit=10",
  "one post": "/api/posts/1",
  blog: "/blog",
  "a post page": "/blog/1/what-the-margin-is-for-part-1",
};
export type Read = keyof typeof READS;

/** Headers of a browser. */
export const AS_BROWSER = { "Accept-Encoding": "gzip, deflate, br, zstd" };

/** The headers of a request, by the content coding of the response to it. */
export const ENCODINGS = { br: AS_BROWSER, identity: { "Accept-Encoding": "identity" } };
export type Encoding = keyof typeof ENCODINGS;

const POSTS = 50;

/** Octavo with some posts, and the servers it is compared with. */
export type Site = {
  databaseUrl: string;
  octavo: Server;
  /** Octavo with a database that the measurement writes to. */
  written: Server;
  /** Each sends the responses in one content coding. */
  bare: Record<Encoding, Server>;
  empty: Server;
  /** Measures the parts of creating a post alone. */
  parts: Server;
  /** Responses of Octavo. */
  recorded: Record<Encoding, Record<Read, Recorded>>;
  /** The path in the empty app that corresponds to each read. */
  counterparts: Record<Read, string>;
  /** The path in the empty app of the same elements from constants, for each page. */
  elements: Partial<Record<Read, string>>;
  stop(): Promise<void>;
};

async function recordAll(octavo: Server, headers: Record<string, string>): Promise<Record<Read, Recorded>> {
  const recorded = {} as Record<Read, Recorded>;
  for (const [read, url] of Object.entries(READS)) recorded[read as Read] = await record(octavo.url, url, headers);
  return recorded;
}

export const textOf = ({ body }: Recorded) => Buffer.from(body, "base64").toString();

export async function startSite(engine: Engine): Promise<Site> {
  const databaseUrl = await engine.newDatabase("read");
  const octavo = await startOctavo("octavo", databaseUrl);
  await fill(octavo, POSTS);
  const recorded = {
    br: await recordAll(octavo, ENCODINGS.br),
    identity: await recordAll(octavo, ENCODINGS.identity),
  };
  const { identity } = recorded;
  const pages = { blog: textOf(identity.blog), "a post page": textOf(identity["a post page"]) };
  const empty = await startEmptyApp(textOf(identity.list), textOf(identity["one post"]), pages);
  const bare = {
    br: await startBare("br", Object.values(recorded.br)),
    identity: await startBare("identity", Object.values(identity)),
  };
  const written = await startOctavo("octavo-written", await engine.newDatabase("written"));
  const parts = await startParts(engine);
  const counterparts = {
    list: "/api/posts",
    "one post": "/api/posts/1",
    blog: await pageOfLength(empty, identity.blog.bytes),
    "a post page": await pageOfLength(empty, identity["a post page"].bytes),
  };
  const elements = {
    blog: await pageOfElements(empty, "blog", pages.blog),
    "a post page": await pageOfElements(empty, "a post page", pages["a post page"]),
  };
  const stop = async () => {
    for (const server of [octavo, written, bare.br, bare.identity, empty, parts]) await server.stop();
  };
  return { databaseUrl, octavo, written, bare, empty, parts, recorded, counterparts, elements, stop };
}
