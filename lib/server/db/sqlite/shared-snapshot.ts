import type { Database as Connection, Statement } from "better-sqlite3";

/**
 * A transaction shared by reads that follow each other without waiting for anything else: SQLite takes its locks once for all of them, and
 * they see the same state.
 */
export class SharedSnapshot {
  /** Those that are open, of all databases of this process. */
  static readonly #open = new Set<SharedSnapshot>();
  readonly #reader: Connection;
  readonly #begin: Statement;
  readonly #commit: Statement;

  /** @param reader a connection that only reads, and has no other transactions */
  constructor(reader: Connection) {
    this.#reader = reader;
    this.#begin = reader.prepare("begin");
    this.#commit = reader.prepare("commit");
  }

  /** Call it before each read. */
  begin(): void {
    if (this.#reader.inTransaction) return;
    this.#begin.run();
    SharedSnapshot.#open.add(this);
    // After the promises that are settled by now, and before any event: a request that arrives sees all writes before it.
    process.nextTick(this.end);
  }

  /** Ends all: the next reads see what has been committed since. */
  static endAll(): void {
    for (const snapshot of SharedSnapshot.#open) snapshot.end();
  }

  readonly end = (): void => {
    SharedSnapshot.#open.delete(this);
    if (this.#reader.inTransaction) this.#commit.run();
  };
}
