import { sql } from "kysely";
import { copyDatabase } from "#lib/server/copy/copy";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { withDatabases } from "#support/databases";
import { longTest } from "#support/long";
import { octavo } from "#support/octavo";

jest.setTimeout(60_000);

const places = withDatabases();

/** Fails unless the database at `url` is empty, as it must be after an incomplete copy. */
async function expectEmpty(url: string): Promise<void> {
  const db = await places.open(url);
  expect(await db.selectFrom("posts").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("idempotency_keys").select("key").execute()).toEqual([]);
}

const title = "octavo copy — kill -9 after %s — target empty, a second copy succeeds";
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
test.each(["checking rate_limits"])(title, killAndRepeat);
longTest.each(["copying posts", "copying rate_limits", "checking posts"])(title, killAndRepeat);

test("octavo copy — Ctrl+C — one line, target empty", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  const stopped = await octavo(["copy", "--from", source, "--to", there], { at: "copying posts", signal: "SIGINT" });
  expect(stopped).toMatchObject({ status: 130, stdout: "" });
  expect(stopped.stderr).toMatch(/^octavo: stopped; nothing was changed$/m);
  expect(stopped.stderr).not.toContain("checking");
  await expectEmpty(there);
});

/** Adds a trigger that changes an inserted row. */
async function addChangingTrigger(db: Database): Promise<void> {
  if (getEngine(db).name === "sqlite") {
    await sql`
      create trigger changing after insert on posts when new.id = 17
      begin update posts set slug = slug || ' ' where id = 17; end`.execute(db);
  } else {
    await sql`
      create function changing() returns trigger language plpgsql
      as 'begin new.slug := new.slug || '' ''; return new; end'`.execute(db);
    await sql`
      create trigger changing before insert on posts for each row when (new.id = 17)
      execute function changing()`.execute(db);
  }
}

test("copyDatabase — the copy differs from its source — rolled back", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  await addChangingTrigger(await places.open(there));
  await expect(copyDatabase(source, there)).rejects.toThrow(/^the copy differs from its source in posts$/);
  await expectEmpty(there);
});
