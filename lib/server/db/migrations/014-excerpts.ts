import { type Kysely, sql } from "kysely";
import { cleanText } from "#lib/shared/text";
import type { DatabaseTransaction, Tables } from "../tables.ts";

/** How many texts are loaded at once. A text has at most 250,000 characters. */
const BATCH = 50;

type Row = { id: number; version: number; content: string; excerpt: string };

/** The next rows after `last` with a generated excerpt. */
async function readBatch(
  db: Kysely<Tables>,
  table: "posts" | "revisions",
  last: Pick<Row, "id" | "version">,
): Promise<Row[]> {
  const id = table === "posts" ? ("id" as const) : ("post_id" as const);
  const { rows } = await sql<Row>`
    select ${sql.ref(id)} as id, version, content, excerpt from ${sql.table(table)}
    where excerpt_own = 0 and (${sql.ref(id)}, version) > (${last.id}, ${last.version})
    order by ${sql.ref(id)}, version limit ${sql.lit(BATCH)}
  `.execute(db);
  return rows;
}

async function regenerate(db: Kysely<Tables>, table: "posts" | "revisions"): Promise<boolean> {
  const id = table === "posts" ? "id" : "post_id";
  let last = { id: 0, version: 0 };
  let hasChanged = false;
  for (;;) {
    const rows = await readBatch(db, table, last);
    const end = rows.at(-1);
    if (!end) return hasChanged;
    // Loaded only if there are posts: the Markdown parser takes a while to load.
    const { generateExcerpt } = await import("#lib/server/rendering/plain-text");
    for (const row of rows) {
      const excerpt = generateExcerpt(cleanText(row.content));
      if (excerpt === row.excerpt) continue;
      await sql`
        update ${sql.table(table)} set excerpt = ${excerpt}
        where ${sql.ref(id)} = ${row.id} and version = ${row.version}
      `.execute(db);
      hasChanged = true;
    }
    last = end;
  }
}

/** Generates excerpts again, as prose. Those that authors wrote stay as they are. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await regenerate(db, "revisions");
  if (!(await regenerate(db, "posts"))) return;
  // Clients have cached lists with their ETags.
  const { bumpContentVersion } = await import("#lib/server/content-version");
  await bumpContentVersion(db as DatabaseTransaction);
}
