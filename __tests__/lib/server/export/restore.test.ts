import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost, updatePost } from "#lib/server/posts/write";
import { putRedirects } from "#lib/server/redirects/redirects";
import { changeSettings, readSettings } from "#lib/server/site/settings";
import { NewPost } from "#lib/shared/posts";
import { makeAuthor, makeOwner } from "#support/accounts";
import { newDatabase, rowsIn, withDatabase } from "#support/database";
import { digestsOf, EXPORT_TIME, exportTo } from "#support/exports";
import { withFolder } from "#support/folder";
import { runImport } from "#support/import";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";

jest.setTimeout(60_000);

const state = withDatabase();
const folder = withFolder();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

let empty: Database;
let remove: () => Promise<void>;
let image = "";

beforeEach(async () => {
  const owner = await makeOwner();
  ({ id: image } = await uploaded(1, owner));
  const viewer = {
    id: "x",
    account: owner.account,
    role: "owner",
    mayPost: true,
    edits: "all",
    scope: "write",
  } as const;
  const draft = NewPost.parse({ title: "Hello", content: `![](/images/${image}-16.webp)`, tags: ["One", "Two"] });
  const { id } = await createPost(state.db, draft, owner.account, EXPORT_TIME - 2);
  await updatePost(state.db, String(id), { title: "Hello you" }, viewer, { now: EXPORT_TIME - 1 });
  await putRedirects(state.db, [{ path: "/old", post: String(id), url: null }], "http://octavo.test", EXPORT_TIME);
  await exportTo(state.db, folder.file("out"));
  const database = await newDatabase();
  ({ remove } = database);
  empty = (await openDatabase(database.url)).db;
});
afterEach(async () => {
  await empty.destroy();
  await remove();
});

const restore = (source = "out") => runImport(empty, folder.file(source), { authors: ["Olga=olga@example.org"] });

test("restore — into a database that has got content — as any other source, with new ids and the same images", async () => {
  await createPost(empty, NewPost.parse({ title: "First", content: "Here" }), null, EXPORT_TIME);
  const report = await runImport(empty, folder.file("out"), { now: EXPORT_TIME });
  expect(report.restored).toBeUndefined();
  expect(report.counts).toMatchObject({ posts: 1, published: 1, images: 1, imagesStored: 1 });
  const [, imported] = await empty.selectFrom("posts").selectAll().orderBy("id").execute();
  expect(imported).toMatchObject({ id: 2, title: "Hello you", content: `![](/images/${image}-16.webp)`, version: 1 });
  expect(await rowsIn(empty, "images")).toMatchObject([{ id: image, unused_since: null }]);
  expect((await runImport(empty, folder.file("out"))).counts).toMatchObject({ known: 1, published: 0 });
});

test("restore — an export without revisions, drafts and trash — the present revision of each post", async () => {
  await exportTo(state.db, folder.file("part"), { drafts: false, revisions: false, trash: false });
  await restore("part");
  expect(await rowsIn(empty, "revisions")).toMatchObject([{ post_id: 1, version: 2, title: "Hello you" }]);
  expect(await rowsIn(empty, "revision_images")).toMatchObject([{ post_id: 1, version: 2, image }]);
  await exportTo(empty, folder.file("again"), { drafts: false, revisions: false, trash: false });
  expect(digestsOf(folder.file("again"))).toEqual(digestsOf(folder.file("part")));
});

test("restore — settings here — they stay, and the report says so", async () => {
  await changeSettings(state.db, { title: "Theirs", footer: "Theirs" });
  await exportTo(state.db, folder.file("titled"));
  await changeSettings(empty, { title: "Ours" });
  const { entries } = await restore("titled");
  expect(entries).toContainEqual(expect.objectContaining({ item: "settings of the site", text: "those here stay" }));
  expect((await readSettings(empty)).stored).toEqual({ title: "Ours" });
});

test("restore — a deleted account, and an author without an email address — stay deleted, and suspended", async () => {
  const gone = await makeAuthor("Gone");
  const other = await makeAuthor("Other");
  for (const { account } of [gone, other]) {
    await createPost(state.db, NewPost.parse({ title: "By", content: account.name }), account, EXPORT_TIME);
  }
  const deleted = { deleted_at: EXPORT_TIME, suspended_at: EXPORT_TIME, email: `${gone.account.id}@deleted.invalid` };
  await state.db.updateTable("accounts").set(deleted).where("id", "=", gone.account.id).execute();
  await exportTo(state.db, folder.file("users"));
  await runImport(empty, folder.file("users"), { authors: ["Olga=olga@example.org"], now: EXPORT_TIME + 1 });
  const accounts = await empty.selectFrom("accounts").selectAll().orderBy("name").execute();
  expect(accounts).toMatchObject([
    { name: "Gone", deleted_at: EXPORT_TIME, suspended_at: EXPORT_TIME },
    { name: "Olga", role: "owner", email: "olga@example.org", deleted_at: null, suspended_at: null },
    { name: "Other", deleted_at: null, suspended_at: EXPORT_TIME + 1 },
  ]);
  await exportTo(empty, folder.file("users-again"));
  expect(digestsOf(folder.file("users-again"))).toEqual(digestsOf(folder.file("users")));
});

test("restore — stopped between images and posts, then repeated — whole, and each image once", async () => {
  const stop = new AbortController();
  const onStep = ({ doing }: { doing: string }) => doing === "restoring" && stop.abort(new Error("stopped"));
  const options = { authors: ["Olga=olga@example.org"], signal: stop.signal, onStep };
  await expect(runImport(empty, folder.file("out"), options)).rejects.toThrow("stopped");
  expect(await rowsIn(empty, "posts")).toEqual([]);
  expect(await rowsIn(empty, "images")).toHaveLength(1);
  await restore();
  expect(await rowsIn(empty, "posts")).toHaveLength(1);
  expect(await rowsIn(empty, "images")).toMatchObject([{ id: image, unused_since: null }]);
  expect(await rowsIn(empty, "image_files")).toEqual([]);
});

describe("restore — accounts", () => {
  test("no email address for the owner — refused with the option that gives one", async () => {
    const message = 'say with which one its owner, Olga, will sign in, as --author "Olga=olga@example.org"';
    await expect(runImport(empty, folder.file("out"))).rejects.toThrow(message);
  });

  test("an owner here — gets the posts; a dry run says so and stores nothing", async () => {
    const times = { createdAt: "2020-01-01T00:00:00.000Z", updatedAt: "2020-01-01T00:00:00.000Z" };
    const row = {
      id: "here",
      name: "Here",
      email: "here@example.org",
      emailVerified: 0,
      role: "owner" as const,
      ...times,
    };
    await empty.insertInto("accounts").values(row).execute();
    const dry = await runImport(empty, folder.file("out"), { isDryRun: true });
    expect(dry.authors).toEqual([{ name: "Olga", posts: 1, account: "Here", isMapped: true }]);
    expect(await rowsIn(empty, "posts")).toEqual([]);
    await runImport(empty, folder.file("out"));
    expect(await rowsIn(empty, "posts")).toMatchObject([{ id: 1, author_id: "here" }]);
    expect(await rowsIn(empty, "accounts")).toHaveLength(1);
    expect(await rowsIn(empty, "image_uploads")).toMatchObject([{ account_id: "here" }]);
  });
});
