import type { Database } from "#lib/server/db/tables";
import { files } from "#lib/server/files/files";
import { runRegularly } from "./run-regularly.ts";

/** How long the source of an import may be stored after its time, in milliseconds. */
const INTERVAL_MS = 60 * 60 * 1000;

/** Deletes sources of imports now and every hour until the process stops. */
export async function sweepImportsRegularly(db: Database, interval = INTERVAL_MS): Promise<void> {
  const sweep = async () => {
    const { sweepImports } = await import("#lib/server/import/jobs/sweep");
    await sweepImports(db, await files());
  };
  await runRegularly(sweep, { interval, failure: "sources of imports could not be deleted" });
}
