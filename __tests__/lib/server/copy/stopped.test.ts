import { sql } from "kysely";
import { copyDatabase } from "#lib/server/copy/copy";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { withDatabases } from "#support/databases";
import { longTest } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();

/** Fails where anything is left in the database at `url` of a copy that did not come to its end. */
async function expectEmpty(url: string): Promise<void> {
  const db = await places.open(url);
  expect(await db.selectFrom("posts").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("idempotency_keys").select("key").execute()).toEqual([]);
}

const title = "killed (kill -9) behind %s, it leaves the target empty and can be run again";
async function killAndRepeat(at: string): Promise<void> {
  const [source, there] = [await places.source(300), await places.target()];
  const killed = await octavo(["copy", "--from", source, "--to", there], { at, signal: "SIGKILL" });
  expect(killed).toMatchObject({ status: null, signal: "SIGKILL", stdout: "" });
  expect(killed.stderr).toContain(at);
  await expectEmpty(there);
  const again = await octavo(["copy", "--from", source, "--to", there]);
  expect(again.status).toBe(0);
  expect(await places.summary(there)).toEqual(await places.summary(source));
}
test.each(["copying posts", "checking rate_limits"])(title, killAndRepeat);
longTest.each(["copying rate_limits", "checking posts"])(title, killAndRepeat);

test("stopped with Ctrl+C it says so in one line, and leaves the target empty", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  const stopped = await octavo(["copy", "--from", source, "--to", there], { at: "copying posts", signal: "SIGINT" });
  expect(stopped).toMatchObject({ status: 130, stdout: "" });
  expect(stopped.stderr).toMatch(/^octavo: stopped; nothing was changed$/m);
  expect(stopped.stderr).not.toContain("checking");
  await expectEmpty(there);
});

/** Has the database change what it is given, behind the back of whoever gives it. */
async function makeDishonest(db: Database): Promise<void> {
  if (getEngine(db).name === "sqlite") {
    await sql`
      create trigger dishonest after insert on posts when new.id = 17
      begin update posts set slug = slug || ' ' where id = 17; end`.execute(db);
  } else {
    await sql`
      create function dishonest() returns trigger language plpgsql
      as 'begin new.slug := new.slug || '' ''; return new; end'`.execute(db);
    await sql`
      create trigger dishonest before insert on posts for each row when (new.id = 17)
      execute function dishonest()`.execute(db);
  }
}

test("a copy that differs from its source is undone", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  await makeDishonest(await places.open(there));
  await expect(copyDatabase(source, there)).rejects.toThrow(/^the copy differs from its source in posts$/);
  await expectEmpty(there);
});
