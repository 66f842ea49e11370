import { sql } from "kysely";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { engine } from "#support/engine";
import { listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import posts from "../../pages/api/posts/index";

const database = withDatabase();

const LARGE = newPost({ content: "Much. ".repeat(10_000) });
const create = (headers = {}) => call(posts, { method: "POST", body: LARGE, headers });

/** Takes the room from the database, or gives it back. */
async function setRoom(isThere: boolean): Promise<void> {
  if (engine === "sqlite") {
    const pages = isThere ? 1_000_000 : 1;
    // A number below the present size stands for the present size.
    await sql.raw(`pragma max_page_count = ${pages}`).execute(database.db);
  } else if (isThere) {
    await sql`drop trigger full_disk on posts`.execute(database.db);
  } else {
    // PostgreSQL cannot be given a small disk here: it says what it would say (SQLSTATE 53100).
    await sql`
      create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      database.db,
    );
    await sql`create trigger full_disk after insert on posts execute function full_disk()`.execute(database.db);
  }
}

test("on a full disk a write is a 503 and reading goes on; with room again it is taken", async () => {
  expect((await create()).status).toBe(201);
  await setRoom(false);
  for (const headers of [{}, { "idempotency-key": "a" }]) {
    const answer = await create(headers);
    expect(problemIn(answer)).toMatchObject({ status: 503, error: "Service Unavailable" });
    expect(answer.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
  }
  expect(await listedPosts()).toHaveLength(1);
  expect(await database.db.selectFrom("revisions").selectAll().execute()).toHaveLength(1);
  await setRoom(true);
  expect((await create({ "idempotency-key": "a" })).status).toBe(201);
  expect(await listedPosts()).toHaveLength(2);
});
