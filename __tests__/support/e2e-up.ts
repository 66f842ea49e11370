import build from "./build.ts";
import migrateSqlite from "./sqlite-up.ts";

/** Prepares the end-to-end tests: builds, and migrates a SQLite database. */
export default function up(): void {
  build();
  migrateSqlite();
}
