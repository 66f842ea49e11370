import pg from "pg";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost, updatePost } from "#lib/server/posts/write";
import { newMigratedDatabase, type TestDatabase } from "#support/database";
import { ANYONE } from "#support/viewers";

let testDatabase: TestDatabase;
let db: Database;
beforeAll(async () => {
  testDatabase = await newMigratedDatabase();
  ({ db } = await openDatabase(testDatabase.url));
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await db.destroy();
  await testDatabase.remove();
});

/** What a statement does, and our tables that it writes to or reads first. */
function summary(text: string): string {
  const verb = text.includes("pg_notify") ? "notify" : /\w+/.exec(text)?.[0];
  const written = [...text.matchAll(/(?:into|(?<!do )update|delete from) "?([a-z_]+)/g)].map(([, table]) => table);
  const read = /from "?([a-z_]+)/.exec(text)?.[1];
  return [verb, ...(written.length > 0 ? written : [read])].join(" ").trim();
}

/** Runs `work`. @returns its statements */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const send = pg.Client.prototype.query as (...query: unknown[]) => unknown;
  jest.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: unknown, ...query: unknown[]) {
    const [config] = query as [string | { text: string }];
    statements.push(summary(typeof config === "string" ? config : config.text));
    return send.apply(this, query);
  });
  await work();
  return statements;
}

const DRAFT = { title: "On bread", content: "Some **text**.", tags: ["Bread"], status: "published" as const };

test("createPost — PostgreSQL — five statements in its transaction, rows that all writers share are locked last", async () => {
  await createPost(db, DRAFT);
  expect(await statementsOf(() => createPost(db, DRAFT))).toEqual([
    "begin",
    "select tags",
    "insert posts",
    "with post_tags revisions posts_search renderings",
    "notify content_version",
    "insert post_counts",
    "commit",
  ]);
});

test("updatePost — PostgreSQL — one statement for the parts of a post", async () => {
  const { id } = await createPost(db, DRAFT);
  const change = () => updatePost(db, String(id), { content: "Other **text**." }, ANYONE);
  expect((await statementsOf(change)).slice(-5)).toEqual([
    "update posts",
    "delete post_tags",
    "with post_tags revisions posts_search renderings",
    "notify content_version",
    "commit",
  ]);
});
