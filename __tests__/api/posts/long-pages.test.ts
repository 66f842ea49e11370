import type { NextApiHandler } from "next";
import { database } from "#lib/server/db/database";
import { inTransaction } from "#lib/server/db/transaction";
import { FORM_TYPE } from "#lib/server/http/media-types";
import { preparePost, storePost } from "#lib/server/posts/write";
import { CONTENT_MAX } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { longTest, sample } from "#support/long";
import legacyPosts from "../../../pages/api/legacy-posts";
import posts from "../../../pages/api/posts/index";

withDatabase();

const PAGE_MAX = 4 * 1024 * 1024;

/** Follows the links of a list. @returns each page's ids, bytes and headers */
async function follow(handler: NextApiHandler, query: Record<string, string>) {
  const pages: { ids: string[]; bytes: number; total: unknown }[] = [];
  for (let after: string | undefined; pages.length === 0 || after; ) {
    const { body, headers, json } = await call(handler, { query: { ...query, ...(after && { after }) } });
    const ids = (json() as { id: string }[]).map(({ id }) => id);
    pages.push({ ids, bytes: Buffer.byteLength(body), total: headers["x-total-count"] });
    after = /[?&]after=([^&>]+)[^,]*rel="next"/.exec(String(headers.link))?.[1];
  }
  return pages;
}

/** Stores posts with the same content, which is rendered once. */
async function makePosts(count: number, content: string): Promise<string[]> {
  const prepared = await preparePost({ title: "Long", content });
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const { id } = await inTransaction(await database(), (trx) => storePost(trx, prepared));
    ids.push(String(id));
  }
  return ids;
}

describe.each([
  ["/api/posts", posts, {}],
  ["/api/posts?fields=", posts, { fields: "id,content" }],
  ["/api/posts?q=", posts, { q: "long" }],
  ["/api/posts?q=&sort=", posts, { q: "long", sort: "title" }],
  ["/api/legacy-posts", legacyPosts, {}],
])("GET %s — posts of more than 4 MiB of JSON", (_name, handler, query) => {
  const title = "in %s — the page ends early, rel=next leads to the rest";
  async function followLongPosts(_kind: string, character: string): Promise<void> {
    const bytes = Buffer.byteLength(JSON.stringify(character)) - 2;
    const length = Math.floor(CONTENT_MAX / 2);
    const itemBytes = bytes * length;
    const created = await makePosts(Math.ceil(PAGE_MAX / itemBytes) + 1, character.repeat(length));
    const pages = await follow(handler, { ...query, limit: "100" });
    const [first, second] = pages;
    expect(pages).toHaveLength(2);
    expect(second?.bytes).toBeLessThanOrEqual(PAGE_MAX);
    expect(first?.bytes).toBeLessThanOrEqual(PAGE_MAX);
    // One more would not have fit.
    expect(first?.bytes).toBeGreaterThan(PAGE_MAX - itemBytes - 100_000);
    const all = pages.flatMap(({ ids }) => ids);
    expect(all.toSorted()).toEqual(created.toSorted());
    if (handler === posts) expect(pages.map(({ total }) => total)).toEqual(Array(2).fill(String(created.length)));
  }
  test.each([["quotation marks, which JSON escapes", '"']])(title, followLongPosts);
  longTest.each([
    ["ASCII", "a"],
    ["characters of four bytes", "😀"],
  ])(title, followLongPosts);

  (handler === legacyPosts ? test : longTest)("posts that fit in 4 MiB — on one page", async () => {
    const created = await makePosts(40, "a".repeat(100_000));
    const pages = await follow(handler, { ...query, limit: "100" });
    expect(pages.map(({ ids }) => ids.length)).toEqual([created.length]);
  });
});

test("GET /api/posts — default limit, posts of the maximum length — pages of 4 MiB", async () => {
  const created = await makePosts(20, "a".repeat(CONTENT_MAX));
  const pages = await follow(posts, {});
  expect(pages.map(({ ids }) => ids.length)).toEqual([16, 4]);
  expect(pages.flatMap(({ ids }) => ids)).toEqual(created.toReversed());
});

test("GET /api/posts — long content not in `fields` — all on one page", async () => {
  await makePosts(23, "a".repeat(CONTENT_MAX));
  for (const q of [undefined, "long"]) {
    const { headers, json } = await call(posts, { query: { ...(q && { q }), fields: "id", limit: "100" } });
    expect(json()).toHaveLength(23);
    expect(headers.link).toBeUndefined();
  }
});

describe("POST /api/posts — content of the maximum length — 201", () => {
  const content = "😀".repeat(CONTENT_MAX);
  const escaped = String.raw`\ud83d\ude00`.repeat(CONTENT_MAX);

  test.each(
    sample(
      [["JSON with escapes", "application/json", `{"title":"Long","content":"${escaped}"}`]],
      [
        ["UTF-8 JSON", "application/json", JSON.stringify({ title: "Long", content })],
        ["a form", FORM_TYPE, `title=Long&content=${"%F0%9F%98%80".repeat(CONTENT_MAX)}`],
      ],
    ),
  )("as %s", async (_name = "", type = "", raw = "") => {
    const { json, status } = await call(posts, { method: "POST", raw, headers: { "content-type": type } });
    expect(status).toBe(201);
    expect((json() as { content: string }).content === content).toBe(true);
  });
});
