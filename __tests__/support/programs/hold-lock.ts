// Holds the write lock of a database file for a while, like another process that is creating it.
import BetterSqlite from "better-sqlite3";

const HELD_MS = 500;

const connection = new BetterSqlite(process.argv[2]);
connection.exec("begin immediate; create table other (id)");
setTimeout(() => {
  connection.exec("commit");
  connection.close();
  process.disconnect();
}, HELD_MS);
process.send?.("held");
