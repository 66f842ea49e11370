import BetterSqlite from "better-sqlite3";
import { Semaphore } from "#lib/server/db/semaphore";
import { SqliteWriteDriver } from "#lib/server/db/sqlite/write-driver";

let main: BetterSqlite.Database;
let driver: SqliteWriteDriver;
beforeEach(async () => {
  main = new BetterSqlite(":memory:");
  driver = new SqliteWriteDriver(main, main, new Semaphore(() => 1));
  await driver.init();
});
afterEach(() => driver.destroy());

test("SqliteWriteDriver — a transaction still open when its connection is released — rolled back, and the next begins", async () => {
  await driver.beginTransaction(await driver.acquireConnection(), { isSynced: false });
  main.exec("create table left_open (id integer)");
  await driver.releaseConnection();
  expect(main.prepare("select name from sqlite_master").all()).toEqual([]);
  const connection = await driver.acquireConnection();
  await driver.beginTransaction(connection);
  expect(main.pragma("synchronous", { simple: true })).toBe(2);
  await driver.commitTransaction(connection);
  await driver.releaseConnection();
});

test("SqliteWriteDriver — releasing a connection fails — the next transaction runs all the same, and waits for the disk", async () => {
  await driver.beginTransaction(await driver.acquireConnection(), { isSynced: false });
  const exec = jest.spyOn(main, "exec").mockImplementation(() => {
    throw new Error("disk I/O error");
  });
  await expect(driver.releaseConnection()).rejects.toThrow("disk I/O error");
  exec.mockRestore();
  main.exec("rollback");
  const connection = await driver.acquireConnection();
  await driver.beginTransaction(connection);
  expect(main.pragma("synchronous", { simple: true })).toBe(2);
  await driver.commitTransaction(connection);
  await driver.releaseConnection();
});
