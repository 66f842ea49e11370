import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { TABLE_NAMES } from "#lib/server/copy/tables";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { consume } from "#lib/server/quotas";
import { newMigratedDatabase, type TestDatabase } from "#support/database";
import { engine } from "#support/engine";
import { draft } from "../../../../bench/octavo.ts";
import { type RecordedCreate, recordCreate } from "../../../../bench/parts/record.ts";
import { replayPostgres } from "../../../../bench/parts/replay-postgres.ts";
import { replaySqlite } from "../../../../bench/parts/replay-sqlite.ts";

let testDatabase: TestDatabase;
let create: RecordedCreate;
beforeAll(async () => {
  testDatabase = await newMigratedDatabase();
  create = await recordCreate(testDatabase.url);
});
afterAll(() => testDatabase.remove());

/** What each statement does, and the table that it is about; without BEGIN and COMMIT. */
function summary(statements: { text: string }[]): string[] {
  return statements.flatMap(({ text }) => {
    const [, verb] = /(\w+)/.exec(text) ?? [];
    const [, table] = /(?:into|update|from) "?(\w+)/i.exec(text) ?? [];
    return table === undefined ? [] : `${verb?.toLowerCase()} ${table}`;
  });
}

/** The rows of each table, and the sums of what counts in them. */
async function amounts(db: Database): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of [...TABLE_NAMES, "posts_search", "rate_limits"]) {
    const counted = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
    rows[table] = Number(counted.rows[0]?.rows);
  }
  for (const [table, column] of Object.entries({
    content_version: "number",
    post_counts: "posts",
    rate_limits: "points",
  })) {
    const summed = await sql<{ sum: number }>`select sum(${sql.ref(column)}) as sum from ${sql.table(table)}`.execute(
      db,
    );
    rows[`${table}.${column}`] = Number(summed.rows[0]?.sum);
  }
  return rows;
}

/** How `work` changes the amounts. */
async function changes(db: Database, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await amounts(db);
  await work();
  // Reads that follow each other see the same state, whatever another connection commits.
  await nextTurn();
  const after = await amounts(db);
  const differences = Object.entries(after).map(([name, amount]) => [name, amount - (before[name] ?? 0)] as const);
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}

test("recordCreate — a create — each statement once, what all writers share last", () => {
  const expected = [
    "select tags",
    "insert posts",
    "insert post_tags",
    "insert revisions",
    "insert posts_search",
    "insert renderings",
    "update content_version",
    "insert post_counts",
  ];
  // Those of PostgreSQL: postgres/round-trips.test.ts.
  if (engine === "sqlite") expect(summary(create.store)).toEqual(expected);
  expect(summary(create.count)).toEqual(["insert rate_limits"]);
});

test("replay of a create — one post — the same rows as Octavo writes for it", async () => {
  const { db } = await openDatabase(testDatabase.url);
  const replay = await (engine === "sqlite" ? replaySqlite : replayPostgres)(testDatabase.url, create, 1);
  try {
    const created = await changes(db, async () => {
      await consume(db, { name: "writes", quota: 1_000, window: 60 }, "site");
      await createPost(db, draft(1));
    });
    expect(created).toMatchObject({ posts: 1, revisions: 1, "rate_limits.points": 1 });
    expect(await changes(db, replay.commit)).toEqual(created);
  } finally {
    await replay.close();
    await db.destroy();
  }
});
