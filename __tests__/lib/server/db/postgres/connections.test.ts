import { sql } from "kysely";
import { isUnavailable } from "#lib/server/db/errors";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { newDatabase, type TestDatabase } from "#support/database";
import { longTest } from "#support/long";
import { TcpProxy } from "#support/proxy";
import { withSettings } from "#support/settings";

withSettings({ DATABASE_POOL: 1 });

let made: TestDatabase;
let proxy: TcpProxy;
let db: Database;
beforeEach(async () => {
  made = await newDatabase();
  proxy = await new TcpProxy(Number(new URL(made.url).port)).pass();
  ({ db } = await openDatabase(proxy.through(made.url)));
});
afterEach(async () => {
  await proxy.refuse();
  await db.destroy();
  await made.remove();
});

const ask = () => sql<{ one: number }>`select 1 as one`.execute(db).then(({ rows }) => rows);

const failing: [string, () => Promise<unknown>][] = [
  ["a query", ask],
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

const title = "%s on a line that has gone silent fails once, and the next one takes another line";
async function failOnce(_name: string, work: () => Promise<unknown>): Promise<void> {
  await ask();
  if (work === ask) proxy.swallow();
  const started = performance.now();
  const error: unknown = await work().catch((failure: unknown) => failure);
  expect(isUnavailable(error)).toBe(true);
  // The wait for the answer is not followed by another one, for that to ROLLBACK.
  expect(performance.now() - started).toBeLessThan(10_000);
  await proxy.pass();
  expect(await ask()).toEqual([{ one: 1 }]);
}
test.each(failing.filter(([, work]) => work !== ask))(title, failOnce);
// Each waits for as long as a query may take.
longTest.each(failing.filter(([, work]) => work === ask))(title, failOnce);

test("a transaction on a line that is cut fails at once, and the next one takes another line", async () => {
  await ask();
  const cutting = setInterval(() => proxy.cut(), 1);
  const work = db.transaction().execute((trx) => sql`select pg_sleep(5)`.execute(trx));
  const error: unknown = await work.catch((failure: unknown) => failure);
  clearInterval(cutting);
  expect([error, isUnavailable(error)]).toEqual([error, true]);
  expect(await ask()).toEqual([{ one: 1 }]);
});

test("a line that dies while nobody uses it is no fault", async () => {
  await ask();
  proxy.cut();
  const [first] = await Promise.allSettled([ask()]);
  expect(first.status === "fulfilled" || isUnavailable(first.reason)).toBe(true);
  expect(await ask()).toEqual([{ one: 1 }]);
});

test("migrations take as long as they need, requests do not", async () => {
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
