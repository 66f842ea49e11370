import { stopBuild } from "./build.ts";
import deleteSqlite from "./sqlite-down.ts";

/** Deletes what the end-to-end tests have prepared. */
export default async function down(): Promise<void> {
  await stopBuild();
  deleteSqlite();
}
