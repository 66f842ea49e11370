import { listImages } from "#lib/server/images/list";
import { createPost } from "#lib/server/posts/write";
import { changeAbout } from "#lib/server/site/about";
import { IMAGE_LIST_USES_MAX, type ImageListItem, type ImageWithUses } from "#lib/shared/images";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { withSettings } from "#support/settings";
import { recordingStatements } from "#support/statements";
import { pngOf, upload, uploaded, withImageFolder } from "#support/uploads";
import { ANYONE } from "#support/viewers";
import autosave from "../../../pages/api/autosaves/[id]";
import one from "../../../pages/api/images/[id]";
import list from "../../../pages/api/images/index";
import post from "../../../pages/api/posts/[id]";

const database = withDatabase();
const storage = withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

const listed = async (viewer: { headers: Record<string, string> }, query = {}) =>
  (await call(list, { ...viewer, query })).json() as ImageListItem[];
const get = (id: string, viewer: { headers: Record<string, string> }) => call(one, { ...viewer, query: { id } });
const usesOf = async (id: string, viewer: TestAccount) => ((await get(id, viewer)).json() as ImageWithUses).uses;
const remove = (id: string, viewer: { headers: Record<string, string> }) =>
  call(one, { ...viewer, method: "DELETE", query: { id } });
const put = (id: string, author: TestAccount, content: string) =>
  call(autosave, { method: "PUT", headers: author.headers, query: { id }, body: { content } });

const NOWHERE = { posts: [], morePosts: 0, autosaves: 0, pages: [], others: 0 };
const AUTOSAVE = "6f9619ff-8b86-4011-b42d-00c04fc964ff";

test("GET, DELETE /api/images/{id} — an id with U+0000 — 404", async () => {
  const owner = await makeOwner();
  const responses = [await get("\0", owner), await remove("a\0b", owner)];
  expect(responses.map(({ status }) => status)).toEqual([404, 404]);
});

describe("GET /api/images", () => {
  test("an author — their own, newest first; the owner — all", async () => {
    const [owner, ada, bob] = [await makeOwner(), await makeAuthor("Ada"), await makeAuthor("Bob")];
    const [first, second] = [await uploaded(1, ada), await uploaded(2, bob)];
    const shared = await uploaded(3, ada);
    await uploaded(3, bob);
    expect((await listed(ada)).map(({ id }) => id)).toEqual([shared.id, first.id]);
    expect((await listed(bob)).map(({ id }) => id)).toEqual([shared.id, second.id]);
    expect((await listed(owner)).map(({ id }) => id)).toEqual([shared.id, second.id, first.id]);
  });

  test("pages — Link leads to the next, each image on one of them", async () => {
    const ada = await makeAuthor();
    const ids = [];
    for (let number = 0; number < 5; number++) ids.unshift((await uploaded(number, ada)).id);
    const found: string[] = [];
    let query: Record<string, string> | undefined = { limit: "2" };
    while (query) {
      const response = await call(list, { ...ada, query });
      found.push(...(response.json() as ImageListItem[]).map(({ id }) => id));
      const next: string | undefined = /<([^>]+)>/.exec(String(response.headers.link ?? ""))?.[1];
      query = next === undefined ? undefined : Object.fromEntries(new URL(next).searchParams);
    }
    expect(new Set(found)).toEqual(new Set(ids));
    expect(found).toHaveLength(5);
  });

  test("`used` — images that a text uses, or those that none uses", async () => {
    const ada = await makeAuthor();
    const [used, unused] = [await uploaded(1, ada), await uploaded(2, ada)];
    await createPost(database.db, { title: "T", content: `![a](${used.url})` }, ada.account);
    expect(await listed(ada, { used: "true" })).toMatchObject([{ id: used.id, isUsed: true }]);
    expect(await listed(ada, { used: "false" })).toMatchObject([{ id: unused.id, isUsed: false }]);
    expect((await call(list, { ...ada, query: { used: "yes" } })).status).toBe(400);
  });

  test("uses — where each image of the page is used, as for one; the newest posts only, and how many more there are", async () => {
    const [owner, ada] = [await makeOwner(), await makeAuthor("Ada")];
    const [everywhere, once, unused] = [await uploaded(1, ada), await uploaded(2, ada), await uploaded(3, ada)];
    const make = (title: string, content: string, author: TestAccount) =>
      createPost(database.db, { title, content }, author.account);
    for (let number = 1; number <= IMAGE_LIST_USES_MAX + 2; number++)
      await make(`Ada's ${number}`, everywhere.url, ada);
    await make("The owner's", `${everywhere.url} ${once.url}`, owner);
    await put(AUTOSAVE, ada, `![](${once.url})`);
    await changeAbout(database.db, { content: once.url }, owner);
    const ofAda = await listed(ada);
    expect(ofAda.map(({ id, uses }) => [id, uses])).toEqual([
      [unused.id, NOWHERE],
      [once.id, { ...NOWHERE, autosaves: 1, pages: ["about"], others: 1 }],
      [
        everywhere.id,
        {
          ...NOWHERE,
          posts: [7, 6, 5, 4, 3].map((number) => ({ id: String(number), title: `Ada's ${number}`, in: "post" })),
          ...{ morePosts: 2, others: 1 },
        },
      ],
    ]);
    const ofOwner = await listed(owner);
    expect(ofOwner.map(({ uses }) => [uses.posts.length, uses.morePosts, uses.others])).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [5, 3, 0],
    ]);
    expect((await usesOf(everywhere.id, ada)).posts).toHaveLength(7);
  });

  test("a page of any length — as many statements as for one image", async () => {
    const ada = await makeAuthor();
    const count = async () => {
      const { on, statements } = recordingStatements(database.db);
      await listImages(on, ANYONE, {});
      return statements.length;
    };
    const first = await uploaded(1, ada);
    await createPost(database.db, { title: "T", content: first.url }, ada.account);
    const one = await count();
    for (let number = 2; number < 8; number++) {
      const { url } = await uploaded(number, ada);
      await createPost(database.db, { title: "T", content: url }, ada.account);
    }
    expect(await count()).toBe(one);
  });

  test("anonymous, POSTING=members — 401", async () => {
    const { env } = await import("#lib/server/env");
    Object.assign(env(), { POSTING: "members" });
    expect((await call(list)).status).toBe(401);
    expect((await upload(await pngOf(1))).status).toBe(401);
    Object.assign(env(), { POSTING: "open" });
  });
});

describe("GET /api/images/:id", () => {
  test("used by a post, a revision, the trash, autosaves and the about page — each named", async () => {
    const owner = await makeOwner();
    const { id, url } = await uploaded(1, owner);
    expect(await usesOf(id, owner)).toEqual(NOWHERE);
    const posts = [];
    for (const title of ["Now", "Before", "Trashed"])
      posts.push(await createPost(database.db, { title, content: `<img src="${url}">` }, owner.account));
    const [now, before, trashed] = posts.map((row) => String(row.id));
    const send = (method: string, query: { id: string }, body?: object) =>
      call(post, { method, headers: owner.headers, query, body });
    await send("PATCH", { id: before as string }, { content: "No image." });
    await send("DELETE", { id: trashed as string });
    await put(AUTOSAVE, owner, `![](${url})`);
    await changeAbout(database.db, { content: `Me: ![](${url})` }, owner);
    expect(await usesOf(id, owner)).toEqual({
      posts: [
        { id: trashed, title: "Trashed", in: "trash" },
        { id: before, title: "Before", in: "revision" },
        { id: now, title: "Now", in: "post" },
      ],
      morePosts: 0,
      autosaves: 1,
      pages: ["about"],
      others: 0,
    });
  });

  test("used by posts and autosaves of others — counted, not named", async () => {
    const [owner, ada, bob] = [await makeOwner(), await makeAuthor("Ada"), await makeAuthor("Bob")];
    const { id, url } = await uploaded(1, ada);
    await createPost(database.db, { title: "Secret", content: url, status: "draft" }, bob.account);
    await put(AUTOSAVE, bob, url);
    expect(await usesOf(id, ada)).toEqual({ ...NOWHERE, others: 2 });
    expect(await usesOf(id, owner)).toMatchObject({ posts: [{ title: "Secret" }], others: 1 });
    expect((await get(id, bob)).status).toBe(404);
  });

  test("an autosave that no longer uses it, or is deleted — not a use", async () => {
    const ada = await makeAuthor();
    const { id, url } = await uploaded(1, ada);
    for (const content of [url, `${url} again`, "gone", url]) {
      await put(AUTOSAVE, ada, content);
      expect((await usesOf(id, ada)).autosaves).toBe(content === "gone" ? 0 : 1);
    }
    await call(autosave, { method: "DELETE", headers: ada.headers, query: { id: AUTOSAVE } });
    expect(await usesOf(id, ada)).toEqual(NOWHERE);
  });

  test("an about page that no longer uses it — not a use", async () => {
    const owner = await makeOwner();
    const { id, url } = await uploaded(1, owner);
    await changeAbout(database.db, { content: url }, owner);
    await changeAbout(database.db, { content: "None." }, owner);
    expect(await usesOf(id, owner)).toEqual(NOWHERE);
  });
});

describe("DELETE /api/images/:id", () => {
  test("an unused image — 204; row and files deleted, and it can be uploaded again", async () => {
    const ada = await makeAuthor();
    const { id } = await uploaded(1, ada, 700);
    expect((await remove(id, ada)).status).toBe(204);
    expect(storage.stored()).toEqual([]);
    for (const table of ["images", "image_uploads", "image_files"])
      expect(await rowsIn(database.db, table)).toEqual([]);
    expect((await remove(id, ada)).status).toBe(404);
    expect((await uploaded(1, ada, 700)).id).toBe(id);
    expect(storage.stored()).toHaveLength(2);
  });

  test("a used image — 409 that names its uses, also for the owner", async () => {
    const [owner, ada] = [await makeOwner(), await makeAuthor()];
    const { id, url } = await uploaded(1, ada);
    await createPost(database.db, { title: "Mine", content: url }, ada.account);
    for (const viewer of [ada, owner]) {
      const response = await remove(id, viewer);
      expect(response.json()).toMatchObject({
        status: 409,
        type: "/docs/errors#image-in-use",
        current: { uses: { posts: [{ title: "Mine", in: "post" }] } },
      });
    }
    expect(storage.stored()).toHaveLength(1);
  });

  test("an image that another account uploaded too — removed from one library only; the owner deletes it from all", async () => {
    const [owner, ada, bob] = [await makeOwner(), await makeAuthor("Ada"), await makeAuthor("Bob")];
    const { id } = await uploaded(1, ada);
    await uploaded(1, bob);
    expect((await remove(id, ada)).status).toBe(204);
    expect(await listed(ada)).toEqual([]);
    expect((await listed(bob)).map((image) => image.id)).toEqual([id]);
    expect((await remove(id, owner)).status).toBe(204);
    expect(storage.stored()).toEqual([]);
  });

  test("another author's image, a read-only key, no such image — 404, 403, 404", async () => {
    const [owner, ada, bob] = [await makeOwner(), await makeAuthor("Ada"), await makeAuthor("Bob")];
    const { id } = await uploaded(1, ada);
    expect((await remove(id, bob)).status).toBe(404);
    expect((await remove(id, await makeKey(owner, { name: "Reads", scope: "read" }))).status).toBe(403);
    expect((await remove("x".repeat(500), ada)).status).toBe(404);
  });
});
