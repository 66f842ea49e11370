import { closeDatabase, useDatabase } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { NewPost } from "#lib/shared/posts";
import { withDatabases } from "#support/databases";
import { contentDigests, digestsOf, EXPORT_TIME, exportTo, fillSite } from "#support/exports";
import { titlesFound } from "#support/factories";
import { withFolder } from "#support/folder";
import { runImport } from "#support/import";
import { withSettings } from "#support/settings";
import { withImageFolder } from "#support/uploads";

jest.setTimeout(120_000);

const places = withDatabases();
const folder = withFolder();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });
afterEach(closeDatabase);

const POSTS = 100;

/** Makes handlers use a database. */
async function open(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

const authors = [{ name: "Ölga", email: "olga@example.org" }];

test("export, import into another engine, export — identical byte for byte, and the digests of all content", async () => {
  const source = await open(places.file("source.db"));
  await fillSite(source, POSTS);
  const manifest = await exportTo(source, folder.file("first"));
  expect(manifest.counts).toMatchObject({ posts: POSTS, images: 3, missingImages: 0, accounts: 2, imports: 2 });
  expect(manifest.counts.revisions).toBeGreaterThan(2 * POSTS);
  const before = await contentDigests(source);
  const first = digestsOf(folder.file("first"));

  const there = await open(await places.target());
  const report = await runImport(there, folder.file("first"), { authors });
  expect(report.restored).toMatchObject({ revisions: manifest.counts.revisions, images: 3, accounts: 2 });
  await exportTo(there, folder.file("second"));
  expect(digestsOf(folder.file("second"))).toEqual(first);
  expect(await contentDigests(there)).toEqual(before);

  await exportTo(there, folder.file("third.zip"));
  const back = await open(places.file("back.db"));
  await runImport(back, folder.file("third.zip"), { authors });
  await exportTo(back, folder.file("fourth"));
  expect(digestsOf(folder.file("fourth"))).toEqual(first);
  expect(await contentDigests(back)).toEqual(before);
});

test("a restored site — ids go on after the highest, search finds, the API works, and a second import changes nothing", async () => {
  const source = await open(places.file("source.db"));
  await fillSite(source, 10);
  await createPost(source, NewPost.parse({ title: "Findable", content: "zanzibar" }), null, EXPORT_TIME - 1);
  const { nextPostId } = await exportTo(source, folder.file("out"));
  const there = await open(await places.target());
  await runImport(there, folder.file("out"), { authors });

  expect(await titlesFound("zanzibar")).toEqual(["Findable"]);
  const next = await createPost(there, NewPost.parse({ title: "Next", content: "Text" }), null, EXPORT_TIME);
  expect(next.id).toBe(nextPostId);
  expect(next.id).toBe(13);

  const before = await contentDigests(there);
  const again = await runImport(there, folder.file("out"));
  expect(again.restored).toBeUndefined();
  expect(again.counts).toMatchObject({ known: again.counts.posts, published: 0, drafts: 0 });
  expect(await contentDigests(there)).toEqual(before);
});

test("the same export twice — the same bytes, as a folder and as a zip", async () => {
  const source = await open(await places.target());
  await fillSite(source, 10);
  for (const name of ["a", "b", "a.zip", "b.zip"]) await exportTo(source, folder.file(name));
  expect(digestsOf(folder.file("a"))).toEqual(digestsOf(folder.file("b")));
  const zips = digestsOf(folder.file("."));
  expect(zips["a.zip"]).toBe(zips["b.zip"]);
});
