import { mkdirSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { isBusy, isOutOfFiles, isReadOnly, isUnavailable } from "#lib/server/db/errors";
import { withFolder } from "#support/folder";

const folder = withFolder();
const opened: BetterSqlite.Database[] = [];
afterEach(() => {
  for (const file of opened.splice(0)) file.close();
});

function open(options: BetterSqlite.Options = {}): BetterSqlite.Database {
  const file = new BetterSqlite(folder.file("octavo.db"), { timeout: 0, ...options });
  opened.push(file);
  return file;
}

function withTable(): BetterSqlite.Database {
  const file = open();
  file.exec("pragma journal_mode = wal; create table a (id integer primary key, text text)");
  return file;
}

/** What `work` fails with. */
function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}

const insert = "insert into a (text) values (hex(zeroblob(5000)))";

describe("the database is away:", () => {
  test.each<[string, () => unknown, string]>([
    [
      "another one holds the lock",
      () => {
        withTable().exec("begin immediate");
        open().exec("begin immediate");
      },
      "SQLITE_BUSY",
    ],
    [
      "another one wrote meanwhile",
      () => {
        const [one, two] = [withTable(), open()];
        one.exec("begin; select * from a");
        one.prepare("select * from a").all();
        two.exec(insert);
        one.exec(insert);
      },
      "SQLITE_BUSY_SNAPSHOT",
    ],
    [
      "the disk is full",
      () => {
        const file = withTable();
        file.pragma("max_page_count = 3");
        file.exec(insert);
      },
      "SQLITE_FULL",
    ],
    [
      "the file can only be read",
      () => {
        withTable();
        open({ readonly: true }).exec(insert);
      },
      "SQLITE_READONLY",
    ],
    [
      "the file cannot be opened",
      () => {
        mkdirSync(folder.file("octavo.db"));
        open();
      },
      "SQLITE_CANTOPEN",
    ],
  ])("%s", (_name, provoke, code) => {
    const error = failureOf(provoke);
    expect(error).toMatchObject({ code });
    expect(isUnavailable(error)).toBe(true);
    expect(isBusy(error)).toBe(code.startsWith("SQLITE_BUSY"));
  });
});

describe("a fault of ours:", () => {
  test.each<[string, () => unknown]>([
    ["a query that is wrong", () => withTable().exec("selekt 1")],
    ["a table that is not there", () => withTable().exec("select * from b")],
    ["a key that is there already", () => withTable().exec("insert into a (id) values (1), (1)")],
    ["a value that cannot be bound", () => withTable().prepare("select ?").all({})],
    [
      "no error at all",
      () => {
        throw undefined;
      },
    ],
    [
      "a text",
      () => {
        throw "SQLITE_BUSY";
      },
    ],
    [
      "an error whose code is a number",
      () => {
        throw Object.assign(new Error("x"), { code: 5 });
      },
    ],
    [
      "an error that only speaks of a connection",
      () => {
        throw new Error("The Connection terminated");
      },
    ],
  ])("%s", (_name, provoke) => {
    expect(isUnavailable(failureOf(provoke))).toBe(false);
  });
});

test.each([
  ["EMFILE", Object.assign(new Error("EMFILE: too many open files, open 'a'"), { code: "EMFILE" })],
  ["ENFILE", Object.assign(new Error("file table overflow"), { code: "ENFILE" })],
  // As Node's module loader says it, without a code.
  ["a module that cannot be read", new Error("Cannot read package config /a/package.json: too many open files.")],
  [
    "a worker thread",
    Object.assign(new Error("Worker initialization failure: EMFILE"), { code: "ERR_WORKER_INIT_FAILED" }),
  ],
])("no file descriptor left, %s — unavailable, and the next attempt may succeed", (_name, error) => {
  expect([isOutOfFiles(error), isUnavailable(error)]).toEqual([true, true]);
});

test("a refused connection is not a lack of file descriptors", () => {
  expect(isOutOfFiles(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }))).toBe(false);
});

test.each([
  ["SQLITE_READONLY", true],
  ["SQLITE_READONLY_DBMOVED", true],
  ["SQLITE_FULL", true],
  ["25006", true],
  ["42501", true],
  ["SQLITE_IOERR_READ", false],
  ["SQLITE_CORRUPT", false],
  ["XX001", false],
])("%s — says that nothing can be written, and nothing of reads: %s", (code, expected) => {
  expect(isReadOnly(Object.assign(new Error("no"), { code }))).toBe(expected);
});
