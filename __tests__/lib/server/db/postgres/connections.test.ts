import { sql } from "kysely";
import { isUnavailable } from "#lib/server/db/errors";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { newDatabase, type TestDatabase } from "#support/database";
import { longTest } from "#support/long";
import { TcpProxy } from "#support/proxy";
import { withSettings } from "#support/settings";

withSettings({ DATABASE_POOL: 1 });

let database: TestDatabase;
let proxy: TcpProxy;
let db: Database;
beforeEach(async () => {
  database = await newDatabase();
  proxy = await new TcpProxy(Number(new URL(database.url).port)).pass();
  ({ db } = await openDatabase(proxy.through(database.url)));
});
afterEach(async () => {
  await proxy.refuse();
  await db.destroy();
  await database.remove();
});

const selectOne = () => sql<{ one: number }>`select 1 as one`.execute(db).then(({ rows }) => rows);

const failing: [string, () => Promise<unknown>][] = [
  ["a query", selectOne],
  [
    "a transaction",
    () =>
      db.transaction().execute(async (trx) => {
        await sql`select 1`.execute(trx);
        proxy.swallow();
        await sql`select 1`.execute(trx);
      }),
  ],
];

const title = "PostgreSQL — %s on a silent connection — fails once, and the next takes another connection";
async function failOnce(_name: string, work: () => Promise<unknown>): Promise<void> {
  await selectOne();
  if (work === selectOne) proxy.swallow();
  const started = performance.now();
  const error: unknown = await work().catch((failure: unknown) => failure);
  expect(isUnavailable(error)).toBe(true);
  // The wait for the response is not followed by a second one for ROLLBACK.
  expect(performance.now() - started).toBeLessThan(10_000);
  await proxy.pass();
  expect(await selectOne()).toEqual([{ one: 1 }]);
}
test.each(failing.filter(([, work]) => work !== selectOne))(title, failOnce);
// Each waits for as long as a query may take.
longTest.each(failing.filter(([, work]) => work === selectOne))(title, failOnce);

test("PostgreSQL — a transaction on a connection that is cut — fails at once, and the next takes another connection", async () => {
  await selectOne();
  const cutting = setInterval(() => proxy.cut(), 1);
  const work = db.transaction().execute((trx) => sql`select pg_sleep(5)`.execute(trx));
  const error: unknown = await work.catch((failure: unknown) => failure);
  clearInterval(cutting);
  expect([error, isUnavailable(error)]).toEqual([error, true]);
  expect(await selectOne()).toEqual([{ one: 1 }]);
});

test("PostgreSQL — an idle connection is cut — no unhandled error, the next query succeeds", async () => {
  await selectOne();
  proxy.cut();
  const [first] = await Promise.allSettled([selectOne()]);
  expect(first.status === "fulfilled" || isUnavailable(first.reason)).toBe(true);
  expect(await selectOne()).toEqual([{ one: 1 }]);
});

test("PostgreSQL — statement_timeout — off for migrations, 5 s for requests", async () => {
  const limitOf = async (at: Database) =>
    (await sql<{ statement_timeout: string }>`show statement_timeout`.execute(at)).rows[0]?.statement_timeout;
  const fresh = await newDatabase();
  const limits: (string | undefined)[] = [];
  const opened = await openDatabase(fresh.url, async (trx) => {
    limits.push(await limitOf(trx));
  });
  limits.push(await limitOf(opened.db));
  expect(limits).toEqual(["0", "5s"]);
  await opened.db.destroy();
  await fresh.remove();
});
