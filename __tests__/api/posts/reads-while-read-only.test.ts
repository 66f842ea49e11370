import { sql } from "kysely";
import { makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { engine } from "#support/engine";
import { makePost } from "#support/factories";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();

/** Has writes into these tables fail as on a standby, or in a read-only database, while `work` runs. */
async function whileReadOnly(work: () => Promise<void>): Promise<void> {
  const { db } = data;
  if (engine === "sqlite") {
    await sql`pragma query_only = on`.execute(db);
    return work();
  }
  await sql`
    create function read_only() returns trigger language plpgsql as
    $$ begin raise exception 'read-only' using errcode = '25006'; end $$`.execute(db);
  for (const table of ["api_keys", "sessions"]) {
    await sql`create trigger read_only before update or delete on ${sql.table(table)} for each row
      execute function read_only()`.execute(db);
  }
  try {
    await work();
  } finally {
    await sql`drop function read_only cascade`.execute(db);
  }
}

test("GET /api/posts — API key, database read-only — 200", async () => {
  const key = await makeKey(await makeOwner());
  await makePost();
  await whileReadOnly(async () => {
    expect((await call(posts, { headers: key.headers })).status).toBe(200);
  });
});

test("GET /api/posts — expired session, database read-only — 200 as for anonymous", async () => {
  const owner = await makeOwner();
  await data.db.updateTable("sessions").set({ expiresAt: "2020-01-01T00:00:00.000Z" }).execute();
  await whileReadOnly(async () => {
    expect((await call(posts, { headers: owner.headers })).status).toBe(200);
  });
});
