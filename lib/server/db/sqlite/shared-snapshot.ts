import type { Database as Connection, Statement } from "better-sqlite3";

/**
 * A transaction shared by reads that follow each other without waiting for anything else: SQLite takes its locks once for all of them, and
 * they see the same state.
 */
export class SharedSnapshot {
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
    // After the promises that are settled by now, and before any event: a request that arrives sees all writes before it.
    process.nextTick(this.end);
  }

  /** Ends it: the next read sees what has been committed since. */
  readonly end = (): void => {
    if (this.#reader.inTransaction) this.#commit.run();
  };
}
