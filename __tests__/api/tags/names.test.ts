import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { blogPosting } from "#lib/shared/json-ld";
import { TagCount } from "#lib/shared/tags";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { listedPosts, makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import atom from "../../../pages/api/feeds/atom";
import json from "../../../pages/api/feeds/json";
import rss from "../../../pages/api/feeds/rss";
import onePost from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";
import tags from "../../../pages/api/tags/index";

withDatabase();
withSettings({ SITE_URL: "http://octavo.test" });

/** Names as people write them, each with its slug. */
const NAMES = [
  ["雑記", "雑記"],
  ["یادداشت", "یادداشت"],
  ["łódź", "łodz"],
  ["straße", "straße"],
  ["C++", "c"],
  ["C#", "c"],
  ["Node.js", "node-js"],
  ["UX/UI", "ux-ui"],
  ["R&D", "r-d"],
  [".NET", "net"],
  ["привет", "привет"],
  ["🎉", "tag"],
] as const;

const listed = async () => TagCount.array().parse((await call(tags)).json());
const titlesOf = async (tag: string) => (await listedPosts({ tag })).map(({ title }) => title);

test.each(NAMES)(
  "POST /api/posts — the tag %s — stored as typed, listed, and found by name and slug",
  async (name, slug) => {
    const created = await makePost({ title: "Tagged", tags: [name] });
    await makePost({ title: "Other", tags: ["other"] });
    expect(created.tags).toEqual([name]);
    expect(await listed()).toContainEqual({ tag: name, count: 1, slug });
    for (const tag of [name, slug, name.toUpperCase(), ` ${name} `]) expect(await titlesOf(tag)).toEqual(["Tagged"]);
  },
);

test.each(NAMES)("feeds and JSON-LD — the tag %s — as typed, and the feed of the tag", async (name) => {
  const created = await makePost({ title: "Tagged", tags: [name] });
  await makePost({ title: "Other" });
  const query = { tag: name };
  const [inRss, inAtom, inJson] = [
    parseRssFeed((await call(rss, { query })).body),
    parseAtomFeed((await call(atom, { query })).body),
    parseJsonFeed((await call(json, { query })).body),
  ];
  expect(inRss.items).toEqual([expect.objectContaining({ categories: [expect.objectContaining({ name })] })]);
  expect(inAtom.entries).toEqual([expect.objectContaining({ categories: [expect.objectContaining({ term: name })] })]);
  expect(inJson).toMatchObject({ items: [{ title: "Tagged", tags: [name] }] });
  const { feed_url, title } = inJson as { feed_url: string; title: string };
  expect(new URL(feed_url).searchParams.get("tag")).toBe(name);
  expect(title).toContain(name);
  const site = { title: "Site", origin: "http://octavo.test" } as Parameters<typeof blogPosting>[1];
  expect(JSON.parse(blogPosting(created, site))).toMatchObject({ keywords: [name] });
});

test.each([
  ["雑記", "雑記"],
  ["یادداشت", "یادداشت"],
  ["łódź", "łódź"],
  ["straße", "strasse"],
  ["Node.js", "node"],
  ["привет", "ПРИВЕТ"],
])("GET /api/posts?q= — the tag %s — found by %s", async (name, q) => {
  await makePost({ title: "Tagged", tags: [name] });
  await makePost({ title: "Other", tags: ["other"] });
  expect((await listedPosts({ q })).map(({ title }) => title)).toEqual(["Tagged"]);
});

test("POST /api/posts — a tag in another spelling — stored in that of its first use", async () => {
  await makePost({ tags: ["Node.js", "Café"] });
  expect((await makePost({ tags: ["NODE.JS", "cafe\u0301", "node.js"] })).tags).toEqual(["Node.js", "Café"]);
  expect((await makePost({ tags: ["Cafe"] })).tags).toEqual(["Cafe"]);
  expect(await listed()).toEqual([
    { tag: "Café", count: 2, slug: "cafe" },
    { tag: "Node.js", count: 2, slug: "node-js" },
    { tag: "Cafe", count: 1, slug: "cafe-2" },
  ]);
});

test("PATCH /api/posts/:id — tags in other spellings — no new version", async () => {
  const { id } = await makePost({ tags: ["Straße"] });
  const patched = await call(onePost, { method: "PATCH", query: { id }, body: { tags: ["STRASSE"] } });
  expect(patched.json()).toMatchObject({ tags: ["Straße"], version: 1 });
});

test("POST /api/posts — C, C++ and C# — each has a slug and a list of its own", async () => {
  for (const name of ["C", "C++", "C#"]) await makePost({ title: name, tags: [name] });
  expect((await listed()).map(({ slug }) => slug).sort()).toEqual(["c", "c-2", "c-3"]);
  for (const [tag, title] of [
    ["c", "C"],
    ["C++", "C++"],
    ["c-2", "C++"],
    ["c#", "C#"],
    ["c-3", "C#"],
  ] as const) {
    expect(await titlesOf(tag)).toEqual([title]);
  }
});

test("POST /api/posts — many tags that differ by signs only — all have slugs", async () => {
  const names = Array.from({ length: 15 }, (_, n) => `C${"+".repeat(n)}`);
  expect((await makePost({ tags: names })).tags).toEqual(names);
  const slugs = (await listed()).map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(15);
  expect(slugs.filter((slug) => /^c(-[2-9]|-[0-9a-f]{10})?$/.test(slug))).toHaveLength(15);
});

test("GET /api/posts?tag= — a tag named like the slug of another — the name counts", async () => {
  await makePost({ title: "C", tags: ["C"] });
  await makePost({ title: "C++", tags: ["C++"] });
  await makePost({ title: "Named", tags: ["c-2"] });
  expect(await titlesOf("c-2")).toEqual(["Named"]);
  expect(await titlesOf("c-2-2")).toEqual(["Named"]);
});

test("GET /api/posts?tag= — the former form of tags — still finds them", async () => {
  await makePost({ title: "Tagged", tags: ["cafe-noir"] });
  for (const tag of ["Café Noir", "CAFE_NOIR", "cafe-noir"]) expect(await titlesOf(tag)).toEqual(["Tagged"]);
});

test("GET /api/posts?tag= — an unknown tag — no posts, even if its letters are those of another", async () => {
  await makePost({ title: "C", tags: ["C"] });
  for (const tag of ["C++", "d", "c-2"]) expect(await titlesOf(tag)).toEqual([]);
});

test.each(["", "#", "a,b", "x".repeat(101), "\u0000"])("GET /api/posts?tag= — %j, not a tag — 400", async (tag) => {
  const { status, fields } = problemIn(await call(posts, { query: { tag } }));
  expect([status, Object.keys(fields ?? {})]).toEqual([400, ["tag"]]);
});

test("POST /api/posts — 20 tags of 60 characters — accepted; one more of each — 400", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `${"x".repeat(57)}${n + 10}🎉`);
  expect((await makePost({ tags: names })).tags).toEqual(names);
  const refusedBy = async (list: unknown) => {
    const response = await call(posts, { method: "POST", body: { title: "A", content: "B", tags: list } });
    return problemIn(response).fields;
  };
  expect(await refusedBy([...names, "more"])).toEqual({ tags: ["At most 20 tags"] });
  expect(await refusedBy(["x".repeat(61)])).toEqual({ "tags.0": ["A tag is 1 to 60 characters long"] });
  expect(await refusedBy([" "])).toEqual({ "tags.0": ["A tag is 1 to 60 characters long"] });
  expect(await refusedBy(["#"])).toEqual({ "tags.0": ["A tag is 1 to 60 characters long"] });
  expect(await refusedBy(["\u200d"])).toEqual({
    "tags.0": ["A tag needs a letter, a digit or a sign that can be seen"],
  });
  for (const separator of [",", "，", "、", ";"]) {
    expect(await refusedBy(["fine", `go${separator}rust`])).toEqual({
      "tags.1": [`A tag must not contain “${separator}”, which separates tags; send each tag by itself`],
    });
  }
});
