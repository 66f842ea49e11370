import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";
import type { EditedPost } from "#components/writing/edit-post";
import type { FormPost } from "#lib/client/editor-state";
import type { History } from "#lib/server/posts/pages/history-page";
import type { BulkReport } from "#lib/shared/bulk";
import type { RejectedForm } from "#lib/shared/forms";
import type { PostsView } from "#lib/shared/posts-view";
import { makeAuthor, makeEditor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { getServerSideProps as mine } from "../../../../../pages/account/posts";
import one from "../../../../../pages/api/posts/[id]";
import list from "../../../../../pages/api/posts/index";
import { getServerSideProps as remove } from "../../../../../pages/blog/[id]/delete";
import { getServerSideProps as edit } from "../../../../../pages/blog/[id]/edit";
import { getServerSideProps as history } from "../../../../../pages/blog/[id]/history";
import { getServerSideProps as create } from "../../../../../pages/blog/create";

const data = withDatabase();
withSettings({ POSTING: "members" });

let ada: TestAccount;
beforeEach(async () => {
  await makeOwner();
  ada = await makeAuthor();
});

type Init = { query?: Record<string, string>; headers?: Record<string, string>; body?: Record<string, string> };
/** The props of all the pages. */
type Props = {
  formKey: string;
  posted: FormPost;
  edited: EditedPost;
  trashed: unknown;
  report: BulkReport | null;
  refused: RejectedForm | null;
  view: PostsView;
  fallback: Record<string, { items: { title: string }[]; next?: string }>;
  post: unknown;
  history: History;
};
type Result = { redirect?: { destination: string; statusCode?: number }; notFound?: boolean; props?: Props };

/** Requests a page; with a body, posts one of its forms, as a browser without JavaScript does. */
async function requestPage(page: unknown, { query = {}, headers = ada.headers, body }: Init = {}) {
  const method: RequestMethod = body ? "POST" : "GET";
  const { req, res } = createMocks({ method, headers: { host: "octavo.test", ...headers }, body });
  const context = { req, res, params: query, query, resolvedUrl: "/" };
  const result = await (page as GetServerSideProps)(context as unknown as GetServerSidePropsContext);
  return { ...(result as Result), status: res.statusCode };
}

const text = { title: "Mine", content: "One\r\ntwo", tags: "Ink、#paper #C#", excerpt: "", publication: "published" };
const createPost = async (fields = {}) =>
  asPost((await call(list, { method: "POST", headers: ada.headers, body: newPost(fields) })).json());
const read = async (id = "1") => asPost((await call(one, { query: { id }, headers: ada.headers })).json());
const patch = (id: string, body: object) => call(one, { method: "PATCH", query: { id }, headers: ada.headers, body });
const count = async () => (await rowsIn(data.db, "posts")).length;

describe("form action of /blog/create", () => {
  const sent = { form: "create", key: "k1", ...text };

  test("create — 303 to the post, CRLF stored as LF", async () => {
    expect(await requestPage(create, { body: sent })).toMatchObject({
      redirect: { destination: "/blog/1/mine", statusCode: 303 },
    });
    expect(await read()).toMatchObject({
      title: "Mine",
      content: "One\ntwo",
      tags: ["Ink", "paper", "C#"],
      author: ada.account && { name: "Ada" },
    });
  });

  test("create twice with one key — one post, 303 to it both times", async () => {
    const responses = [await requestPage(create, { body: sent }), await requestPage(create, { body: sent })];
    expect(responses.map(({ redirect }) => redirect?.destination)).toEqual(["/blog/1/mine", "/blog/1/mine"]);
    expect(await count()).toBe(1);
  });

  test("create, other text with a used key — 422, a new key", async () => {
    await requestPage(create, { body: sent });
    const { props, status } = await requestPage(create, { body: { ...sent, title: "Another" } });
    expect(status).toBe(422);
    expect(props?.posted.refused).toMatchObject({
      title: expect.stringContaining("made a post already"),
      typed: { title: "Another" },
    });
    expect(props?.formKey).not.toBe("k1");
  });

  test("create, several fields invalid — 400 with form values and every error", async () => {
    const body = { ...sent, title: " ", tags: "\u200d", publication: "scheduled", publishAt: "" };
    const { props, status } = await requestPage(create, { body });
    expect(status).toBe(400);
    expect(props).toMatchObject({
      formKey: "k1",
      posted: { refused: { typed: { content: "One\r\ntwo", tags: "\u200d" } } },
    });
    expect(Object.keys(props?.posted.refused?.fields ?? {})).toEqual(["title", "tags.0", "publishedAt"]);
    expect(await count()).toBe(0);
  });

  test("create, scheduled — date read in the site's time zone (UTC)", async () => {
    await requestPage(create, { body: { ...sent, publication: "scheduled", publishAt: "2999-01-31T09:00" } });
    expect(await read()).toMatchObject({ status: "published", publishedAt: "2999-01-31T09:00:00.000Z" });
  });

  test("create, draft — stored as a draft", async () => {
    expect((await requestPage(create, { body: { ...sent, publication: "draft" } })).redirect?.destination).toBe(
      "/blog/1/mine",
    );
    expect(await read()).toMatchObject({ status: "draft", publishedAt: null });
  });

  test("preview — the rendered text, nothing stored", async () => {
    const { props, status } = await requestPage(create, { body: { ...sent, form: "preview", content: "*now*" } });
    expect(status).toBe(200);
    expect(props?.posted.previewed).toMatchObject({
      html: expect.stringContaining("<em>now</em>"),
      typed: { title: "Mine" },
    });
    expect(props?.formKey).toBe("k1");
    expect(await count()).toBe(0);
  });

  test("create, signed out meanwhile — 401 with form values", async () => {
    const { props, status } = await requestPage(create, { body: sent, headers: {} });
    expect(status).toBe(401);
    expect(props?.posted.refused).toMatchObject({ status: 401, typed: { title: "Mine" } });
    expect(await count()).toBe(0);
  });

  test("create, foreign Origin — 403, nothing stored", async () => {
    const headers = { ...ada.headers, origin: "https://example.org" };
    expect((await requestPage(create, { body: sent, headers })).status).toBe(403);
    expect(await count()).toBe(0);
  });

  describe("WRITE_LIMIT=1", () => {
    withSettings({ WRITE_LIMIT: 1 });

    test("API and form writes — counted together, 429 with form values", async () => {
      await createPost();
      const { props, status } = await requestPage(create, { body: sent });
      expect(status).toBe(429);
      expect(props?.posted.refused).toMatchObject({ typed: { title: "Mine" } });
      expect(await count()).toBe(1);
    });
  });
});

describe("form action of /blog/[id]/edit", () => {
  const query = { id: "1" };
  const sent = { form: "save", version: "1", ...text };

  test("save — stored, 303 to the post", async () => {
    await createPost();
    expect(await requestPage(edit, { query, body: sent })).toMatchObject({ redirect: { destination: "/blog/1/mine" } });
    expect(await read()).toMatchObject({ title: "Mine", version: 2 });
  });

  test("GET — excerpt field has the author's own excerpt only", async () => {
    await createPost({ excerpt: "My own" });
    await createPost();
    expect((await requestPage(edit, { query })).props?.edited.fields.excerpt).toBe("My own");
    expect((await requestPage(edit, { query: { id: "2" } })).props?.edited.fields.excerpt).toBe("");
  });

  test("save, outdated version — 412 with the comparison and the newest version; saving over it succeeds", async () => {
    await createPost();
    await patch("1", { title: "Theirs" });
    const { props, status } = await requestPage(edit, { query, body: sent });
    expect(status).toBe(412);
    expect(props).toMatchObject({
      edited: { version: 2, post: { title: "Theirs" } },
      posted: { refused: { typed: { title: "Mine", content: "One\r\ntwo" } } },
    });
    expect(props?.edited.comparison?.[0]).toEqual({
      label: "Title",
      parts: [
        { kind: "removed", text: "Theirs\n" },
        { kind: "added", text: "Mine\n" },
      ],
    });
    expect(await read()).toMatchObject({ title: "Theirs", version: 2 });
    await requestPage(edit, { query, body: { ...sent, version: "2" } });
    expect(await read()).toMatchObject({ title: "Mine", version: 3 });
  });

  test("save, outdated version and title missing — 400, version of the form unchanged", async () => {
    await createPost();
    await patch("1", { title: "Theirs" });
    const { props, status } = await requestPage(edit, { query, body: { ...sent, title: "" } });
    expect(status).toBe(400);
    expect(props?.edited.version).toBe(1);
    expect((await requestPage(edit, { query, body: { ...sent, form: "preview" } })).props?.edited.version).toBe(1);
  });

  test.each([
    ["missing", undefined],
    ["not a number", "x"],
  ])("save, version %s — 412", async (_name, version) => {
    await createPost();
    const { version: _, ...rest } = sent;
    expect((await requestPage(edit, { query, body: { ...rest, ...(version && { version }) } })).status).toBe(412);
  });

  test("save, “publish” — a scheduled post now, a published one keeps its date", async () => {
    await createPost({ publishedAt: "2999-01-31T09:00:00Z" });
    await requestPage(edit, { query, body: sent });
    const { publishedAt, updatedAt } = await read();
    expect(publishedAt).toBe(updatedAt);
    await requestPage(edit, { query, body: { ...sent, title: "Mine again", version: "2" } });
    expect(await read()).toMatchObject({ publishedAt, version: 3 });
  });

  test("save, post deleted meanwhile — 404 with form values, signed in or not", async () => {
    await createPost();
    await call(one, { method: "DELETE", query, headers: ada.headers });
    for (const [headers, status] of [
      [ada.headers, 404],
      [{}, 404],
    ] as const) {
      const response = await requestPage(edit, { query, body: sent, headers });
      expect(response).toMatchObject({
        status,
        props: { edited: null, posted: { refused: { typed: { title: "Mine" } } } },
      });
    }
  });

  test("save, another author's post — 403; anonymous — 401; nothing stored", async () => {
    await createPost();
    const eve = await makeAuthor("Eve");
    expect((await requestPage(edit, { query, body: sent, headers: eve.headers })).status).toBe(403);
    expect((await requestPage(edit, { query, body: sent, headers: {} })).status).toBe(401);
    expect(await read()).toMatchObject({ title: "Hello", version: 1 });
  });
});

describe("form actions of /blog/[id]/delete and /account/posts", () => {
  const query = { id: "1" };

  test("delete — 303 to the trash, which reports it; restore — reported", async () => {
    await createPost();
    expect(await requestPage(remove, { query, body: { form: "delete" } })).toMatchObject({
      redirect: { destination: "/account/posts?status=trash&done=1", statusCode: 303 },
    });
    const deleted = { id: "1", title: "Hello", slug: "hello", status: "published", version: 1 };
    expect((await requestPage(mine, { query: { status: "trash", done: "1" } })).props?.report).toMatchObject({
      action: "delete",
      changed: [deleted],
    });
    const restored = await requestPage(mine, { query: { status: "trash" }, body: { form: "restore", "post-1": "1" } });
    expect(restored.props?.report).toMatchObject({ action: "restore", changed: [deleted] });
    expect(await read()).toMatchObject({ title: "Hello", version: 1 });
  });

  test("GET, post in the trash — its dates; purge — 303, gone for good", async () => {
    await createPost();
    await requestPage(remove, { query, body: { form: "delete" } });
    const shown = await requestPage(remove, { query });
    expect(shown.props).toMatchObject({ post: { title: "Hello" }, trashed: { deletedAt: expect.any(String) } });
    expect(await count()).toBe(1);
    expect(await requestPage(remove, { query, body: { form: "purge" } })).toMatchObject({
      redirect: { destination: "/account/posts?status=trash&done=purged", statusCode: 303 },
    });
    expect(await count()).toBe(0);
    const { props } = await requestPage(mine, { query: { status: "trash", done: "purged" } });
    expect(props).toMatchObject({ isPurged: true, report: null });
    expect(await requestPage(remove, { query, body: { form: "purge" } })).toMatchObject({ notFound: true });
  });

  test("delete twice — notFound, not purged", async () => {
    await createPost();
    await requestPage(remove, { query, body: { form: "delete" } });
    expect(await requestPage(remove, { query, body: { form: "delete" } })).toMatchObject({ notFound: true });
    expect(await count()).toBe(1);
  });

  test("purge, post not in the trash — 404, not deleted", async () => {
    await createPost();
    const { props, status } = await requestPage(remove, { query, body: { form: "purge" } });
    expect([status, props?.trashed]).toEqual([404, null]);
    expect(await read()).toMatchObject({ title: "Hello" });
  });

  test("purge, another author's post — notFound", async () => {
    await createPost();
    await requestPage(remove, { query, body: { form: "delete" } });
    const { headers } = await makeAuthor("Eve");
    expect(await requestPage(remove, { query, headers })).toMatchObject({ notFound: true });
    expect(await requestPage(remove, { query, headers, body: { form: "purge" } })).toMatchObject({ notFound: true });
    expect(await requestPage(remove, { query, headers: {} })).toMatchObject({ notFound: true });
    expect(await count()).toBe(1);
  });

  test("GET — deletes nothing", async () => {
    await createPost();
    expect((await requestPage(remove, { query })).props?.post).toMatchObject({ title: "Hello" });
    expect(await read()).toMatchObject({ title: "Hello" });
  });

  test("delete and restore, another author's post — 403; reported as not found", async () => {
    await createPost();
    const { headers } = await makeAuthor("Eve");
    expect((await requestPage(remove, { query, headers, body: { form: "delete" } })).status).toBe(403);
    await requestPage(remove, { query, body: { form: "delete" } });
    const { props } = await requestPage(mine, { headers, body: { form: "restore", "post-1": "1" } });
    expect(props?.report).toMatchObject({ changed: [], failed: [{ id: "1", title: null, problem: { status: 404 } }] });
    expect((await requestPage(mine, { headers, query: { status: "trash", done: "1" } })).props).toMatchObject({
      report: null,
    });
  });
});

describe("GET /account/posts", () => {
  const titles = ({ props }: Result) =>
    Object.values(props?.fallback ?? {}).flatMap(({ items }) => items.map(({ title }) => title));
  const view = async (query: Record<string, string> = {}, headers = ada.headers) =>
    titles(await requestPage(mine, { query, headers }));

  test("?status= — the viewer's own posts of that status, the one saved last first; without it all but the trash", async () => {
    await createPost({ title: "Draft", status: "draft" });
    await createPost({ title: "Later", publishedAt: "2999-01-31T09:00:00Z" });
    await createPost({ title: "Out" });
    await createPost({ title: "Gone" });
    await call(one, { method: "DELETE", query: { id: "4" }, headers: ada.headers });
    expect(await view()).toEqual(["Out", "Later", "Draft"]);
    expect(await view({ status: "draft" })).toEqual(["Draft"]);
    expect(await view({ status: "scheduled" })).toEqual(["Later"]);
    expect(await view({ status: "published" })).toEqual(["Out"]);
    expect(await view({ status: "trash" })).toEqual(["Gone"]);
    expect(await view({}, (await makeAuthor("Eve")).headers)).toEqual([]);
  });

  test("author and editor — own posts; those of all, with a filter by author", async () => {
    await createPost({ title: "Ada's" });
    const [editor, eve] = [await makeEditor(), await makeAuthor("Eve")];
    const post = newPost({ title: "Eve's draft", status: "draft" });
    await call(list, { method: "POST", headers: eve.headers, body: post });
    const ofAda = { author: ada.account.id };
    expect(await view({}, editor.headers)).toEqual(["Eve's draft", "Ada's"]);
    expect(await view(ofAda, editor.headers)).toEqual(["Ada's"]);
    expect(await view(ofAda, eve.headers)).toEqual([]);
    const { props } = await requestPage(mine, { headers: editor.headers });
    expect(props).toMatchObject({ writers: [{ name: "Ada" }, { name: "Eve" }] });
    expect((await requestPage(mine)).props).toMatchObject({ writers: [] });
  });

  test("?q=, ?tag= and ?sort= — searched, filtered, sorted; invalid values ignored", async () => {
    await createPost({ title: "Bread", tags: ["Slow Food"], status: "draft" });
    await createPost({ title: "Apples", tags: ["Slow Food"] });
    await createPost({ title: "Cake" });
    expect(await view({ tag: "slow-food" })).toEqual(["Apples", "Bread"]);
    expect(await view({ q: "bread" })).toEqual(["Bread"]);
    expect(await view({ sort: "title" })).toEqual(["Apples", "Bread", "Cake"]);
    const ignored = { tag: "a,b", sort: "-publishedAt", status: "none", q: "" };
    const { props } = await requestPage(mine, { query: ignored });
    expect(props?.view).toEqual({ status: "any" });
  });

  test("more than 50 — paged by cursor; invalid cursor — notFound", async () => {
    for (let post = 0; post < 51; post++) await createPost({ title: `Draft ${post}`, status: "draft" });
    const first = await requestPage(mine);
    expect(titles(first)).toHaveLength(50);
    const [page] = Object.values(first.props?.fallback ?? {});
    expect(await view({ after: page?.next ?? "" })).toEqual(["Draft 0"]);
    expect(await requestPage(mine, { query: { after: "x" } })).toMatchObject({ notFound: true });
  });

  test("anonymous — redirect to /login with `next`", async () => {
    const { redirect } = await requestPage(mine, { headers: {}, query: { status: "trash" } });
    expect(redirect?.destination).toBe(`/login?next=${encodeURIComponent("/account/posts?status=trash")}`);
  });
});

describe("form actions of /account/posts", () => {
  const act = (body: Record<string, string>) => requestPage(mine, { body });

  test("publish — the selected drafts, reported with the posts as they are now", async () => {
    await createPost({ title: "One", status: "draft" });
    await createPost({ title: "Two", status: "draft" });
    const { props } = await act({ form: "publish", tag: "", "post-1": "1" });
    expect(props?.report).toMatchObject({ action: "publish", changed: [{ title: "One", status: "published" }] });
    expect(await read("1")).toMatchObject({ status: "published", version: 2 });
    expect(await read("2")).toMatchObject({ status: "draft" });
    const [page] = Object.values(props?.fallback ?? {});
    expect(page?.items).toMatchObject([
      { title: "One", status: "published", version: 2 },
      { title: "Two", status: "draft" },
    ]);
  });

  test("delete, a version that has changed since — reported by title, not deleted", async () => {
    await createPost({ title: "One" });
    await patch("1", { title: "Changed" });
    const { props, status } = await act({ form: "delete", "post-1": "1" });
    expect(status).toBe(200);
    expect(props?.report).toMatchObject({ changed: [], failed: [{ title: "Changed", problem: { status: 412 } }] });
    expect(await read("1")).toMatchObject({ title: "Changed" });
  });

  test.each([
    [{ form: "delete" }, "Select at least one post"],
    [{ form: "add-tag", tag: " ", "post-1": "1" }, "A tag is 1 to 60 characters long"],
    [{ form: "delete", "post-1": "one" }, "The request is not valid"],
    [{ form: "burn", "post-1": "1" }, "This page has no such form"],
  ])("%j — 400, says why", async (body, title) => {
    await createPost();
    const { props, status } = await act(body as Record<string, string>);
    expect([status, props?.refused?.title]).toEqual([400, title]);
    expect(await read("1")).toMatchObject({ version: 1 });
  });
});

describe("GET and form action of /blog/[id]/history", () => {
  const query = { id: "1" };

  test("GET — the last two revisions compared, or those of ?from= and ?to=", async () => {
    await createPost({ title: "First", content: "One two" });
    await patch("1", { title: "Second" });
    await patch("1", { content: "One three" });
    const { props } = await requestPage(history, { query });
    expect(props?.history.revisions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(props?.history.compared?.comparison).toEqual([
      {
        label: "Content",
        parts: [
          { kind: "same", text: "One " },
          { kind: "removed", text: "two" },
          { kind: "added", text: "three" },
          { kind: "same", text: "\n" },
        ],
      },
    ]);
    const shown = await requestPage(history, { query: { ...query, from: "1", to: "2" } });
    expect(shown.props?.history.compared).toMatchObject({
      from: { version: 1 },
      to: { version: 2 },
      comparison: [{ label: "Title" }],
    });
  });

  test("GET, one revision — nothing compared", async () => {
    await createPost();
    expect((await requestPage(history, { query })).props?.history.compared).toBeNull();
  });

  test.each([{ from: "9" }, { to: "x" }, { after: "x" }])("GET with %j — notFound", async (params) => {
    await createPost();
    expect(await requestPage(history, { query: { ...query, ...(params as object) } })).toMatchObject({
      notFound: true,
    });
  });

  test("restore — the old text as a new version, publication unchanged", async () => {
    await createPost({ title: "First", content: "Old", status: "draft" });
    await patch("1", { title: "Second", content: "New", status: "published" });
    const body = { form: "restore", version: "1", current: "2" };
    expect((await requestPage(history, { query, body })).redirect?.destination).toBe("/blog/1/history?done=1");
    expect(await read()).toMatchObject({ title: "First", content: "Old", status: "published", version: 3 });
  });

  test("restore, newer version saved meanwhile — 412, unchanged", async () => {
    await createPost();
    await patch("1", { title: "Second" });
    await patch("1", { title: "Third" });
    const { props, status } = await requestPage(history, {
      query,
      body: { form: "restore", version: "1", current: "2" },
    });
    expect(status).toBe(412);
    expect(props).toMatchObject({ post: { version: 3 }, refused: { status: 412 } });
    expect(await read()).toMatchObject({ title: "Third" });
  });

  test("another author — 403; anonymous — redirect to /login; unknown post — notFound", async () => {
    await createPost();
    const { headers } = await makeAuthor("Eve");
    expect(await requestPage(history, { query, headers })).toMatchObject({
      status: 403,
      props: { post: null, history: null },
    });
    expect((await requestPage(history, { query, headers: {} })).redirect?.destination).toBe(
      "/login?next=%2Fblog%2F1%2Fhistory",
    );
    expect(await requestPage(history, { query: { id: "9" } })).toMatchObject({ notFound: true });
  });
});
