import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#lib/server/db/open";
import { withFolder } from "#support/folder";
import { openError as refusal } from "#support/open-error";

const folder = withFolder();
const at = (name: string) => `file:${folder.file(name)}`;

test("DATABASE_URL — a directory — refused, names it and a file that would do", async () => {
  mkdirSync(folder.file("data"));
  expect(await refusal(at("data"))).toBe(
    `${at("data")}: ${folder.file("data")} is a directory; must be a file, such as ${folder.file("data/octavo.db")}`,
  );
});

test("DATABASE_URL — a relative path — the error has the absolute one", async () => {
  const file = path.relative(process.cwd(), path.dirname(folder.file("x")));
  expect(await refusal(`file:${file}`)).toContain(`: ${path.dirname(folder.file("x"))} is a directory`);
});

test("DATABASE_URL — a file that is not a database — refused, says so", async () => {
  writeFileSync(folder.file("diary.txt"), "Dear diary. ".repeat(100));
  expect(await refusal(at("diary.txt"))).toContain(`${folder.file("diary.txt")} is not an SQLite database; must be`);
});

test("DATABASE_URL — a file in place of the folder — refused, names it", async () => {
  writeFileSync(folder.file("data"), "");
  expect(await refusal(at("data/octavo.db"))).toContain(
    `: ${folder.file("data")} cannot be created, a file is in its place (EEXIST); must be another path`,
  );
  expect(await refusal(at("data/more/octavo.db"))).toContain("cannot be created, a file is in its place (ENOTDIR)");
});

/** Does `work` as a user who is not root: root may read and write everything. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  // Loaded while it can be read.
  await import("#lib/server/db/sqlite/dialect");
  const isRoot = process.geteuid?.() === 0;
  chmodSync(path.dirname(folder.file("x")), 0o755);
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test("DATABASE_URL — a file without read permission — refused, names it", async () => {
  await (await openDatabase(at("octavo.db"))).db.destroy();
  chmodSync(folder.file("octavo.db"), 0o000);
  expect(await asOrdinaryUser(() => refusal(at("octavo.db")))).toMatch(
    /octavo\.db cannot be opened \(SQLITE_\w+: .+\); Octavo must have the right to read and write it and its folder$/,
  );
});

test("DATABASE_URL — a file without write permission — refused, names it", async () => {
  new BetterSqlite(folder.file("empty.db")).exec("vacuum").close();
  writeFileSync(folder.file("empty.db"), "");
  chmodSync(folder.file("empty.db"), 0o444);
  chmodSync(path.dirname(folder.file("x")), 0o555);
  expect(await asOrdinaryUser(() => refusal(at("empty.db")))).toMatch(/empty\.db cannot be opened \(SQLITE_READONLY/);
});

test("DATABASE_URL — a folder that cannot be created — refused, names it", async () => {
  mkdirSync(folder.file("closed"), { mode: 0o555 });
  expect(await asOrdinaryUser(() => refusal(at("closed/data/octavo.db")))).toMatch(
    /: permission denied, mkdir '.*closed\/data' \(EACCES\); must be a path that Octavo may read and write$/,
  );
});
