import { randomUUID } from "node:crypto";
import path from "node:path";
import pg from "pg";
import type { TestDatabase } from "./database.ts";

/**
 * Copies a PostgreSQL database file by file, so that the server has read none of the copy's pages yet.
 * @param relation a table or an index
 * @returns the copy, and the file of the relation in it
 */
export async function copyOfPostgres(url: string, relation: string): Promise<{ database: TestDatabase; file: string }> {
  const administrator = async <T>(at: string, work: (client: pg.Client) => Promise<T>) => {
    const client = new pg.Client(at);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const source = new URL(url).pathname.slice(1);
  const name = `test_${randomUUID()}`;
  const copy = new URL(url);
  copy.pathname = name;
  const postgres = new URL(url);
  postgres.pathname = "postgres";
  const { rows } = await administrator(url, (client) =>
    client.query<{ file: string; folder: string }>(
      "select pg_relation_filepath($1::regclass) as file, current_setting('data_directory') as folder",
      [relation],
    ),
  );
  const oid = await administrator(postgres.href, async (client) => {
    await client.query(`create database "${name}" template "${source}" strategy file_copy`);
    return (await client.query<{ oid: number }>("select oid from pg_database where datname = $1", [name])).rows[0]?.oid;
  });
  const remove = () =>
    administrator(postgres.href, async (client) => {
      await client.query(`drop database "${name}" with (force)`);
    });
  const { file = "", folder = "" } = rows[0] ?? {};
  return {
    database: { url: copy.href, remove },
    file: path.join(folder, "base", String(oid), path.basename(file)),
  };
}
