import { once } from "node:events";
import type { NextApiResponse } from "next";
import type { Database } from "#lib/server/db/tables";
import { PRIVATE } from "#lib/server/http/response";
import { Problem } from "#lib/server/problem";
import { allEntries } from "./entries.ts";
import type { JobRow } from "./jobs.ts";

/** Sends the whole report of a job as a file, a batch of entries at a time. @throws {Problem} 404 where it has none */
export async function sendReport(db: Database, job: JobRow, res: NextApiResponse): Promise<void> {
  if (job.report === null) throw new Problem("not-found", { title: "The import has no report yet" });
  res.writeHead(200, {
    ...PRIVATE,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="import-${job.id}.json"`,
  });
  if (res.req?.method === "HEAD") {
    res.end();
    return;
  }
  // The same object as `npx octavo import --json` prints.
  res.write(`${job.report.slice(0, -1)},"entries":[`);
  let separator = "\n";
  for await (const entries of allEntries(db, job)) {
    const isFull = res.write(separator + entries.join(",\n")) === false;
    separator = ",\n";
    if (isFull && !res.destroyed) await Promise.race([once(res, "drain"), once(res, "close")]);
    if (res.destroyed) return;
  }
  res.end("\n]}\n");
}
