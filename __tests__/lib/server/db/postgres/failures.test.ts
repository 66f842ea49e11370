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

/** The error that a promise rejects with. */
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** An error raised by the server, with a code that cannot be provoked here. */
const raised = (code: string) =>
  failureOf(client.query(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`));

function withClient(
  url: string,
  work: (extra: pg.Client) => Promise<unknown>,
  config: pg.ClientConfig = {},
): Promise<unknown> {
  const extra = new pg.Client({ connectionString: url, ...config });
  extra.on("error", () => {});
  return failureOf(work(extra)).finally(() => void extra.end());
}

const connecting = (url: string, config?: pg.ClientConfig) =>
  withClient(url, (extra) => extra.connect().then(() => extra.query("select 1")), config);

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

describe("isUnavailable — errors of a database that is unavailable — true", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a terminated backend", () => failureOf(client.query("select pg_terminate_backend(pg_backend_pid())"))],
    [
      "a query after the backend was terminated",
      async () => {
        await failureOf(client.query("select pg_terminate_backend(pg_backend_pid())"));
        return failureOf(client.query("select 1"));
      },
    ],
    ["statement_timeout", () => failureOf(client.query("set statement_timeout = 20; select pg_sleep(1)"))],
    ["a cancelled statement", () => failureOf(client.query("select pg_cancel_backend(pg_backend_pid()), pg_sleep(1)"))],
    [
      "lock_timeout",
      async () => {
        await other.query("begin; lock table a");
        return failureOf(client.query("set lock_timeout = 20; select * from a"));
      },
    ],
    [
      "lock nowait",
      async () => {
        await other.query("begin; lock table a");
        return failureOf(client.query("begin; lock table a nowait"));
      },
    ],
    ["a deadlock", deadlock],
    ["a serialization failure", serialization],
    [
      "idle_in_transaction_session_timeout",
      async () => {
        await client.query("set idle_in_transaction_session_timeout = 20; begin");
        await new Promise((resolve) => client.once("error", resolve));
        return failureOf(client.query("select 1"));
      },
    ],
    ["a read-only transaction", () => failureOf(client.query("begin read only; insert into a values (9)"))],
    [
      "connection refused",
      () =>
        throughProxy(async (proxy, url) => {
          await proxy.refuse();
          return connecting(url);
        }),
    ],
    [
      "a connection cut during a query",
      () =>
        throughProxy((proxy, url) =>
          withClient(url, async (extra) => {
            await extra.connect();
            const query = extra.query("select pg_sleep(5)");
            proxy.cut();
            await query;
          }),
        ),
    ],
    ["a pooled client after its connection was cut", afterCut],
    [
      "a server that accepts the connection and never responds",
      () =>
        throughProxy(async (proxy, url) => {
          proxy.swallow();
          return connecting(url, { connectionTimeoutMillis: 50 });
        }),
    ],
    [
      "the same through a pool",
      () =>
        throughProxy(async (proxy, url) => {
          proxy.swallow();
          return poolOf((pool) => pool.query("select 1"), { connectionString: url, connectionTimeoutMillis: 50 });
        }),
    ],
    ["query_timeout", () => poolOf((pool) => pool.query("select pg_sleep(1)"), { query_timeout: 50 })],
    [
      "a pool without free connections",
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
      "a closed pool",
      () =>
        poolOf(async (pool) => {
          await pool.end();
          await pool.query("select 1");
        }),
    ],
    ["a closed client", usedAfterEnd],
    ["an unknown host", () => connecting("postgres://a:a@nowhere.invalid/a")],
    ["too many connections", () => raised("53300")],
    ["a full disk", () => raised("53100")],
    ["no memory", () => raised("53200")],
    ["57P01, shutting down", () => raised("57P01")],
    ["57P02, crashed", () => raised("57P02")],
    ["57P03, starting up", () => raised("57P03")],
    ["58030, I/O error", () => raised("58030")],
    ["XX001, corrupted page", () => raised("XX001")],
    ["08006, connection failure", () => raised("08006")],
  ])("%s", async (_name, provoke) => {
    const error = await provoke();
    expect(isNativeError(error)).toBe(true);
    expect([error, isUnavailable(error)]).toEqual([error, true]);
  });
});

describe("isUnavailable — bugs and wrong settings — false", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a syntax error", () => failureOf(client.query("selekt 1"))],
    ["a missing table", () => failureOf(client.query("select * from b"))],
    ["a duplicate key", () => failureOf(client.query("insert into a values (1)"))],
    ["a value of another type", () => failureOf(client.query("select 'a'::int"))],
    ["a division by zero", () => failureOf(client.query("select 1 / 0"))],
    ["a wrong password", () => connecting(database.url.replace(/:[^:@]+@/, ":wrong@"))],
    ["an unknown database", () => connecting(database.url.replace(/[^/]+$/, "nothing"))],
  ])("%s", async (_name, provoke) => {
    const error = await provoke();
    expect(isNativeError(error)).toBe(true);
    expect([error, isUnavailable(error)]).toEqual([error, false]);
  });
});
