import { sql } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { copyDatabase } from "#lib/server/copy/copy";
import type { Step } from "#lib/server/copy/digest";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { call } from "#support/call";
import { withDatabases } from "#support/databases";
import { listedPosts, makePost, newPost, titlesFound } from "#support/factories";
import posts from "../../../../pages/api/posts/index";

jest.setTimeout(60_000);

const places = withDatabases();
afterEach(closeDatabase);

/** Has the handlers work on the database at `url`, until they get another one. */
async function workOn(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

test("2,000 posts of every kind come back from another database with the same digests", async () => {
  const [source, there, back] = [await places.source(2000), await places.target(), places.file("back.db")];
  const before = await places.summary(source);
  const steps: Step[] = [];
  expect(await copyDatabase(source, there, { onStep: (step) => steps.push(step) })).toEqual(before);
  expect(await copyDatabase(there, back)).toEqual(before);

  expect(await places.summary(source)).toEqual(before);
  expect(await places.summary(there)).toEqual(before);
  expect(await places.summary(back)).toEqual(before);
  expect(before.tables).toMatchObject({ posts: { rows: 2000 }, secret: { rows: 1 }, rate_limits: { rows: 4 } });
  expect(before.tables.revisions.rows).toBeGreaterThan(3500);
  expect(steps).toContainEqual({ doing: "copying", table: "posts", rows: 250, total: 2000 });
  expect(steps.at(-1)).toEqual({ doing: "checking", table: "rate_limits", rows: 4, total: 4 });
});

test("every row arrives as it was", async () => {
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

describe("after a copy", () => {
  test("the next post gets the id that it would have got, though the newest were deleted", async () => {
    const [source, there, back] = [await places.source(20), await places.target(), places.file("back.db")];
    await copyDatabase(source, there);
    await copyDatabase(there, back);
    const ids = [];
    for (const url of [source, there, back]) {
      const db = await workOn(url);
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

  test("the first post of a database that never had one gets id 1", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    await places.open(source);
    await copyDatabase(source, there);
    await workOn(there);
    expect((await makePost()).id).toBe("1");
  });

  test("search finds what it found, in the trash too once that is restored", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    await workOn(source);
    await makePost({ title: "Un café", content: "*Lisbonne*", tags: ["voyage"] });
    await makePost({ title: "山の本屋", content: "書店" });
    const removed = await makePost({ title: "Removed café" });
    const db = await workOn(source);
    await db.updateTable("posts").set({ trashed_at: 1 }).where("id", "=", Number(removed.id)).execute();
    await copyDatabase(source, there);

    const copy = await workOn(there);
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

  test("a cursor that the source gave out goes on here", async () => {
    const [source, there] = [await places.source(50), await places.target()];
    await workOn(source);
    const { headers } = await call(posts, { query: { limit: "10" } });
    const after = /[?&]after=([^&>]+)/.exec(String(headers.link))?.[1] ?? "";
    const expected = await listedPosts({ limit: "10", after: decodeURIComponent(after) });
    await copyDatabase(source, there);
    await workOn(there);
    expect(expected).toHaveLength(10);
    expect(await listedPosts({ limit: "10", after: decodeURIComponent(after) })).toEqual(expected);
  });

  test("a request that the source has answered is not done again", async () => {
    const [source, there] = [places.file("source.db"), await places.target()];
    const request = { method: "POST", headers: { "idempotency-key": "once" }, body: newPost() };
    await workOn(source);
    const first = await call(posts, request);
    await copyDatabase(source, there);
    await workOn(there);
    const again = await call(posts, request);
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { "idempotency-replayed": "true" } });
    expect(await listedPosts()).toHaveLength(1);
  });
});

test("what is written while the copy runs stays out of it, and is not in its way", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  const before = await places.summary(source);
  const db = await workOn(source);
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
