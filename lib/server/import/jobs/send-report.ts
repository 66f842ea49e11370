import { once } from "node:events";
import type { NextApiResponse } from "next";
import type { Database } from "#lib/server/db/tables";
import { sendDirectly } from "#lib/server/http/direct-response";
import { PRIVATE } from "#lib/server/http/response";
import { Problem } from "#lib/server/problem";
import { allEntries } from "./entries.ts";
import type { JobRow } from "./jobs.ts";

/** A report with its entries as JSON: the same object as `npx octavo import --json` prints. */
async function* reportText(db: Database, job: JobRow, report: string): AsyncGenerator<string> {
  yield `${report.slice(0, -1)},"entries":[`;
  let separator = "\n";
  for await (const entries of allEntries(db, job)) {
    yield separator + entries.join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

/**
 * Sends the whole report of a job as a file: a batch of entries at a time, as fast as the client reads them.
 * @throws {Problem} 404 where it has none
 */
export async function sendReport(db: Database, job: JobRow, res: NextApiResponse): Promise<void> {
  if (job.report === null) throw new Problem("not-found", { title: "The import has no report yet" });
  await sendDirectly(res);
  res.writeHead(200, {
    ...PRIVATE,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="import-${job.id}.json"`,
  });
  if (res.req?.method === "HEAD") {
    res.end();
    return;
  }
  const closed = new AbortController();
  const onClose = () => closed.abort();
  res.once("close", onClose);
  try {
    for await (const text of reportText(db, job, job.report)) {
      closed.signal.throwIfAborted();
      if (res.write(text) === false) await once(res, "drain", { signal: closed.signal });
    }
    res.end();
  } catch (error) {
    // The client reads no more.
    if (!closed.signal.aborted) throw error;
  } finally {
    res.off("close", onClose);
  }
}
