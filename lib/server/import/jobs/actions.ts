import type { NextApiRequest } from "next";
import type { Database } from "#lib/server/db/tables";
import { files } from "#lib/server/files/files";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { Import, ImportOptions, ImportPatch } from "#lib/shared/imports";
import { startRun } from "./import-process.ts";
import { requireJob, toImport } from "./jobs.ts";
import { beginRun, cancelRun } from "./runs.ts";
import { deleteImport } from "./sweep.ts";
import { receiveSource } from "./upload.ts";

/** Receives a source, and starts to check it. @throws {Problem} 400, 409, 413, 415, 422 */
export async function uploadSource(db: Database, req: NextApiRequest, { account }: Viewer): Promise<Import> {
  const storage = await files();
  const id = await receiveSource(db, storage, req, account?.id ?? "");
  try {
    startRun(db, await beginRun(db, id, "checking"));
  } catch (error) {
    // Another source was uploaded at the same time. Or a client has started this one, which is not deleted then.
    await deleteImport(db, storage, id).catch((reason: unknown) =>
      log.warn({ err: reason, import: id }, "an import that did not start was not deleted"),
    );
    throw error;
  }
  return toImport(await requireJob(db, id));
}

/** @throws {Problem} 400 for an email address that no account has */
async function requireAccounts(db: Database, { authors }: ImportOptions): Promise<void> {
  const emails = [...new Set(authors.map(({ email }) => email))];
  if (emails.length === 0) return;
  const rows = await db
    .selectFrom("accounts")
    .select("email")
    .where("email", "in", emails)
    .where("suspended_at", "is", null)
    .execute();
  const known = new Set(rows.map(({ email }) => email));
  const unknown = emails.filter((email) => !known.has(email));
  if (unknown.length === 0) return;
  const errors = unknown.map((email) => `There is no account with the email address ${email}`);
  throw new Problem("validation", { fields: { "options.authors": errors } });
}

/** Starts a check or an import, or cancels it. @throws {Problem} 400, 404, 409 */
export async function changeImport(db: Database, id: string, { options, state }: ImportPatch): Promise<Import> {
  if (options) await requireAccounts(db, options);
  if (state === "cancelled") await cancelRun(db, id);
  else startRun(db, await beginRun(db, id, state, options));
  return toImport(await requireJob(db, id));
}

/** Deletes an import, its source and its report. @throws {Problem} 404, 409 while it runs */
export const deleteStoredImport = async (db: Database, id: string) => deleteImport(db, await files(), id);
