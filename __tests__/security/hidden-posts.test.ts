import type { GetServerSideProps, GetServerSidePropsContext, NextApiHandler } from "next";
import { createMocks } from "node-mocks-http";
import { LIST_STATUSES } from "#lib/shared/list-options";
import { type Headers, makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { type Answer, call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { getServerSideProps as mine } from "../../pages/account/posts";
import atom from "../../pages/api/feeds/atom";
import jsonFeed from "../../pages/api/feeds/json";
import rss from "../../pages/api/feeds/rss";
import legacy from "../../pages/api/legacy-posts";
import llms from "../../pages/api/llms";
import one from "../../pages/api/posts/[id]";
import markdown from "../../pages/api/posts/[id]/markdown";
import previewLinks from "../../pages/api/posts/[id]/preview-links/index";
import restore from "../../pages/api/posts/[id]/restore";
import revision from "../../pages/api/posts/[id]/revisions/[version]";
import revisions from "../../pages/api/posts/[id]/revisions/index";
import list from "../../pages/api/posts/index";
import sitemap from "../../pages/api/sitemap/[part]";
import tags from "../../pages/api/tags";
import trashed from "../../pages/api/trash/[id]";
import { getServerSideProps as blog } from "../../pages/blog";
import { getServerSideProps as plain } from "../../pages/blog/[id]";
import { getServerSideProps as pretty } from "../../pages/blog/[id]/[slug]";
import { getServerSideProps as remove } from "../../pages/blog/[id]/delete";
import { getServerSideProps as edit } from "../../pages/blog/[id]/edit";
import { getServerSideProps as history } from "../../pages/blog/[id]/history";
import { getServerSideProps as sharing } from "../../pages/blog/[id]/preview/links";
import { getServerSideProps as dynamic } from "../../pages/blog-dynamic";
import { getStaticProps as kept } from "../../pages/blog-static/[[...none]]";
import { getServerSideProps as home } from "../../pages/index";

withDatabase();
withSettings({ POSTING: "members" });

const SECRET = "zanzibar";
const LATER = "2999-01-01T00:00:00Z";
const HIDDEN = {
  "a draft": { status: "draft" },
  "a scheduled post": { publishedAt: LATER },
  "a post in the trash": {},
} as const;
type Kind = keyof typeof HIDDEN;
const KINDS = Object.keys(HIDDEN) as Kind[];

/** Creates a hidden post, its author, the owner, and viewers without a right to it. */
async function scene(kind: Kind) {
  const owner = await makeOwner();
  const author = await makeAuthor("Ada");
  const other = await makeAuthor("Bob");
  const body = newPost({ title: SECRET, content: SECRET, tags: [SECRET], ...HIDDEN[kind] });
  const { id } = asPost((await call(list, { method: "POST", headers: author.headers, body })).json());
  if (kind === "a post in the trash") await call(one, { method: "DELETE", query: { id }, headers: author.headers });
  const outsiders: [string, Headers][] = [
    ["anonymous", {}],
    ["another author", other.headers],
    ["another author's key", (await makeKey(other)).headers],
  ];
  return { id, outsiders, owner, author };
}

const asPatch = { title: "Mine now" };

/** Every endpoint of a post. */
const ENDPOINTS: [string, NextApiHandler, object][] = [
  ["GET", one, {}],
  ["Markdown", markdown, {}],
  ["PUT", one, { method: "PUT", body: newPost() }],
  ["PATCH", one, { method: "PATCH", body: asPatch }],
  ["DELETE", one, { method: "DELETE" }],
  ["revisions", revisions, {}],
  ["a revision", revision, { query: { version: "1" } }],
  ["preview links", previewLinks, {}],
  ["a new preview link", previewLinks, { method: "POST", body: {} }],
];

/** Every endpoint of a post in the trash. */
const FROM_TRASH: typeof ENDPOINTS = [
  ["restore", restore, { method: "POST" }],
  ["GET from the trash", trashed, {}],
  ["purge", trashed, { method: "DELETE" }],
];

const outcome = ({ body, status }: Answer) => ({ status, body });

describe.each(KINDS)("hidden post: %s", (kind) => {
  test("every endpoint by id, no right to it — the response for an unknown id", async () => {
    const { id, outsiders } = await scene(kind);
    for (const [who, headers] of outsiders) {
      for (const [name, handler, init] of [...ENDPOINTS, ...FROM_TRASH]) {
        const request = (postId: string) =>
          call(handler, { ...init, headers, query: { ...(init as { query?: object }).query, id: postId } });
        const [hidden, unknown] = [await request(id), await request("999")];
        expect([who, name, outcome(hidden)]).toEqual([who, name, outcome(unknown)]);
        expect([who, name, [401, 404]]).toEqual([who, name, expect.arrayContaining([hidden.status])]);
      }
    }
  });

  test("lists, search, tags and counts, no right to it — left out", async () => {
    const { outsiders, author } = await scene(kind);
    const mine = author.account.id;
    for (const [who, headers] of outsiders) {
      for (const query of [{}, { q: SECRET }, { tag: SECRET }, { author: mine }, { q: "zanz", author: mine }]) {
        const response = await call(list, { headers, query: query as Record<string, string> });
        expect([who, query, response.json(), response.headers["x-total-count"]]).toEqual([who, query, [], "0"]);
      }
      expect((await call(tags, { headers })).json()).toEqual([]);
      expect((await call(legacy, { headers })).json()).toEqual([]);
    }
  });

  test("feeds, llms.txt and sitemap, no right to it — left out", async () => {
    const { outsiders } = await scene(kind);
    for (const [who, headers] of outsiders) {
      for (const feed of [rss, atom, jsonFeed, llms]) {
        const { body, status } = await call(feed, { headers });
        expect([who, status, body]).toEqual([who, 200, expect.not.stringContaining(SECRET)]);
      }
      expect([who, (await call(sitemap, { headers, query: { part: "1" } })).status]).toEqual([who, 404]);
    }
  });

  test("lists by status, no right to it — left out", async () => {
    const { outsiders } = await scene(kind);
    for (const [who, headers] of outsiders) {
      for (const status of LIST_STATUSES) {
        const response = await call(list, { headers, query: { status } });
        const seen = response.status === 401 ? [] : response.json();
        expect([who, status, seen]).toEqual([who, status, []]);
        if (response.status === 200) expect(response.headers["x-total-count"]).toBe("0");
      }
    }
  });

  test("pages and their props, no right to it — left out", async () => {
    const { id, outsiders } = await scene(kind);
    const requests: [string, GetServerSideProps, Record<string, string>][] = [
      ["/", home, {}],
      ["/blog", blog, {}],
      ["/blog?q=", blog, { q: SECRET }],
      ["/blog?tag=", blog, { tag: SECRET }],
      ["/blog-dynamic", dynamic, {}],
      ["/blog/[id]", plain, { id }],
      ["/blog/[id]/[slug]", pretty, { id, slug: SECRET }],
      ["/blog/[id]/edit", edit as GetServerSideProps, { id }],
      ["/blog/[id]/delete", remove as GetServerSideProps, { id }],
      ["/blog/[id]/history", history as GetServerSideProps, { id }],
      ["/blog/[id]/preview/links", sharing as GetServerSideProps, { id }],
      ["/account/posts", mine as GetServerSideProps, {}],
      ["/account/posts?q=", mine as GetServerSideProps, { q: "zanz" }],
      ["/account/posts?status=draft", mine as GetServerSideProps, { status: "draft" }],
      ["/account/posts?status=scheduled", mine as GetServerSideProps, { status: "scheduled" }],
      ["/account/posts?status=trash", mine as GetServerSideProps, { status: "trash" }],
    ];
    for (const [who, headers] of outsiders) {
      for (const [page, getProps, query] of requests) {
        const { req, res } = createMocks({ headers: { host: "octavo.test", ...headers } });
        const context = { req, res, params: query, query, resolvedUrl: "/" };
        const response = await getProps(context as unknown as GetServerSidePropsContext);
        const shown = JSON.stringify(response).replaceAll(`q=${SECRET}`, "").replaceAll(`tag=${SECRET}`, "");
        expect([who, page, shown]).toEqual([who, page, expect.not.stringContaining(SECRET)]);
      }
    }
  });

  test("/blog-static — left out", async () => {
    await scene(kind);
    const response = await kept({ params: {} });
    expect(response).toHaveProperty("props.posts");
    expect(JSON.stringify(response)).not.toContain(SECRET);
  });

  test("created, changed and deleted — public ETags stay the same", async () => {
    const watched = async () => (await call(list)).headers.etag;
    const owner = await makeOwner();
    const before = await watched();
    const body = newPost({ title: SECRET, ...(kind === "a post in the trash" ? { status: "draft" } : HIDDEN[kind]) });
    const { id } = asPost((await call(list, { method: "POST", headers: owner.headers, body })).json());
    await call(one, { method: "PATCH", query: { id }, headers: owner.headers, body: { title: "B" } });
    await call(one, { method: "DELETE", query: { id }, headers: owner.headers });
    expect(await watched()).toBe(before);
  });
});

describe("hidden post: its author and the owner", () => {
  test.each(KINDS)("%s — listed by status", async (kind) => {
    const { id, author, owner } = await scene(kind);
    const status = { "a draft": "draft", "a scheduled post": "scheduled", "a post in the trash": "trash" }[kind];
    for (const { headers } of [author, owner]) {
      expect((await call(list, { headers, query: { status } })).json()).toMatchObject([{ id, title: SECRET }]);
    }
  });

  test("trash — the owner restores an author's post", async () => {
    const { id, owner } = await scene("a post in the trash");
    const headers = owner.headers;
    expect((await call(restore, { method: "POST", headers, query: { id } })).status).toBe(200);
  });
});

describe("public post of another account", () => {
  test("read — 200; write — 401 for anonymous, 403 for another author", async () => {
    const owner = await makeOwner();
    const other = await makeAuthor();
    const { id } = asPost((await call(list, { method: "POST", headers: owner.headers, body: newPost() })).json());
    for (const [headers, refusal] of [
      [{}, 401],
      [other.headers, 403],
    ] as const) {
      const results: [string, number][] = [];
      for (const [name, handler, init] of ENDPOINTS) {
        const query = { ...(init as { query?: object }).query, id };
        results.push([name, (await call(handler, { ...init, headers, query })).status]);
      }
      expect(results).toEqual([
        ["GET", 200],
        ["Markdown", 200],
        ["PUT", refusal],
        ["PATCH", refusal],
        ["DELETE", refusal],
        ["revisions", refusal],
        ["a revision", refusal],
        ["preview links", refusal],
        ["a new preview link", refusal],
      ]);
    }
    expect((await call(one, { query: { id } })).json()).toMatchObject({ title: "Hello", version: 1 });
  });
});

test("Idempotency-Key — used by another account — not replayed", async () => {
  const owner = await makeOwner();
  const other = await makeAuthor();
  const post = (headers: Headers) =>
    call(list, {
      method: "POST",
      headers: { ...headers, "idempotency-key": "one" },
      body: newPost({ status: "draft" }),
    });
  const first = asPost((await post(owner.headers)).json());
  const second = asPost((await post(other.headers)).json());
  expect(second.id).not.toBe(first.id);
  expect(second.author?.name).toBe("Ada");
});
