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

describe("isUnavailable — errors of a database that is unavailable — true", () => {
  test.each<[string, () => unknown, string]>([
    [
      "another connection holds the lock",
      () => {
        withTable().exec("begin immediate");
        open().exec("begin immediate");
      },
      "SQLITE_BUSY",
    ],
    [
      "another connection wrote since the snapshot",
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
      "the file is read-only",
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

describe("isUnavailable — bugs — false", () => {
  test.each<[string, () => unknown]>([
    ["a syntax error", () => withTable().exec("selekt 1")],
    ["a missing table", () => withTable().exec("select * from b")],
    ["a duplicate key", () => withTable().exec("insert into a (id) values (1), (1)")],
    ["a value that cannot be bound", () => withTable().prepare("select ?").all({})],
    [
      "undefined",
      () => {
        throw undefined;
      },
    ],
    [
      "a string",
      () => {
        throw "SQLITE_BUSY";
      },
    ],
    [
      "an error with a numeric code",
      () => {
        throw Object.assign(new Error("x"), { code: 5 });
      },
    ],
    [
      "an error whose message mentions a connection",
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
  // The message of Node's module loader, which sets no code.
  [
    "the module loader without a file descriptor",
    new Error("Cannot read package config /a/package.json: too many open files."),
  ],
  [
    "a worker thread without a file descriptor",
    Object.assign(new Error("Worker initialization failure: EMFILE"), { code: "ERR_WORKER_INIT_FAILED" }),
  ],
])("isOutOfFiles, isUnavailable — %s — true", (_name, error) => {
  expect([isOutOfFiles(error), isUnavailable(error)]).toEqual([true, true]);
});

test("isOutOfFiles — ECONNREFUSED — false", () => {
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
])("isReadOnly — %s — %s", (code, expected) => {
  expect(isReadOnly(Object.assign(new Error("no"), { code }))).toBe(expected);
});
