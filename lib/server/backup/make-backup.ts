import { readSource, requireDatabase } from "#lib/server/copy/source-and-target";
import { connect } from "#lib/server/db/open";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { errorMessage } from "#lib/server/error-message";
import { zip } from "#lib/server/export/zip";
import type { Watch } from "#lib/server/progress";
import { type ContentOptions, Contents } from "./contents.ts";
import type { Manifest } from "./format.ts";
import { type Backup, recordBackup } from "./last-backup.ts";
import { abandonBackup, beginBackup, continueBackup, HEARTBEAT_MS } from "./running.ts";
import { sealed } from "./seal.ts";
import type { BackupTarget } from "./target.ts";
import { verifyBackup } from "./verify.ts";

export type BackupOptions = Watch &
  Pick<ContentOptions, "storage" | "allowsMissing"> & {
    /** Gets what does not keep the backup from being made; one line. */
    onWarning(message: string): void;
    /** The time between two heartbeats, in milliseconds. */
    heartbeatMs?: number;
  };

export type MadeBackup = Backup & { manifest: Manifest };

/** The row that says that a backup is being made. A database that cannot be written to has none. */
class Run {
  readonly #db: Database;
  readonly #id: string;
  readonly #timer: NodeJS.Timeout;
  readonly #warn: (message: string) => void;

  private constructor(db: Database, id: string, warn: (message: string) => void, heartbeatMs: number) {
    this.#db = db;
    this.#id = id;
    this.#warn = warn;
    const heartbeat = () => continueBackup(db, id).catch((error: unknown) => this.#warn(Run.#messageOf(error)));
    this.#timer = setInterval(heartbeat, heartbeatMs);
  }

  static #messageOf = (error: unknown) =>
    `the database cannot be written to (${errorMessage(error)}): the backup is not recorded in it, and an image that is deleted meanwhile may be missing`;

  static async begin(
    url: string,
    warn: (message: string) => void,
    heartbeatMs = HEARTBEAT_MS,
  ): Promise<Run | undefined> {
    const db = await connect(url, "fill").catch((error: unknown) => warn(Run.#messageOf(error)));
    if (!db) return undefined;
    try {
      return new Run(db, await beginBackup(db), warn, heartbeatMs);
    } catch (error) {
      await db.destroy();
      warn(Run.#messageOf(error));
      return undefined;
    }
  }

  /** @param backup undefined where it failed */
  async end(backup: Backup | undefined): Promise<void> {
    clearInterval(this.#timer);
    try {
      if (backup) await recordBackup(this.#db, backup, this.#id);
      else await abandonBackup(this.#db, this.#id);
    } catch (error) {
      this.#warn(Run.#messageOf(error));
    } finally {
      await this.#db.destroy();
    }
  }
}

/** Yields what is read in a snapshot of the database at `url`, which ends with the last of it. */
async function* inSnapshot<T>(url: string, read: (trx: DatabaseTransaction) => AsyncIterable<T>): AsyncGenerator<T> {
  const opened = Promise.withResolvers<DatabaseTransaction>();
  const over = Promise.withResolvers<void>();
  const snapshot = readSource(url, async (trx) => {
    opened.resolve(trx);
    await over.promise;
  });
  snapshot.catch(opened.reject);
  try {
    yield* read(await opened.promise);
  } finally {
    over.resolve();
    await snapshot;
  }
}

/**
 * Writes a backup of a database and its images, while both are used: what was stored before it began is in it, and what is stored
 * meanwhile is not. It is read again and compared before it gets its name.
 * @param url connection string, as in DATABASE_URL
 * @throws {BackupRefused} {BackupError} {DatabaseError} {StorageError}; nothing is left then
 */
export async function makeBackup(url: string, target: BackupTarget, options: BackupOptions): Promise<MadeBackup> {
  const { heartbeatMs, onWarning, ...watch } = options;
  await target.requireWritable();
  await requireDatabase(url);
  const run = await Run.begin(url, onWarning, heartbeatMs);
  let made: MadeBackup | undefined;
  try {
    const [beganAt, start] = [Date.now(), performance.now()];
    const contents = new Contents({ ...watch, beganAt });
    const files = inSnapshot(url, (trx) => contents.files(trx));
    const bytes = await target.write(sealed(zip(files)), async (source) => {
      await verifyBackup(source, watch);
    });
    const { manifest } = contents;
    made = { beganAt, durationMs: Math.round(performance.now() - start), bytes, manifest };
    return made;
  } finally {
    await run?.end(made);
  }
}
