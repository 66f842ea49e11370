import { bumpContentVersion } from "#lib/server/content-version";
import { COUNTING_TABLES, type TableName } from "#lib/server/copy/tables";
import { getEngine } from "#lib/server/db/engine";
import { inTransaction } from "#lib/server/db/transaction";
import { findWrongCounters, recountPosts, type WrongCounter } from "#lib/server/posts/list/recount";
import { type Check, type Context, Found, fixable, repairAll } from "../finding.ts";

/** Counters per transaction: those that save posts wait for it. */
const BATCH = 20;

const nameOf = ({ counted, kind, name, posts }: WrongCounter) =>
  `${[kind, name].filter(Boolean).join(" ")}: ${posts} instead of ${counted}`;

/** The tables with ids whose next id is that of a row: none can be inserted. */
async function wrongNextIds({ db }: Context): Promise<{ table: TableName; last: number }[]> {
  const wrong: { table: TableName; last: number }[] = [];
  for (const table of COUNTING_TABLES) {
    const last = await getEngine(db).bulkLoader.lastKey(db, table);
    const newest = await db
      .selectFrom(table as "posts")
      .select((eb) => eb.fn.max<number | null>("id").as("id"))
      .executeTakeFirstOrThrow();
    if (newest.id !== null && last < newest.id) wrong.push({ table, last: newest.id });
  }
  return wrong;
}

/** Whether counters say how many rows there are, and the next ids are new. */
export const counters: Check = {
  name: "counters",
  needsSchema: true,

  async find(context) {
    const wrong = new Found();
    for (const counter of await findWrongCounters(context.db)) wrong.add(nameOf(counter));
    const nextIds = await wrongNextIds(context);
    return [
      ...(wrong.count > 0 ? [fixable(`wrong: ${wrong.of("counter")}`)] : []),
      ...nextIds.map(({ last, table }) => fixable(`the next id of ${table} is not above ${last}, which exists`)),
    ];
  },

  async fix(context) {
    const { db } = context;
    const wrong = await findWrongCounters(db);
    for (let at = 0; at < wrong.length; at += BATCH) await recountPosts(db, wrong.slice(at, at + BATCH));
    if (wrong.length > 0) await inTransaction(db, bumpContentVersion);
    const nextIds = await wrongNextIds(context);
    await repairAll(
      nextIds.map(
        ({ last, table }) =>
          () =>
            inTransaction(db, (trx) => getEngine(trx).bulkLoader.setLastKey(trx, table, last)),
      ),
    );
  },
};
