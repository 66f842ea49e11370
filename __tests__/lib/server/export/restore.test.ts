import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost, updatePost } from "#lib/server/posts/write";
import { putRedirects } from "#lib/server/redirects/redirects";
import { NewPost } from "#lib/shared/posts";
import { makeOwner } from "#support/accounts";
import { newDatabase, rowsIn, withDatabase } from "#support/database";
import { EXPORT_TIME, exportTo } from "#support/exports";
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
let _post = "";
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
  _post = `content/blog/${id}/hello-you/index.md`;
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
