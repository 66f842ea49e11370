import { startBuild } from "./build.ts";
import migrateSqlite from "./sqlite-up.ts";

/** Prepares the end-to-end tests: starts a build, and migrates a SQLite database. */
export default function up(): void {
  startBuild();
  migrateSqlite();
}
