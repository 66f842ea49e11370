import BetterSqlite from "better-sqlite3";
import { RECORDED_ID, type RecordedCreate, type Replay } from "./record.ts";

/** Only statements that write count, without what they return. */
const WRITES = /^\s*(?:insert|update)\b/i;
const RETURNING = /\s+returning\b.*$/is;

/**
 * Stores posts as a recorded one was stored: the same rows, by prepared statements on a connection as Octavo opens it.
 * @param together the number of posts that a commit stores, waiting for the disk once
 */
export function replaySqlite(url: string, { count, store }: RecordedCreate, together: number): Replay {
  const connection = new BetterSqlite(url.slice("file:".length));
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("trusted_schema = OFF");
  const statements = [...count, ...store]
    .filter(({ text }) => WRITES.test(text))
    .map(({ text, values }) => {
      const write = text.replace(RETURNING, "");
      const insertsPost = write.includes('into "posts"');
      return { run: connection.prepare(write), insertsPost, values: values.slice(0, write.split("?").length - 1) };
    });

  function storePost(): void {
    let id: number | bigint = RECORDED_ID;
    for (const { insertsPost, run, values } of statements) {
      const { lastInsertRowid } = run.run(values.map((value) => (value === RECORDED_ID ? id : value)));
      if (insertsPost) id = lastInsertRowid;
    }
  }

  return {
    async commit() {
      connection.exec("begin immediate");
      for (let post = 0; post < together; post++) storePost();
      connection.exec("commit");
    },
    async close() {
      connection.close();
    },
  };
}
