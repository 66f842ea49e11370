import { sql } from "kysely";
import { accountViewer } from "#lib/server/authentication";
import { bumpContentVersion } from "#lib/server/content-version";
import { copyDatabase } from "#lib/server/copy/copy";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { createPreviewLink, findPreviewLink } from "#lib/server/preview-links/preview-links";
import type { Step } from "#lib/server/progress";
import { changeSettings } from "#lib/server/site/settings";
import { siteSettings } from "#lib/server/site/site";
import { makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabases } from "#support/databases";
import { listedPosts, makePost, newPost, titlesFound } from "#support/factories";
import { isLong } from "#support/long";
import posts from "../../../../pages/api/posts/index";

jest.setTimeout(60_000);

const places = withDatabases();
afterEach(closeDatabase);

/** Makes the handlers use the database at `url`. */
async function switchTo(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

/** More than one batch of the copy. */
const POSTS = isLong ? 2_000 : 500;

test("copyDatabase — many posts to another database and back — same digests", async () => {
  const [source, there, back] = [await places.source(POSTS), await places.target(), places.file("back.db")];
  const before = await places.summary(source);
  const steps: Step[] = [];
  expect(await copyDatabase(source, there, { onStep: (step) => steps.push(step) })).toEqual(before);
  expect(await copyDatabase(there, back)).toEqual(before);

  expect(await places.summary(source)).toEqual(before);
  expect(await places.summary(there)).toEqual(before);
  expect(await places.summary(back)).toEqual(before);
  expect(before.tables).toMatchObject({ posts: { rows: POSTS }, secret: { rows: 1 }, rate_limits: { rows: 4 } });
  expect(before.tables.revisions.rows).toBeGreaterThan(1.75 * POSTS);
  expect(steps).toContainEqual({ doing: "copying", table: "posts", rows: 250, total: POSTS });
  expect(steps.at(-1)).toEqual({ doing: "checking", table: "rate_limits", rows: 4, total: 4 });
});

test("copyDatabase — posts, revisions, content version and secret — identical rows", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  await copyDatabase(source, there);
  const [one, other] = [await places.open(source), await places.open(there)];
  for (const [table, key] of [
    ["posts", "id"],
    ["revisions", "post_id, version"],
    ["content_version", "number"],
    ["secret", "value"],
  ] as const) {
    const rows = (db: Database) => db.selectFrom(table).selectAll().orderBy(sql.raw(key)).execute();
    expect(await rows(other)).toEqual(await rows(one));
  }
});

describe("copyDatabase — in the copy", () => {
  test("the settings of the site, and the use of their image — and another digest than without them", async () => {
    const [source, there] = [await places.source(1), await places.target()];
    const without = await places.summary(source);
    const db = await switchTo(source);
    const image = "a".repeat(64);
    await db
      .insertInto("images")
      .values({ ...{ id: image, key: "key", width: 8, height: 8 }, ...{ is_animated: 0, bytes: 1, created_at: 1 } })
      .execute();
    await changeSettings(db, { title: "Field notes", accent: "#a1421d", logo: { image } });
    const settings = await siteSettings();
    await copyDatabase(source, there);
    const copy = await switchTo(there);
    expect(await siteSettings()).toEqual(settings);
    expect(await copy.selectFrom("site_text_images").selectAll().execute()).toEqual([{ name: "settings", image }]);
    expect((await places.summary(there)).tables.site_texts).not.toEqual(without.tables.site_texts);
  });

  test("an open preview link — shows its post", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    const db = await switchTo(source);
    const { account } = await makeOwner();
    const { id } = await makePost({ status: "draft" });
    const viewer = accountViewer("account", account, "write");
    const { url } = await createPreviewLink(db, id, { days: 1 }, viewer, "http://octavo.test");
    await copyDatabase(source, there);
    const found = await findPreviewLink(await switchTo(there), url.split("/").at(-1));
    expect(found).toMatchObject({ post: { id: Number(id) }, link: { createdBy: { name: "Olga" } } });
  });

  test("the next post — the id it would have got in the source, deleted ids included", async () => {
    const [source, there, back] = [await places.source(20), await places.target(), places.file("back.db")];
    await copyDatabase(source, there);
    await copyDatabase(there, back);
    const ids = [];
    for (const url of [source, there, back]) {
      const db = await switchTo(url);
      const { last } = await db
        .selectFrom("posts")
        .select((eb) => eb.fn.max<number>("id").as("last"))
        .executeTakeFirstOrThrow();
      const { id } = await makePost();
      expect(Number(id)).toBeGreaterThan(last + 1);
      ids.push(id);
    }
    expect(ids).toEqual(["26", "26", "26"]);
  });

  test("the first post, source without posts — id 1", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    await places.open(source);
    await copyDatabase(source, there);
    await switchTo(there);
    expect((await makePost()).id).toBe("1");
  });

  test("search — same results, also for a post restored from the trash", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    await switchTo(source);
    await makePost({ title: "Un café", content: "*Lisbonne*", tags: ["voyage"] });
    await makePost({ title: "山の本屋", content: "書店" });
    const removed = await makePost({ title: "Removed café" });
    const db = await switchTo(source);
    await db.updateTable("posts").set({ trashed_at: 1 }).where("id", "=", Number(removed.id)).execute();
    await copyDatabase(source, there);

    const copy = await switchTo(there);
    expect(await titlesFound("cafe")).toEqual(["Un café"]);
    expect(await titlesFound("lisb")).toEqual(["Un café"]);
    expect(await titlesFound("voyage")).toEqual(["Un café"]);
    expect(await titlesFound("本屋")).toEqual(["山の本屋"]);
    await inTransaction(copy, async (trx) => {
      await trx.updateTable("posts").set({ trashed_at: null }).execute();
      await bumpContentVersion(trx);
    });
    expect(await titlesFound("cafe")).toEqual(["Removed café", "Un café"]);
  });

  test("a cursor of the source — continues the list", async () => {
    const [source, there] = [await places.source(50), await places.target()];
    await switchTo(source);
    const { headers } = await call(posts, { query: { limit: "10" } });
    const after = /[?&]after=([^&>]+)/.exec(String(headers.link))?.[1] ?? "";
    const expected = await listedPosts({ limit: "10", after: decodeURIComponent(after) });
    await copyDatabase(source, there);
    await switchTo(there);
    expect(expected).toHaveLength(10);
    expect(await listedPosts({ limit: "10", after: decodeURIComponent(after) })).toEqual(expected);
  });

  test("an Idempotency-Key used in the source — response replayed", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    const request = { method: "POST", headers: { "idempotency-key": "once" }, body: newPost() };
    await switchTo(source);
    const first = await call(posts, request);
    await copyDatabase(source, there);
    await switchTo(there);
    const again = await call(posts, request);
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { "idempotency-replayed": "true" } });
    expect(await listedPosts()).toHaveLength(1);
  });
});

test("copyDatabase — writes to the source during the copy — not copied, not blocked", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  const before = await places.summary(source);
  const db = await switchTo(source);
  let written: Promise<unknown> | undefined;
  const copied = await copyDatabase(source, there, {
    onStep: () => {
      written ??= db.updateTable("posts").set({ title: "Late" }).execute();
    },
  });
  await written;
  expect(copied).toEqual(before);
  expect(await places.summary(source)).not.toEqual(before);
});
