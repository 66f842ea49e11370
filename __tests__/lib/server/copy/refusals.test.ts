import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { copyDatabase } from "#lib/server/copy/copy";
import { CopyRefused } from "#lib/server/copy/refusal";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { DatabaseError } from "#lib/server/db/database-error";
import { withDatabases } from "#support/databases";
import { makePost } from "#support/factories";

jest.setTimeout(60_000);

const places = withDatabases();
afterEach(closeDatabase);

const pathOf = (url: string) => url.slice("file:".length);

async function refusal(from: string, to: string): Promise<string> {
  const error: Error = await copyDatabase(from, to).then(
    () => Promise.reject(new Error("It was copied")),
    (error: Error) => error,
  );
  expect(error instanceof CopyRefused || error instanceof DatabaseError).toBe(true);
  expect(error.message).not.toContain("\n");
  return error.message;
}

test("copyDatabase — target with a post — refused, target unchanged", async () => {
  const [source, there] = [await places.source(20), await places.target()];
  useDatabase(await places.open(there));
  await makePost({ title: "Mine" });
  const before = await places.summary(there);
  expect(await refusal(source, there)).toMatch(/: there are rows in posts; must be empty$/);
  expect(await places.summary(there)).toEqual(before);
});

test.each([
  ["idempotency_keys", { caller: "a", key: "b", fingerprint: "", status: 201, headers: "{}", body: "", created_at: 1 }],
  ["rate_limits", { key: "a", points: 1, expire: null }],
] as const)("copyDatabase — target with only a row in %s — refused", async (table, row) => {
  const [source, there] = [await places.source(20), await places.target()];
  const db = await places.open(there);
  await db
    .insertInto(table)
    .values(row as never)
    .execute();
  expect(await refusal(source, there)).toMatch(`there are rows in ${table}`);
});

test("copyDatabase — target that once had public content — refused", async () => {
  const [source, there] = [await places.source(20), await places.target()];
  const db = await places.open(there);
  await db.updateTable("content_version").set({ number: 2 }).execute();
  expect(await refusal(source, there)).toMatch("there are rows in content_version");
});

test("copyDatabase — target migrated and never used — filled", async () => {
  const [source, there] = [await places.source(20), await places.target()];
  await places.open(there);
  await copyDatabase(source, there);
  expect(await places.summary(there)).toEqual(await places.summary(source));
});

test("copyDatabase — source missing — refused, not created", async () => {
  const there = await places.target();
  const nowhere = places.file("a/nowhere.db");
  expect(await refusal(nowhere, there)).toBe(`${nowhere}: there is no database; must be an existing one`);
  expect(existsSync(pathOf(nowhere))).toBe(false);
  expect(existsSync(pathOf(places.file("a")))).toBe(false);
});

test("copyDatabase — source refused — target not created", async () => {
  const target = places.file("b/target.db");
  await refusal(places.file("nowhere.db"), target);
  expect(existsSync(pathOf(places.file("b")))).toBe(false);
});

test("copyDatabase — source of another program — refused, source unchanged", async () => {
  const source = places.file("other.db");
  new BetterSqlite(pathOf(source)).exec("create table notes (text); insert into notes values ('mine')").close();
  const before = readFileSync(pathOf(source));
  expect(await refusal(source, await places.target())).toBe(
    `${source}: holds no Octavo database; must be one that Octavo has created`,
  );
  expect(readFileSync(pathOf(source))).toEqual(before);
});

test("copyDatabase — target of another program — refused, target unchanged", async () => {
  const [source, target] = [await places.source(20), places.file("other.db")];
  new BetterSqlite(pathOf(target)).exec("create table posts (text); insert into posts values ('mine')").close();
  const before = readFileSync(pathOf(target));
  expect(await refusal(source, target)).toMatch("it holds tables that this Octavo did not create");
  expect(readFileSync(pathOf(target))).toEqual(before);
});

test.each(["source.db", "target.db"])("copyDatabase — %s is not a database — error, file unchanged", async (name) => {
  const text = "Dear diary. ".repeat(1000);
  const other = await places.source(5, "other.db");
  writeFileSync(pathOf(places.file(name)), text);
  const [from, to] = name === "source.db" ? [places.file(name), places.file("new.db")] : [other, places.file(name)];
  await expect(copyDatabase(from, to)).rejects.toThrow(/is not an SQLite database/);
  expect(readFileSync(pathOf(places.file(name)), "utf8")).toBe(text);
});

test("copyDatabase — source of an older or newer Octavo — refused", async () => {
  const [source, there] = [await places.source(20), await places.target()];
  const db = await places.open(source);
  await sql`insert into kysely_migration (name, timestamp) values ('999-later', '')`.execute(db);
  expect(await refusal(source, there)).toMatch(`${source}: was written by a newer Octavo; must`);
  await sql`delete from kysely_migration where name > '001-posts'`.execute(db);
  expect(await refusal(source, there)).toMatch(`${source}: was written by an older Octavo; must`);
});

test("copyDatabase — source and target the same by any path or URL — refused", async () => {
  const source = await places.source(20);
  symlinkSync(pathOf(source), pathOf(places.file("link.db")));
  mkdirSync(pathOf(places.file("folder")));
  for (const to of [source, places.file("link.db"), places.file("folder/../source.db")]) {
    expect(await refusal(source, to)).toBe("the source and the target are the same database");
  }
  expect(await refusal("postgres://a:b@localhost/one", "postgresql://127.0.0.1:5432/one?ssl=1")).toBe(
    "the source and the target are the same database",
  );
});

test("copyDatabase — a database in memory — refused", async () => {
  expect(await refusal("file::memory:", await places.target())).toMatch("in memory");
  expect(await refusal(await places.source(5), "file::memory:")).toMatch("in memory");
});

test("copyDatabase — a value that the engines store differently — error that names it", async () => {
  const source = await places.source(20);
  const db = await places.open(source);
  await sql`update posts set created_at = 9007199254740993 where id = 7`.execute(db);
  await expect(copyDatabase(source, await places.target())).rejects.toThrow(
    /^posts\.created_at holds 9007199254740992/,
  );
});
