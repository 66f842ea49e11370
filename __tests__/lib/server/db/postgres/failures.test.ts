import { isNativeError } from "node:util/types";
import pg from "pg";
import { isUnavailable } from "#lib/server/db/errors";
import { newDatabase, type TestDatabase } from "#support/database";
import { TcpProxy } from "#support/proxy";

let database: TestDatabase;
beforeAll(async () => {
  database = await newDatabase();
});
afterAll(() => database.remove());

let client: pg.Client;
let other: pg.Client;
beforeEach(async () => {
  [client, other] = [new pg.Client(database.url), new pg.Client(database.url)];
  for (const each of [client, other]) {
    each.on("error", () => {});
    await each.connect();
  }
  await client.query("drop table if exists a; create table a (id int primary key); insert into a values (1), (2)");
});
afterEach(() => Promise.all([client.end(), other.end()]));

/** What a promise fails with. */
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** An error that the server makes up for us, with a code that cannot be provoked here. */
const raised = (code: string) =>
  failureOf(client.query(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`));

function withClient(
  url: string,
  work: (stranger: pg.Client) => Promise<unknown>,
  config: pg.ClientConfig = {},
): Promise<unknown> {
  const stranger = new pg.Client({ connectionString: url, ...config });
  stranger.on("error", () => {});
  return failureOf(work(stranger)).finally(() => void stranger.end());
}

const connecting = (url: string, config?: pg.ClientConfig) =>
  withClient(url, (stranger) => stranger.connect().then(() => stranger.query("select 1")), config);

async function deadlock(): Promise<unknown> {
  await client.query("begin; update a set id = id where id = 1");
  await other.query("begin; update a set id = id where id = 2");
  const crossing = [
    client.query("update a set id = id where id = 2"),
    other.query("update a set id = id where id = 1"),
  ];
  const failures = await Promise.all(crossing.map(failureOf));
  return failures.find(Boolean);
}

async function serialization(): Promise<unknown> {
  await client.query("begin isolation level repeatable read; select * from a");
  await other.query("update a set id = id where id = 1");
  return failureOf(client.query("update a set id = id where id = 1"));
}

async function throughProxy(use: (proxy: TcpProxy, url: string) => Promise<unknown>): Promise<unknown> {
  const proxy = await new TcpProxy(Number(new URL(database.url).port)).pass();
  return use(proxy, proxy.through(database.url)).finally(() => proxy.refuse());
}

async function usedAfterEnd(): Promise<unknown> {
  const ended = new pg.Client(database.url);
  await ended.connect();
  await ended.end();
  return failureOf(ended.query("select 1"));
}

async function poolOf(work: (pool: pg.Pool) => Promise<unknown>, config: pg.PoolConfig = {}): Promise<unknown> {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, ...config });
  pool.on("error", () => {});
  return failureOf(work(pool)).finally(() => (pool.ended ? undefined : pool.end()));
}

async function afterCut(): Promise<unknown> {
  return throughProxy((proxy, url) =>
    poolOf(
      async (pool) => {
        const one = await pool.connect();
        one.on("error", () => {});
        try {
          proxy.cut();
          await one.query("select 1").catch(() => {});
          await one.query("select 1");
        } finally {
          one.release(true);
        }
      },
      { connectionString: url },
    ),
  );
}

describe("the database is away:", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a backend that was ended", () => failureOf(client.query("select pg_terminate_backend(pg_backend_pid())"))],
    [
      "a connection used after that",
      async () => {
        await failureOf(client.query("select pg_terminate_backend(pg_backend_pid())"));
        return failureOf(client.query("select 1"));
      },
    ],
    ["a statement that took too long", () => failureOf(client.query("set statement_timeout = 20; select pg_sleep(1)"))],
    [
      "a statement that was cancelled",
      () => failureOf(client.query("select pg_cancel_backend(pg_backend_pid()), pg_sleep(1)")),
    ],
    [
      "a lock that is held",
      async () => {
        await other.query("begin; lock table a");
        return failureOf(client.query("set lock_timeout = 20; select * from a"));
      },
    ],
    [
      "a lock that is not waited for",
      async () => {
        await other.query("begin; lock table a");
        return failureOf(client.query("begin; lock table a nowait"));
      },
    ],
    ["a deadlock", deadlock],
    ["a serialization failure", serialization],
    [
      "a transaction that was idle too long",
      async () => {
        await client.query("set idle_in_transaction_session_timeout = 20; begin");
        await new Promise((resolve) => client.once("error", resolve));
        return failureOf(client.query("select 1"));
      },
    ],
    ["a database that takes no writes", () => failureOf(client.query("begin read only; insert into a values (9)"))],
    [
      "nobody at the port",
      () =>
        throughProxy(async (proxy, url) => {
          await proxy.refuse();
          return connecting(url);
        }),
    ],
    [
      "a line that is cut",
      () =>
        throughProxy((proxy, url) =>
          withClient(url, async (stranger) => {
            await stranger.connect();
            const asked = stranger.query("select pg_sleep(5)");
            proxy.cut();
            await asked;
          }),
        ),
    ],
    ["a pool whose line was cut", afterCut],
    [
      "a server that takes the connection and says nothing",
      () =>
        throughProxy(async (proxy, url) => {
          proxy.swallow();
          return connecting(url, { connectionTimeoutMillis: 50 });
        }),
    ],
    [
      "the same, for a pool",
      () =>
        throughProxy(async (proxy, url) => {
          proxy.swallow();
          return poolOf((pool) => pool.query("select 1"), { connectionString: url, connectionTimeoutMillis: 50 });
        }),
    ],
    ["an answer that does not come", () => poolOf((pool) => pool.query("select pg_sleep(1)"), { query_timeout: 50 })],
    [
      "no connection left in the pool",
      () =>
        poolOf(
          async (pool) => {
            const taken = await pool.connect();
            await pool.query("select 1").finally(() => taken.release());
          },
          { connectionTimeoutMillis: 50 },
        ),
    ],
    [
      "a pool that was closed",
      () =>
        poolOf(async (pool) => {
          await pool.end();
          await pool.query("select 1");
        }),
    ],
    ["a client that was closed", usedAfterEnd],
    ["an unknown host", () => connecting("postgres://a:a@nowhere.invalid/a")],
    ["too many connections", () => raised("53300")],
    ["a full disk", () => raised("53100")],
    ["no memory", () => raised("53200")],
    ["a server that is shutting down", () => raised("57P01")],
    ["a server that crashed", () => raised("57P02")],
    ["a server that is starting", () => raised("57P03")],
    ["trouble with its files", () => raised("58030")],
    ["a broken page", () => raised("XX001")],
    ["a connection that failed", () => raised("08006")],
  ])("%s", async (_name, provoke) => {
    const error = await provoke();
    expect(isNativeError(error)).toBe(true);
    expect([error, isUnavailable(error)]).toEqual([error, true]);
  });
});

describe("a fault of ours:", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a query that is wrong", () => failureOf(client.query("selekt 1"))],
    ["a table that is not there", () => failureOf(client.query("select * from b"))],
    ["a key that is there already", () => failureOf(client.query("insert into a values (1)"))],
    ["a value of another type", () => failureOf(client.query("select 'a'::int"))],
    ["a division by zero", () => failureOf(client.query("select 1 / 0"))],
    ["a wrong password", () => connecting(database.url.replace(/:[^:@]+@/, ":wrong@"))],
    ["a database that is not there", () => connecting(database.url.replace(/[^/]+$/, "nothing"))],
  ])("%s", async (_name, provoke) => {
    const error = await provoke();
    expect(isNativeError(error)).toBe(true);
    expect([error, isUnavailable(error)]).toEqual([error, false]);
  });
});
