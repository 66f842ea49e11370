import { once } from "node:events";
import type { NextApiResponse } from "next";
import type { Database } from "#lib/server/db/tables";
import { inLongReadSnapshot } from "#lib/server/db/transaction";
import { files } from "#lib/server/files/files";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { EXPORT_TYPE } from "#lib/shared/export";
import { exportFiles } from "./export.ts";
import type { Manifest } from "./format.ts";
import type { Scope } from "./scope.ts";
import { zip } from "./zip.ts";

/** Exports that a process sends at a time: each holds a connection and a snapshot of the database. */
const AT_ONCE = 2;
/** How long an export may take with a slow client, in milliseconds: the database keeps what is deleted meanwhile. */
const EXPORT_MS_MAX = 60 * 60_000;
/** The Retry-After header while there are too many exports, in seconds. */
const RETRY_AFTER = "60";

/** The accounts whose exports are being sent; global, as each bundle loads this module. */
const shared = globalThis as { octavoExports?: Set<string> };
shared.octavoExports ??= new Set();
const running = shared.octavoExports;

/** The headers of an export. @param now the day in the name of its file */
export const exportHeaders = (now: number) => ({
  "Content-Type": EXPORT_TYPE,
  "Content-Disposition": `attachment; filename="octavo-export-${new Date(now).toISOString().slice(0, 10)}.zip"`,
});

/**
 * Takes the turn of an account: one export at a time.
 * @returns ends it
 * @throws {Problem} 429 while it, or too many others, have one
 */
export function beginExport(account: string): () => void {
  if (running.has(account) || running.size >= AT_ONCE) {
    const title = running.has(account) ? "Another export of yours is being sent" : "Too many exports are being sent";
    throw new Problem("too-many-requests", { title, headers: { "Retry-After": RETRY_AFTER } });
  }
  running.add(account);
  return () => running.delete(account);
}

/**
 * Sends an export as a zip, as fast as the client reads it. Where it fails or takes too long the connection is closed before the end
 * of the body, so that the client knows that it is not whole; nor has the zip a central directory then.
 */
export async function sendExport(res: NextApiResponse, db: Database, scope: Scope, headers: object): Promise<void> {
  const stop = new AbortController();
  const onClose = () => stop.abort(new Error("the client has closed the connection"));
  res.once("close", onClose);
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(EXPORT_MS_MAX)]);
  let manifest: Manifest | undefined;
  const onManifest = (written: Manifest) => {
    manifest = written;
  };
  try {
    const storage = await files();
    await inLongReadSnapshot(db, async (trx) => {
      const exported = exportFiles(trx, storage, { scope, onManifest, signal });
      for await (const bytes of zip(exported)) {
        // Errors until here become a response of their own.
        if (!res.headersSent) res.writeHead(200, { ...headers });
        signal.throwIfAborted();
        if (res.write(bytes) === false) await once(res, "drain", { signal });
      }
    });
    res.end();
    log.info({ event: "exported", author: scope.author ?? null, ...manifest?.counts }, "an export was sent");
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    log.info({ event: "export-stopped" }, "an export was not read to its end");
  } finally {
    res.off("close", onClose);
  }
}
