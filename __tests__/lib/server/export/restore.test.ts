import { reportText } from "#lib/server/import/report";
import { createPost } from "#lib/server/posts/write";
import { changeSettings, readSettings } from "#lib/server/site/settings";
import { NewPost } from "#lib/shared/posts";
import { makeAuthor } from "#support/accounts";
import { rowsIn } from "#support/database";
import { withExportedPost } from "#support/exported-post";
import { digestsOf, EXPORT_TIME, exportTo } from "#support/exports";
import { runImport } from "#support/import";

jest.setTimeout(60_000);

const site = withExportedPost();
const { folder, restore, source } = site;

test("restore — into a database that has got content — as any other source, with new ids and the same images", async () => {
  await createPost(site.empty, NewPost.parse({ title: "First", content: "Here" }), null, EXPORT_TIME);
  const report = await runImport(site.empty, folder.file("out"), { now: EXPORT_TIME });
  expect(report.restored).toBeUndefined();
  expect(reportText(report)).toMatch(/^Octavo export of Octavo: 1 post\n/);
  expect(report.counts).toMatchObject({ posts: 1, published: 1, images: 1, imagesStored: 1 });
  const [, imported] = await site.empty.selectFrom("posts").selectAll().orderBy("id").execute();
  expect(imported).toMatchObject({
    id: 2,
    title: "Hello you",
    content: `![](/images/${site.image}-16.webp)`,
    version: 1,
  });
  expect(await rowsIn(site.empty, "images")).toMatchObject([{ id: site.image, unused_since: null }]);
  expect((await runImport(site.empty, folder.file("out"))).counts).toMatchObject({ known: 1, published: 0 });
});

test("restore — an export without revisions, drafts and trash — the present revision of each post", async () => {
  await exportTo(source.db, folder.file("part"), { drafts: false, revisions: false, trash: false });
  await restore("part");
  expect(await rowsIn(site.empty, "revisions")).toMatchObject([{ post_id: 1, version: 2, title: "Hello you" }]);
  expect(await rowsIn(site.empty, "revision_images")).toMatchObject([{ post_id: 1, version: 2, image: site.image }]);
  await exportTo(site.empty, folder.file("again"), { drafts: false, revisions: false, trash: false });
  expect(digestsOf(folder.file("again"))).toEqual(digestsOf(folder.file("part")));
});

test("restore — settings here — they stay, and the report says so", async () => {
  await changeSettings(source.db, { title: "Theirs", footer: "Theirs" });
  await exportTo(source.db, folder.file("titled"));
  await changeSettings(site.empty, { title: "Ours" });
  const { entries } = await restore("titled");
  expect(entries).toContainEqual(expect.objectContaining({ item: "settings of the site", text: "those here stay" }));
  expect((await readSettings(site.empty)).stored).toEqual({ title: "Ours" });
});

test("restore — a deleted account, and an author without an email address — stay deleted, and suspended", async () => {
  const gone = await makeAuthor("Gone");
  const other = await makeAuthor("Other");
  for (const { account } of [gone, other]) {
    await createPost(source.db, NewPost.parse({ title: "By", content: account.name }), account, EXPORT_TIME);
  }
  const deleted = { deleted_at: EXPORT_TIME, suspended_at: EXPORT_TIME, email: `${gone.account.id}@deleted.invalid` };
  await source.db.updateTable("accounts").set(deleted).where("id", "=", gone.account.id).execute();
  await exportTo(source.db, folder.file("users"));
  await runImport(site.empty, folder.file("users"), {
    authors: [{ name: "Olga", email: "olga@example.org" }],
    now: EXPORT_TIME + 1,
  });
  const accounts = await site.empty.selectFrom("accounts").selectAll().orderBy("name").execute();
  expect(accounts).toMatchObject([
    { name: "Gone", deleted_at: EXPORT_TIME, suspended_at: EXPORT_TIME },
    { name: "Olga", role: "owner", email: "olga@example.org", deleted_at: null, suspended_at: null },
    { name: "Other", deleted_at: null, suspended_at: EXPORT_TIME + 1 },
  ]);
  await exportTo(site.empty, folder.file("users-again"));
  expect(digestsOf(folder.file("users-again"))).toEqual(digestsOf(folder.file("users")));
});

test("restore — stopped between images and posts, then repeated — whole, and each image once", async () => {
  const stop = new AbortController();
  const onStep = ({ doing }: { doing: string }) => doing === "restoring" && stop.abort(new Error("stopped"));
  const options = { authors: [{ name: "Olga", email: "olga@example.org" }], signal: stop.signal, onStep };
  await expect(runImport(site.empty, folder.file("out"), options)).rejects.toThrow("stopped");
  expect(await rowsIn(site.empty, "posts")).toEqual([]);
  expect(await rowsIn(site.empty, "images")).toHaveLength(1);
  await restore();
  expect(await rowsIn(site.empty, "posts")).toHaveLength(1);
  expect(await rowsIn(site.empty, "images")).toMatchObject([{ id: site.image, unused_since: null }]);
  expect(await rowsIn(site.empty, "image_files")).toEqual([]);
});

describe("restore — accounts", () => {
  test("no email address for the owner — refused with the option that gives one", async () => {
    const message = 'say with which one its owner, Olga, will sign in, as --author "Olga=olga@example.org"';
    await expect(runImport(site.empty, folder.file("out"))).rejects.toThrow(message);
  });

  test("an owner here — gets the posts; a dry run says so and stores nothing", async () => {
    const times = { createdAt: "2020-01-01T00:00:00.000Z", updatedAt: "2020-01-01T00:00:00.000Z" };
    const row = {
      id: "here",
      name: "Here",
      slug: "here",
      email: "here@example.org",
      emailVerified: 0,
      role: "owner" as const,
      ...times,
    };
    await site.empty.insertInto("accounts").values(row).execute();
    const dry = await runImport(site.empty, folder.file("out"), { isDryRun: true });
    expect(dry.authors).toEqual([{ name: "Olga", posts: 1, account: "Here", isMapped: true }]);
    expect(await rowsIn(site.empty, "posts")).toEqual([]);
    await runImport(site.empty, folder.file("out"));
    expect(await rowsIn(site.empty, "posts")).toMatchObject([{ id: 1, author_id: "here" }]);
    expect(await rowsIn(site.empty, "accounts")).toHaveLength(1);
    expect(await rowsIn(site.empty, "image_uploads")).toMatchObject([{ account_id: "here" }]);
  });
});
