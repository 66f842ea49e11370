import pg from "pg";
import { RECORDED_ID, type RecordedCreate, type Replay, type Statement } from "./record.ts";

/** The first statement for a row that all writers share, before which the rate limit's row, another one, is written. */
const isShared = ({ text }: Statement) => text.includes("content_version");

/**
 * Stores posts as a recorded one was stored: the same statements, prepared, on connections of their own.
 * @param connections the number of posts that are stored at the same time, each in a commit of its own
 */
export async function replayPostgres(
  url: string,
  { count, store }: RecordedCreate,
  connections: number,
): Promise<Replay> {
  const at = store.findIndex(isShared);
  const statements = [...store.slice(0, at), ...count, ...store.slice(at)];
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  for (const client of clients) await client.connect();

  async function storePost(client: pg.Client): Promise<void> {
    let id: unknown = RECORDED_ID;
    for (const [index, { text, values }] of statements.entries()) {
      const bound = values.map((value) => (value === RECORDED_ID ? id : value));
      // As node-postgres does, a statement without values is not prepared.
      const name = bound.length > 0 ? `part_${index}` : undefined;
      const { rows } = await client.query({ text, values: bound, ...(name && { name }) });
      if (text.includes('into "posts"')) id = Number(rows[0]?.id);
    }
  }

  return {
    commit: async () => void (await Promise.all(clients.map(storePost))),
    close: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}
