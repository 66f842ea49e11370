import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { NextApiRequest } from "next";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { env } from "#lib/server/env";
import type { Storage } from "#lib/server/files/storage";
import { chunksOf, malformed } from "#lib/server/http/body";
import { requireUnencoded, unsupportedType } from "#lib/server/http/media-types";
import { createFormParser, FIELDS_BYTES_MAX, MULTIPART, unreadableForm } from "#lib/server/http/multipart";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { isImportRunning, isImportStartable } from "#lib/shared/import-states";
import { IMPORT_FILES_MAX, IMPORT_NAME_MAX, ImportOptions } from "#lib/shared/imports";
import { type JobRow, type StoredFile, selectJobs, toImport } from "./jobs.ts";
import { deleteSource, PART_BYTES, partName, UPLOAD_STALE_MS } from "./source-files.ts";
import { requireSourceType } from "./source-type.ts";

const MIB = 1024 * 1024;
/** Bytes of a form besides those of its files. */
const OVERHEAD_MAX = FIELDS_BYTES_MAX + IMPORT_FILES_MAX * 10_000;
/** The most bytes of a file's name: NAME_MAX of Linux. */
const NAME_BYTES_MAX = 255;

const maxBytes = () => env().IMPORT_BYTES_LIMIT * MIB;

const tooLarge = () =>
  new Problem("payload-too-large", {
    title: `The source is larger than ${env().IMPORT_BYTES_LIMIT.toLocaleString("en")} MiB`,
    headers: { Connection: "close" },
  });

/** The end of a name that has at most NAME_BYTES_MAX bytes in UTF-8. */
const shorten = (name: string) =>
  Buffer.from(name.slice(-IMPORT_NAME_MAX))
    .subarray(-NAME_BYTES_MAX)
    .toString()
    // What is left of a character that was cut.
    .replace(/^\ufffd+/, "");

/** The last segment of a name that a browser sent, as a file system takes it. */
function nameOf(sent: string | undefined, index: number): string {
  const last = (sent ?? "").normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const name = shorten(last.replace(/[\p{Cc}<>:"|?*]/gu, ""));
  return /^[. ]*$/.test(name) ? `source-${index + 1}` : name;
}

/** Stores the files of one source, part by part. */
class Receiver {
  readonly files: StoredFile[] = [];
  #parts = 0;
  #bytes = 0;
  readonly #db: Database;
  readonly #storage: Storage;
  readonly #job: string;

  constructor(db: Database, storage: Storage, job: string) {
    this.#db = db;
    this.#storage = storage;
    this.#job = job;
  }

  async #put(bytes: Buffer): Promise<void> {
    const part = this.#parts;
    this.#parts += 1;
    // Before it is stored, so that it is found where this process ends.
    const { numUpdatedRows } = await this.#db
      .updateTable("import_jobs")
      .set({ parts: this.#parts, updated_at: Date.now() })
      .where("id", "=", this.#job)
      .executeTakeFirstOrThrow();
    // The sweep took this upload for dead.
    if (numUpdatedRows === 0n) throw new Problem("unavailable", { headers: { "Retry-After": "1" } });
    await this.#storage.put(partName(this.#job, part), bytes);
  }

  async receive(stream: AsyncIterable<Buffer>, name: string): Promise<void> {
    const first = this.#parts;
    let bytes = 0;
    let chunks: Buffer[] = [];
    let length = 0;
    const flush = async () => {
      const part = Buffer.concat(chunks);
      chunks = [];
      length = 0;
      if (this.#parts === first) requireSourceType(name, part);
      await this.#put(part);
    };
    for await (const chunk of stream) {
      bytes += chunk.length;
      length += chunk.length;
      this.#bytes += chunk.length;
      if (this.#bytes > maxBytes()) throw tooLarge();
      chunks.push(chunk);
      if (length >= PART_BYTES) await flush();
    }
    if (bytes === 0) throw malformed(`${name} is empty.`);
    if (length > 0) await flush();
    if (this.files.some((file) => file.name === name)) throw malformed(`Two files are named ${name}.`);
    this.files.push({ name, bytes, parts: this.#parts - first });
  }
}

/** Reads what is left of a refused body, so that the client can read the response. */
async function drain(body: Readable): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes()) return;
    }
  } catch {
    // The client is gone, and reads no response.
  }
}

async function readForm(req: NextApiRequest, receiver: Receiver): Promise<void> {
  const parser = createFormParser(req, IMPORT_FILES_MAX + 1);
  const body = Readable.from(chunksOf(req), { objectMode: false });
  const streams: Readable[] = [];
  let received: Promise<void> = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on("file", (_field, stream, filename) => {
        streams.push(stream);
        if (streams.length > IMPORT_FILES_MAX) {
          reject(malformed(`The form holds more than ${IMPORT_FILES_MAX} files.`));
          return;
        }
        const name = nameOf(filename, streams.length - 1);
        received = received.then(() => {
          // What a browser sends where nothing was chosen is an empty file without a name.
          if (filename) return receiver.receive(stream, name);
          stream.resume();
        });
        received.catch(reject);
      });
      parser.on("error", (error) => reject(unreadableForm(error)));
      parser.on("finish", resolve);
      body.on("error", reject);
      body.pipe(parser);
    });
    await received;
  } catch (error) {
    body.unpipe(parser);
    for (const stream of streams) stream.destroy();
    await received.catch(() => undefined);
    await drain(body);
    throw error;
  }
}

/** Refuses an upload while another import is open: its source is stored, or is being received. @throws {Problem} 409 */
async function requireNoneOpen(db: Database, now: number): Promise<void> {
  const rows = await selectJobs(db)
    .where((eb) => eb.or([eb("parts", ">", 0), eb("state", "=", "uploading")]))
    .execute();
  for (const row of rows) {
    if (row.state === "uploading") {
      if (Math.abs(now - row.updated_at) >= UPLOAD_STALE_MS) continue;
      throw new Problem("import-open", { title: "Another source is being uploaded" });
    }
    const other = toImport(row, now);
    if (isImportStartable(other.state) || isImportRunning(other.state)) {
      throw new Problem("import-open", { current: { import: other } });
    }
  }
}

async function createJob(db: Database, account: string, now: number): Promise<string> {
  const id = randomUUID();
  const job = { id, account_id: account, state: "uploading", files: "[]", parts: 0, entries: 0 };
  const options = JSON.stringify(ImportOptions.parse({}));
  await inTransaction(db, async (trx) => {
    await requireNoneOpen(trx, now);
    await trx
      .insertInto("import_jobs")
      .values({ ...job, options, created_at: now, updated_at: now })
      .execute();
  });
  return id;
}

/** Deletes what a failed upload has stored. What fails is done by the sweep. */
async function discardUpload(db: Database, storage: Storage, id: string): Promise<void> {
  try {
    const row: Pick<JobRow, "id" | "parts"> | undefined = await db
      .selectFrom("import_jobs")
      .select(["id", "parts"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) return;
    await deleteSource(db, storage, row);
    await db.deleteFrom("import_jobs").where("id", "=", id).execute();
  } catch (error) {
    log.warn({ err: error, import: id }, "the upload of an import is left for the sweep");
  }
}

/**
 * Receives the files of a form as the source of a new import, and stores them in the file storage.
 * @param account see `ImportJobsTable`
 * @returns the id of the import
 * @throws {Problem} 400, 409, 413, 415, 422
 * @throws {StorageError}
 */
export async function receiveSource(
  db: Database,
  storage: Storage,
  req: NextApiRequest,
  account: string,
): Promise<string> {
  const type = req.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== MULTIPART) throw unsupportedType(req, type, [MULTIPART]);
  requireUnencoded(req);
  // Nothing of it is read: the client sends it for nothing.
  if (Number(req.headers["content-length"] ?? 0) > 2 * maxBytes() + OVERHEAD_MAX) throw tooLarge();
  const id = await createJob(db, account, Date.now());
  try {
    const receiver = new Receiver(db, storage, id);
    await readForm(req, receiver);
    if (receiver.files.length === 0) throw malformed("The form holds no file.");
    await db
      .updateTable("import_jobs")
      .set({ state: "ready", files: JSON.stringify(receiver.files), updated_at: Date.now() })
      .where("id", "=", id)
      .execute();
    return id;
  } catch (error) {
    await discardUpload(db, storage, id);
    throw error;
  }
}
