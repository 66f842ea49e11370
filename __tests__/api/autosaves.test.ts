import { randomUUID } from "node:crypto";
import { env } from "#lib/server/env";
import { PAGE_BYTES_MAX } from "#lib/server/posts/list/page-size";
import { AUTOSAVE_START_MAX, AUTOSAVES_MAX, Autosave, AutosaveSummary } from "#lib/shared/autosaves";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import about from "../../pages/api/about";
import oneAutosave from "../../pages/api/autosaves/[id]";
import autosaves from "../../pages/api/autosaves/index";
import onePost from "../../pages/api/posts/[id]";
import posts from "../../pages/api/posts/index";

const data = withDatabase();
withSettings({ POSTING: "members" });

const TEXT = { title: "Half a tit", content: "Half a sentence, and\u0000 a \ud800 lone unit", tags: ["", "C++ "] };
type Headers = Record<string, string>;

const put = (id: string, { headers }: Pick<TestAccount, "headers">, body: object = TEXT, more: Headers = {}) =>
  call(oneAutosave, { method: "PUT", query: { id }, headers: { ...headers, ...more }, body });
const get = (id: string, { headers }: Pick<TestAccount, "headers">) => call(oneAutosave, { query: { id }, headers });
async function list({ headers }: Pick<TestAccount, "headers">, query = {}) {
  const response = await call(autosaves, { headers, query });
  return { items: AutosaveSummary.array().parse(response.json()), link: String(response.headers.link ?? "") };
}

describe("PUT /api/autosaves/{id}", () => {
  test("a new text — 201, and GET returns every character of it", async () => {
    const owner = await makeOwner();
    const id = randomUUID();
    const created = await put(id, owner);
    expect([created.status, created.headers.etag]).toEqual([201, `"${id}-1"`]);
    const read = await get(id, owner);
    expect(Autosave.parse(read.json())).toMatchObject({ ...TEXT, id, post: null, baseVersion: null, version: 1 });
    expect(read.headers["cache-control"]).toContain("private, no-store");
  });

  test("an empty body — 201: every field is optional", async () => {
    expect((await put(randomUUID(), await makeOwner(), {})).status).toBe(201);
  });

  test("again — 200, the text replaced, the version incremented", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await put(id, owner, { ...TEXT, post: "3", baseVersion: 2 });
    expect((await put(id, owner, { content: "Only this" })).status).toBe(200);
    expect(Autosave.parse((await get(id, owner)).json())).toEqual({
      id,
      content: "Only this",
      post: null,
      baseVersion: null,
      version: 2,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  test("If-Match of an older version — 412 with the stored text, which stays", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await put(id, owner);
    await put(id, owner, { content: "From another device" }, { "if-match": `"${id}-1"` });
    const late = await put(id, owner, { content: "Late" }, { "if-match": `"${id}-1"` });
    expect(late.status).toBe(412);
    expect(late.json()).toMatchObject({ current: { content: "From another device", version: 2 } });
    expect((await put(id, owner, {}, { "if-none-match": "*" })).status).toBe(412);
    expect(problemIn(await put(randomUUID(), owner, {}, { "if-match": `"${id}-1"` })).status).toBe(412);
    expect((await rowsIn(data.db, "autosaves")).length).toBe(1);
  });

  test("sixteen at once that create the same one — one 201, the others 412", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    const puts = Array.from({ length: 16 }, (_, n) => put(id, owner, { content: `${n}` }, { "if-none-match": "*" }));
    const statuses = (await Promise.all(puts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(15).fill(412)]);
  });

  test("sixteen at once without a precondition — all stored, each a version", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await Promise.all(Array.from({ length: 16 }, (_, n) => put(id, owner, { content: `${n}` })));
    expect(Autosave.parse((await get(id, owner)).json()).version).toBe(16);
  });

  test.each([
    ["id", "3", {}],
    ["title", undefined, { title: 3 }],
    ["tags", undefined, { tags: "a, b".repeat(2).split("").map(Number) }],
    ["subtitle", undefined, { subtitle: "Unknown" }],
    ["baseVersion", undefined, { baseVersion: -1 }],
    ["baseVersion", undefined, { baseVersion: 2 ** 31 }],
    ["post", undefined, { post: "3\u0000" }],
    ["post", undefined, { post: "abouts" }],
    ["post", undefined, { post: "x".repeat(100_000) }],
  ])("invalid %s — 400 names the field", async (name, id = randomUUID(), body) => {
    const problem = problemIn(await put(id, await makeOwner(), body));
    expect(problem.status).toBe(400);
    expect(Object.keys(problem.fields ?? {}).some((path) => path === name || path.startsWith(`${name}.`))).toBe(true);
  });

  test("one more than the account may have — 409, and existing ones can be saved", async () => {
    const owner = await makeOwner();
    const row = { account_id: owner.account.id, post_id: null, base_version: null, fields: "{}", version: 1 };
    const rows = Array.from({ length: AUTOSAVES_MAX }, () => ({
      ...row,
      id: randomUUID(),
      created_at: 1,
      updated_at: 1,
    }));
    for (let at = 0; at < rows.length; at += 100) {
      await data.db
        .insertInto("autosaves")
        .values(rows.slice(at, at + 100))
        .execute();
    }
    expect(problemIn(await put(randomUUID(), owner))).toMatchObject({
      status: 409,
      type: "/docs/errors#too-many-autosaves",
    });
    expect((await put(rows[0]?.id ?? "", owner)).status).toBe(200);
  });
});

describe("autosaves of an account", () => {
  test("GET, PUT, DELETE /api/autosaves/{id} — another account's id — 404, as for a free id, nothing deleted", async () => {
    const [owner, author, id] = [await makeOwner(), await makeAuthor(), randomUUID()];
    await put(id, owner);
    expect((await get(id, author)).status).toBe(404);
    expect((await put(id, author, { content: "Hers" })).status).toBe(201);
    await call(oneAutosave, { method: "DELETE", query: { id }, headers: author.headers });
    expect(Autosave.parse((await get(id, owner)).json()).title).toBe(TEXT.title);
    expect((await list(author)).items).toEqual([]);
  });

  test("GET /api/autosaves — without credentials, or with API_KEY — 401 and 403", async () => {
    expect((await call(autosaves)).status).toBe(401);
    expect((await put(randomUUID(), { headers: {} })).status).toBe(401);
  });

  test("PUT /api/autosaves/{id} — a read-only key — 403, and it may list", async () => {
    const owner = await makeOwner();
    const reader = await makeKey(owner, { name: "Reader", scope: "read" });
    await put("0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e", owner);
    expect((await put(randomUUID(), reader)).status).toBe(403);
    expect((await list(reader)).items).toHaveLength(1);
  });

  test("GET /api/autosaves — pages, last saved first, without content; filtered by post", async () => {
    const owner = await makeOwner();
    const ids = Array.from({ length: 3 }, () => randomUUID());
    for (const [at, id] of ids.entries()) {
      await put(id, owner, { content: "é".repeat(1_000), post: at === 1 ? "7" : null });
      await data.db.updateTable("autosaves").set({ updated_at: at }).where("id", "=", id).execute();
    }
    const first = await list(owner, { limit: "2" });
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.items[0]).toMatchObject({ contentStart: "é".repeat(AUTOSAVE_START_MAX) });
    expect(first.items[0]).not.toHaveProperty("content");
    const after = new URLSearchParams(/\?([^>]*)/.exec(first.link)?.[1]).get("after") ?? "";
    expect((await list(owner, { limit: "2", after })).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list(owner, { post: "7" })).items.map(({ id }) => id)).toEqual([ids[1]]);
    expect(problemIn(await call(autosaves, { headers: owner.headers, query: { after: "x.y" } })).status).toBe(400);
  });
});

describe("GET /api/autosaves", () => {
  test("GET /api/autosaves?post=about — only those of the text about the site, based on version 0", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await put(randomUUID(), owner, { ...TEXT, post: "3", baseVersion: 1 });
    expect((await put(id, owner, { content: "About us", post: "about", baseVersion: 0 })).status).toBe(201);
    expect((await list(owner, { post: "about" })).items).toEqual([
      expect.objectContaining({ id, post: "about", baseVersion: 0, contentStart: "About us" }),
    ]);
  });

  test("post is not an id — 400 names the parameter", async () => {
    const { headers } = await makeOwner();
    for (const post of ["3\u0000", "x"]) {
      const problem = problemIn(await call(autosaves, { headers, query: { post } }));
      expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([400, ["post"]]);
    }
  });

  test("texts of the maximum length — pages of at most PAGE_BYTES_MAX, together complete", async () => {
    const owner = await makeOwner();
    const ids = Array.from({ length: 6 }, () => randomUUID());
    for (const id of ids) await put(id, owner, { excerpt: "x".repeat(PAGE_BYTES_MAX / 3) });
    const found: string[] = [];
    for (let after: string | undefined, pages = 0; pages < ids.length; pages++) {
      const { items, link } = await list(owner, { limit: "5", ...(after && { after }) });
      expect(JSON.stringify(items).length).toBeLessThanOrEqual(PAGE_BYTES_MAX);
      found.push(...items.map(({ id }) => id));
      after = new URLSearchParams(/\?([^>]*)/.exec(link)?.[1]).get("after") ?? undefined;
      if (after === undefined) break;
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
  });
});

describe("saving a post", () => {
  const isStored = async (id: string, account: TestAccount) => (await get(id, account)).status === 200;

  test("POST and PATCH /api/posts — autosave — deleted with the save, stays if it is refused", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await put(id, owner);
    const create = (body: object) => call(posts, { method: "POST", headers: owner.headers, body });
    expect((await create({ ...newPost(), title: "", autosave: id })).status).toBe(400);
    expect(await isStored(id, owner)).toBe(true);
    const post = asPost((await create({ ...newPost(), autosave: id })).json());
    expect(await isStored(id, owner)).toBe(false);

    await put(id, owner, { ...TEXT, post: post.id });
    const change = (body: object, more: Headers) =>
      call(onePost, { method: "PATCH", query: { id: post.id }, headers: { ...owner.headers, ...more }, body });
    expect((await change({ title: "New", autosave: id }, { "if-match": '"x"' })).status).toBe(412);
    expect(await isStored(id, owner)).toBe(true);
    // Nothing changes, so no revision is stored; the autosave is not needed any more all the same.
    expect((await change({ title: post.title, autosave: id }, {})).status).toBe(200);
    expect(await isStored(id, owner)).toBe(false);
  });

  test("PATCH /api/posts/{id} — another account's autosave — stays", async () => {
    const [owner, author, id] = [await makeOwner(), await makeAuthor(), randomUUID()];
    await put(id, author);
    const body = { ...newPost(), autosave: id };
    expect((await call(posts, { method: "POST", headers: owner.headers, body })).status).toBe(201);
    expect(await isStored(id, author)).toBe(true);
  });

  test("PUT /api/about — autosave — deleted with the save, stays if it is refused", async () => {
    const [owner, id] = [await makeOwner(), randomUUID()];
    await put(id, owner, { content: "About us", post: "about", baseVersion: 0 });
    const save = (content: string, match: string) =>
      call(about, {
        method: "PUT",
        headers: { ...owner.headers, "if-match": match },
        body: { content, autosave: id },
      });
    expect([(await save("", '"about-0"')).status, (await save("About us", '"about-1"')).status]).toEqual([400, 412]);
    expect(await isStored(id, owner)).toBe(true);
    expect((await save("About us", '"about-0"')).status).toBe(200);
    expect(await isStored(id, owner)).toBe(false);
    // An unchanged text keeps its version; the autosave is not needed any more all the same.
    await put(id, owner, { content: "About us", post: "about", baseVersion: 1 });
    expect((await save("About us", '"about-1"')).json()).toMatchObject({ version: 1 });
    expect(await isStored(id, owner)).toBe(false);
  });

  test("POST, PATCH, PUT — Octavo-Account of another account — 409, nothing stored", async () => {
    const [owner, author] = [await makeOwner(), await makeAuthor()];
    const send = (account: string) =>
      call(posts, { method: "POST", headers: { ...author.headers, "octavo-account": account }, body: newPost() });
    expect(problemIn(await send(owner.account.id))).toMatchObject({
      status: 409,
      type: "/docs/errors#account-changed",
    });
    expect(problemIn(await send("")).status).toBe(409);
    expect(problemIn(await put(randomUUID(), author, TEXT, { "octavo-account": owner.account.id })).status).toBe(409);
    expect([await rowsIn(data.db, "posts"), await rowsIn(data.db, "autosaves")]).toEqual([[], []]);
    expect((await send(author.account.id)).status).toBe(201);
  });

  test("POST /api/posts — Octavo-Account after the session has ended, POSTING=open — 401", async () => {
    const owner = await makeOwner();
    env().POSTING = "open";
    const headers = { "octavo-account": owner.account.id };
    expect((await call(posts, { method: "POST", headers, body: newPost() })).status).toBe(401);
    expect(await rowsIn(data.db, "posts")).toEqual([]);
  });
});
