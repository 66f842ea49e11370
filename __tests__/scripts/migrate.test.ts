import { existsSync, writeFileSync } from "node:fs";
import { sqliteFile } from "#lib/server/db/connection-string";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import { connect } from "#lib/server/db/open";
import { runCommand } from "#support/command";
import { newDatabase, type TestDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { migrate } from "../../scripts/commands/migrate.ts";

const folder = withFolder();
let testDatabase: TestDatabase;
beforeEach(async () => {
  testDatabase = await newDatabase();
});
afterEach(() => testDatabase.remove());

const octavo = (...args: string[]) => runCommand({ migrate }, "migrate", ...args, "--database", testDatabase.url);

test("npx octavo migrate — an empty database — --check names all migrations and changes nothing; then they are applied", async () => {
  const file = sqliteFile(testDatabase.url);
  if (file !== undefined) writeFileSync(file, "");
  const all = MIGRATIONS.map((name) => `${name}\n`).join("");
  const pending = { status: 1, stdout: all, stderr: `octavo: ${MIGRATIONS.length} migrations are pending\n` };
  expect(await octavo("--check")).toEqual(pending);
  expect(await octavo("--check")).toEqual(pending);
  expect(await octavo()).toEqual({ status: 0, stdout: all.replaceAll("\n", " applied\n"), stderr: "" });
  expect(await octavo("--check")).toEqual({ status: 0, stdout: "No migration is pending.\n", stderr: "" });
  expect(await octavo()).toEqual({ status: 0, stdout: "No migration was pending.\n", stderr: "" });
  expect(JSON.parse((await octavo("--check", "--json")).stdout)).toEqual({ pending: [], unknown: [] });
});

test("npx octavo migrate — a newer schema — another message, with and without --check", async () => {
  await octavo();
  const db = await connect(testDatabase.url, "serve");
  await db
    .insertInto("kysely_migration" as never)
    .values({ name: "999-future", timestamp: "2999-01-01" } as never)
    .execute();
  await db.destroy();
  for (const args of [["--check"], []]) {
    const { status, stderr, stdout } = await octavo(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("was written by a newer Octavo, which has 999-future; must be opened with it\n");
  }
});

test("npx octavo migrate --check — no such file — says so with exit code 1, and creates none; an empty file — all are pending", async () => {
  const file = folder.file("none.db");
  const check = () => runCommand({ migrate }, "migrate", "--check", "--database", `file:${file}`);
  expect(await check()).toEqual({
    status: 1,
    stdout: "",
    stderr: `octavo: --database=file:${file}: there is no such file; must be an existing database\n`,
  });
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, "");
  expect(await check()).toMatchObject({ status: 1, stdout: expect.stringContaining(`${MIGRATIONS[0]}\n`) });
});
