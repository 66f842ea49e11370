import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";
import type { EditedPost } from "#components/writing/edit-post";
import type { FormPost } from "#lib/client/editor-state";
import type { History } from "#lib/server/posts/pages/history-page";
import { makeAuthor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import one from "../../../../../pages/api/posts/[id]";
import list from "../../../../../pages/api/posts/index";
import { getServerSideProps as remove } from "../../../../../pages/blog/[id]/delete";
import { getServerSideProps as edit } from "../../../../../pages/blog/[id]/edit";
import { getServerSideProps as history } from "../../../../../pages/blog/[id]/history";
import { getServerSideProps as create } from "../../../../../pages/blog/create";
import { getServerSideProps as drafts } from "../../../../../pages/blog/drafts";

const data = withDatabase();
withSettings({ POSTING: "members" });

let ada: TestAccount;
beforeEach(async () => {
  await makeOwner();
  ada = await makeAuthor();
});

type Init = { query?: Record<string, string>; headers?: Record<string, string>; body?: Record<string, string> };
/** What the pages show, all of them together. */
type Props = {
  formKey: string;
  posted: FormPost;
  edited: EditedPost;
  trashed: unknown;
  fallback: Record<string, { items: { title: string }[]; next?: string }>;
  post: unknown;
  history: History;
};
type Result = { redirect?: { destination: string; statusCode?: number }; notFound?: boolean; props?: Props };

/** Asks for a page; with a body, posts one of its forms, as a browser without JavaScript does. */
async function ask(page: unknown, { query = {}, headers = ada.headers, body }: Init = {}) {
  const method: RequestMethod = body ? "POST" : "GET";
  const { req, res } = createMocks({ method, headers: { host: "octavo.test", ...headers }, body });
  const context = { req, res, params: query, query, resolvedUrl: "/" };
  const result = await (page as GetServerSideProps)(context as unknown as GetServerSidePropsContext);
  return { ...(result as Result), status: res.statusCode };
}

const text = { title: "Mine", content: "One\r\ntwo", tags: "Ink、#paper #C#", excerpt: "", publication: "published" };
const made = async (fields = {}) =>
  asPost((await call(list, { method: "POST", headers: ada.headers, body: newPost(fields) })).json());
const read = async (id = "1") => asPost((await call(one, { query: { id }, headers: ada.headers })).json());
const patch = (id: string, body: object) => call(one, { method: "PATCH", query: { id }, headers: ada.headers, body });
const count = async () => (await rowsIn(data.db, "posts")).length;

describe("the form of a new post", () => {
  const sent = { form: "create", key: "k1", ...text };

  test("makes it, with the line ends that texts have here, and leads to it", async () => {
    expect(await ask(create, { body: sent })).toMatchObject({
      redirect: { destination: "/blog/1/mine", statusCode: 303 },
    });
    expect(await read()).toMatchObject({
      title: "Mine",
      content: "One\ntwo",
      tags: ["Ink", "paper", "C#"],
      author: ada.account && { name: "Ada" },
    });
  });

  test("makes one post when it is sent twice, and leads to the same one", async () => {
    const answers = [await ask(create, { body: sent }), await ask(create, { body: sent })];
    expect(answers.map(({ redirect }) => redirect?.destination)).toEqual(["/blog/1/mine", "/blog/1/mine"]);
    expect(await count()).toBe(1);
  });

  test("with another text under a key that is used up is refused, and gets a new key", async () => {
    await ask(create, { body: sent });
    const { props, status } = await ask(create, { body: { ...sent, title: "Another" } });
    expect(status).toBe(422);
    expect(props?.posted.refused).toMatchObject({
      title: expect.stringContaining("made a post already"),
      typed: { title: "Another" },
    });
    expect(props?.formKey).not.toBe("k1");
  });

  test("is shown again with what was typed and everything that is wrong", async () => {
    const body = { ...sent, title: " ", tags: "\u200d", publication: "scheduled", publishAt: "" };
    const { props, status } = await ask(create, { body });
    expect(status).toBe(400);
    expect(props).toMatchObject({
      formKey: "k1",
      posted: { refused: { typed: { content: "One\r\ntwo", tags: "\u200d" } } },
    });
    expect(Object.keys(props?.posted.refused?.fields ?? {})).toEqual(["title", "tags.0", "publishedAt"]);
    expect(await count()).toBe(0);
  });

  test("takes its date for UTC", async () => {
    await ask(create, { body: { ...sent, publication: "scheduled", publishAt: "2999-01-31T09:00" } });
    expect(await read()).toMatchObject({ status: "published", publishedAt: "2999-01-31T09:00:00.000Z" });
  });

  test("makes a draft", async () => {
    expect((await ask(create, { body: { ...sent, publication: "draft" } })).redirect?.destination).toBe("/blog/1/mine");
    expect(await read()).toMatchObject({ status: "draft", publishedAt: null });
  });

  test("shows what it would be, and stores nothing", async () => {
    const { props, status } = await ask(create, { body: { ...sent, form: "preview", content: "*now*" } });
    expect(status).toBe(200);
    expect(props?.posted.previewed).toMatchObject({
      html: expect.stringContaining("<em>now</em>"),
      typed: { title: "Mine" },
    });
    expect(props?.formKey).toBe("k1");
    expect(await count()).toBe(0);
  });

  test("of somebody who was signed out meanwhile keeps the text", async () => {
    const { props, status } = await ask(create, { body: sent, headers: {} });
    expect(status).toBe(401);
    expect(props?.posted.refused).toMatchObject({ status: 401, typed: { title: "Mine" } });
    expect(await count()).toBe(0);
  });

  test("from a page of another site makes nothing", async () => {
    const headers = { ...ada.headers, origin: "https://example.org" };
    expect((await ask(create, { body: sent, headers })).status).toBe(403);
    expect(await count()).toBe(0);
  });

  describe("where writes are limited", () => {
    withSettings({ WRITE_LIMIT: 1 });

    test("counts among the writer's own, and one too many keeps the text", async () => {
      await made();
      const { props, status } = await ask(create, { body: sent });
      expect(status).toBe(429);
      expect(props?.posted.refused).toMatchObject({ typed: { title: "Mine" } });
      expect(await count()).toBe(1);
    });
  });
});

describe("the form of a post to edit", () => {
  const query = { id: "1" };
  const sent = { form: "save", version: "1", ...text };

  test("stores the text and leads to the post", async () => {
    await made();
    expect(await ask(edit, { query, body: sent })).toMatchObject({ redirect: { destination: "/blog/1/mine" } });
    expect(await read()).toMatchObject({ title: "Mine", version: 2 });
  });

  test("holds the author's own excerpt only", async () => {
    await made({ excerpt: "My own" });
    await made();
    expect((await ask(edit, { query })).props?.edited.fields.excerpt).toBe("My own");
    expect((await ask(edit, { query: { id: "2" } })).props?.edited.fields.excerpt).toBe("");
  });

  test("does not undo what was saved meanwhile: both texts are shown, with the newest version to save over", async () => {
    await made();
    await patch("1", { title: "Theirs" });
    const { props, status } = await ask(edit, { query, body: sent });
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
    await ask(edit, { query, body: { ...sent, version: "2" } });
    expect(await read()).toMatchObject({ title: "Mine", version: 3 });
  });

  test("that is wrong for another reason still stands on the version it began with", async () => {
    await made();
    await patch("1", { title: "Theirs" });
    const { props, status } = await ask(edit, { query, body: { ...sent, title: "" } });
    expect(status).toBe(400);
    expect(props?.edited.version).toBe(1);
    expect((await ask(edit, { query, body: { ...sent, form: "preview" } })).props?.edited.version).toBe(1);
  });

  test.each([
    ["nothing", undefined],
    ["no number", "x"],
  ])("with %s for a version is refused", async (_name, version) => {
    await made();
    const { version: _, ...rest } = sent;
    expect((await ask(edit, { query, body: { ...rest, ...(version && { version }) } })).status).toBe(412);
  });

  test("publishes a scheduled post now, and keeps the date of one that is out", async () => {
    await made({ publishedAt: "2999-01-31T09:00:00Z" });
    await ask(edit, { query, body: sent });
    const { publishedAt, updatedAt } = await read();
    expect(publishedAt).toBe(updatedAt);
    await ask(edit, { query, body: { ...sent, title: "Mine again", version: "2" } });
    expect(await read()).toMatchObject({ publishedAt, version: 3 });
  });

  test("of a post that was deleted meanwhile, or by somebody signed out, keeps the text", async () => {
    await made();
    await call(one, { method: "DELETE", query, headers: ada.headers });
    for (const [headers, status] of [
      [ada.headers, 404],
      [{}, 404],
    ] as const) {
      const answer = await ask(edit, { query, body: sent, headers });
      expect(answer).toMatchObject({
        status,
        props: { edited: null, posted: { refused: { typed: { title: "Mine" } } } },
      });
    }
  });

  test("of somebody else's post stores nothing", async () => {
    await made();
    const eve = await makeAuthor("Eve");
    expect((await ask(edit, { query, body: sent, headers: eve.headers })).status).toBe(403);
    expect((await ask(edit, { query, body: sent, headers: {} })).status).toBe(401);
    expect(await read()).toMatchObject({ title: "Hello", version: 1 });
  });
});

describe("deleting and restoring", () => {
  const query = { id: "1" };

  test("leads to the trash, which offers to undo it; undone, the post is there", async () => {
    await made();
    expect(await ask(remove, { query, body: { form: "delete" } })).toMatchObject({
      redirect: { destination: "/blog/drafts?status=trash&done=1", statusCode: 303 },
    });
    expect((await ask(drafts, { query: { status: "trash", done: "1" } })).props?.trashed).toEqual({
      id: "1",
      title: "Hello",
    });
    const restored = await ask(drafts, { query: { status: "trash" }, body: { form: "restore", id: "1" } });
    expect(restored.redirect?.destination).toBe("/blog/1/hello");
    expect(await read()).toMatchObject({ title: "Hello", version: 1 });
  });

  test("the page of a post in the trash asks, with its dates, and its form purges it", async () => {
    await made();
    await ask(remove, { query, body: { form: "delete" } });
    const asked = await ask(remove, { query });
    expect(asked.props).toMatchObject({ post: { title: "Hello" }, trashed: { deletedAt: expect.any(String) } });
    expect(await count()).toBe(1);
    expect(await ask(remove, { query, body: { form: "purge" } })).toMatchObject({
      redirect: { destination: "/blog/drafts?status=trash&done=purged", statusCode: 303 },
    });
    expect(await count()).toBe(0);
    const { props } = await ask(drafts, { query: { status: "trash", done: "purged" } });
    expect(props).toMatchObject({ isPurged: true, trashed: null });
    expect(await ask(remove, { query, body: { form: "purge" } })).toMatchObject({ notFound: true });
  });

  test("the form that deletes, sent twice, purges nothing and does not ask for that", async () => {
    await made();
    await ask(remove, { query, body: { form: "delete" } });
    expect(await ask(remove, { query, body: { form: "delete" } })).toMatchObject({ notFound: true });
    expect(await count()).toBe(1);
  });

  test("the form that purges deletes no post that is not in the trash", async () => {
    await made();
    const { props, status } = await ask(remove, { query, body: { form: "purge" } });
    expect([status, props?.trashed]).toEqual([404, null]);
    expect(await read()).toMatchObject({ title: "Hello" });
  });

  test("somebody else's post in the trash is not there to be purged", async () => {
    await made();
    await ask(remove, { query, body: { form: "delete" } });
    const { headers } = await makeAuthor("Eve");
    expect(await ask(remove, { query, headers })).toMatchObject({ notFound: true });
    expect(await ask(remove, { query, headers, body: { form: "purge" } })).toMatchObject({ notFound: true });
    expect(await ask(remove, { query, headers: {} })).toMatchObject({ notFound: true });
    expect(await count()).toBe(1);
  });

  test("the page that asks deletes nothing", async () => {
    await made();
    expect((await ask(remove, { query })).props?.post).toMatchObject({ title: "Hello" });
    expect(await read()).toMatchObject({ title: "Hello" });
  });

  test("somebody else's post is not deleted, and not brought back", async () => {
    await made();
    const { headers } = await makeAuthor("Eve");
    expect((await ask(remove, { query, headers, body: { form: "delete" } })).status).toBe(403);
    await ask(remove, { query, body: { form: "delete" } });
    expect((await ask(drafts, { headers, body: { form: "restore", id: "1" } })).status).toBe(404);
    expect((await ask(drafts, { headers, query: { status: "trash", done: "1" } })).props).toMatchObject({
      trashed: null,
    });
  });
});

describe("what is not public", () => {
  const titles = ({ props }: Result) =>
    Object.values(props?.fallback ?? {}).flatMap(({ items }) => items.map(({ title }) => title));

  test("is listed by kind, one's own only", async () => {
    await made({ title: "Draft", status: "draft" });
    await made({ title: "Later", publishedAt: "2999-01-31T09:00:00Z" });
    await made({ title: "Out" });
    expect(titles(await ask(drafts))).toEqual(["Draft"]);
    expect(titles(await ask(drafts, { query: { status: "scheduled" } }))).toEqual(["Later"]);
    expect(titles(await ask(drafts, { headers: (await makeAuthor("Eve")).headers }))).toEqual([]);
  });

  test("is paged by cursor, and a cursor that is none is a page that is not there", async () => {
    for (let post = 0; post < 51; post++) await made({ title: `Draft ${post}`, status: "draft" });
    const first = await ask(drafts);
    expect(titles(first)).toHaveLength(50);
    const [page] = Object.values(first.props?.fallback ?? {});
    expect(titles(await ask(drafts, { query: { after: page?.next ?? "" } }))).toEqual(["Draft 0"]);
    expect(await ask(drafts, { query: { after: "x" } })).toMatchObject({ notFound: true });
  });

  test("is for who may write: others are asked to sign in, and led back", async () => {
    const { redirect } = await ask(drafts, { headers: {}, query: { status: "trash" } });
    expect(redirect?.destination).toBe(`/login?next=${encodeURIComponent("/blog/drafts?status=trash")}`);
  });
});

describe("the history of a post", () => {
  const query = { id: "1" };

  test("compares the last save with the one before, or any two", async () => {
    await made({ title: "First", content: "One two" });
    await patch("1", { title: "Second" });
    await patch("1", { content: "One three" });
    const { props } = await ask(history, { query });
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
    const asked = await ask(history, { query: { ...query, from: "1", to: "2" } });
    expect(asked.props?.history.compared).toMatchObject({
      from: { version: 1 },
      to: { version: 2 },
      comparison: [{ label: "Title" }],
    });
  });

  test("of a post that was saved once has nothing to compare", async () => {
    await made();
    expect((await ask(history, { query })).props?.history.compared).toBeNull();
  });

  test.each([{ from: "9" }, { to: "x" }, { after: "x" }])("has no page for %j", async (asked) => {
    await made();
    expect(await ask(history, { query: { ...query, ...(asked as object) } })).toMatchObject({
      notFound: true,
    });
  });

  test("brings an old text back as the newest, and publishes nothing by it", async () => {
    await made({ title: "First", content: "Old", status: "draft" });
    await patch("1", { title: "Second", content: "New", status: "published" });
    const body = { form: "restore", version: "1", current: "2" };
    expect((await ask(history, { query, body })).redirect?.destination).toBe("/blog/1/history?done=1");
    expect(await read()).toMatchObject({ title: "First", content: "Old", status: "published", version: 3 });
  });

  test("brings nothing back over a save that was not seen", async () => {
    await made();
    await patch("1", { title: "Second" });
    await patch("1", { title: "Third" });
    const { props, status } = await ask(history, { query, body: { form: "restore", version: "1", current: "2" } });
    expect(status).toBe(412);
    expect(props).toMatchObject({ post: { version: 3 }, refused: { status: 412 } });
    expect(await read()).toMatchObject({ title: "Third" });
  });

  test("is for who may edit the post", async () => {
    await made();
    const { headers } = await makeAuthor("Eve");
    expect(await ask(history, { query, headers })).toMatchObject({ status: 403, props: { post: null, history: null } });
    expect((await ask(history, { query, headers: {} })).redirect?.destination).toBe(
      "/login?next=%2Fblog%2F1%2Fhistory",
    );
    expect(await ask(history, { query: { id: "9" } })).toMatchObject({ notFound: true });
  });
});
