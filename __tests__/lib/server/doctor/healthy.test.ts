import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { copyDatabase } from "#lib/server/copy/copy";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { connect, openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { examine } from "#lib/server/doctor/doctor";
import { env } from "#lib/server/env";
import { findWrongCounters, recountPosts } from "#lib/server/posts/list/recount";
import { createSamplePosts } from "#lib/server/posts/sample-posts";
import { createPost } from "#lib/server/posts/write";
import { changeSettings } from "#lib/server/site/settings";
import { renameTag } from "#lib/server/tags/change";
import { withDatabases } from "#support/databases";
import { contextOf, problemsIn } from "#support/doctor";
import { runImport } from "#support/import";
import { longTest } from "#support/long";
import { uploaded, withImageFolder } from "#support/uploads";
import { seedPosts } from "../../../../scripts/seed/store.ts";

const places = withDatabases();
withImageFolder();
afterEach(() => closeDatabase());

const problems = (url: string) =>
  contextOf(url, env().FILES_URL, async (context) => problemsIn(await examine(context)));

async function open(url: string): Promise<Database> {
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

test("sample posts, generated posts, imports, images, settings and renamed tags — no finding; nor in a copy on the other engine", async () => {
  const url = await places.target();
  const db = await open(url);
  await createSamplePosts(db);
  await seedPosts(db, 60, 1, { onPosts: () => {}, signal: new AbortController().signal });
  for (const source of ["wordpress.xml", "hugo"]) await runImport(db, source);
  const { id } = await uploaded(1, undefined, 700);
  await changeSettings(db, { logo: { image: id } });
  await createPost(db, {
    title: "With an image",
    content: `![](/images/${id}-700.webp)`,
    cover: { image: id, alt: "" },
  });
  await renameTag(db, "books", "Bücher");
  expect(await problems(url)).toEqual([]);

  const copy = places.file("copy.db");
  await copyDatabase(url, copy);
  expect(await problems(copy)).toEqual([]);
});

test("counters are counted while another process saves a post — both count", async () => {
  const url = await places.target();
  const db = await open(url);
  await createPost(db, { title: "One", content: "Text", tags: ["a"] });
  await sql`update post_counts set posts = 7`.execute(db);
  const other = await connect(url, "fill");
  try {
    let repaired: Promise<void> | undefined;
    await other.transaction().execute(async (trx) => {
      await createPost(trx, { title: "Two", content: "Text", tags: ["a"] });
      // Waits for this transaction, whose post it does not see.
      repaired = findWrongCounters(db).then((wrong) => recountPosts(db, wrong));
      await wait(100);
    });
    await repaired;
    expect(await findWrongCounters(db)).toEqual([]);
    const { posts } = await db
      .selectFrom("post_counts")
      .select("posts")
      .where("kind", "=", "all")
      .executeTakeFirstOrThrow();
    expect(Number(posts)).toBe(2);
  } finally {
    await other.destroy();
  }
});

longTest(
  "posts are saved while a damaged site is repaired — no save fails or is lost, and nothing is left to find",
  async () => {
    const url = await places.target();
    const db = await open(url);
    await seedPosts(db, 300, 1, { onPosts: () => {}, signal: new AbortController().signal });
    await sql`delete from post_tags where post_id > 100`.execute(db);
    await sql`update posts set title_sort = 'x', excerpt = 'x' where id < 200`.execute(db);
    await sql`update post_counts set posts = 1`.execute(db);
    const { db: server } = await openDatabase(url);
    try {
      let isOver = false;
      const saves = (async () => {
        let saved = 0;
        for (; !isOver; saved++) {
          await createPost(server, { title: `Saved ${saved}`, content: "Meanwhile", tags: ["books", `new ${saved}`] });
          await wait(5);
        }
        return saved;
      })();
      const { repair } = await import("#lib/server/doctor/doctor");
      const repairs = await contextOf(url, env().FILES_URL, async (context) => repair(context, await examine(context)));
      isOver = true;
      const saved = await saves;
      expect(repairs.filter(({ failure }) => failure)).toEqual([]);
      const { count } = await db
        .selectFrom("posts")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      expect([saved > 0, Number(count)]).toEqual([true, 300 + saved]);
      expect(await problems(url)).toEqual([]);
    } finally {
      await server.destroy();
    }
  },
);
