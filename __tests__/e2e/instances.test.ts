import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { engine } from "#support/engine";
import { Clients } from "#support/instances";
import { ownPostgres } from "#support/own-postgres";
import { Random } from "#support/random";
import { faultsOf } from "#support/recorded-history";
import { TestServer } from "#support/server";
import type { Postgres } from "#support/start-postgres";

const SEED = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000);
const WRITERS = 4;
/** In each round one instance is written to, or all are; it ends with an instance killed and started again. */
const ROUNDS = [[0], [1], [0, 1]];
const ROUND_MS = 1_500;
/** How often some connections to PostgreSQL are ended. */
const TERMINATE_MS = 300;
/** SQLite tells every process of a commit at once; PostgreSQL may take a second. */
const LAG_MS = engine === "postgres" ? 1_000 : 0;

let postgres: Postgres | undefined;
let first: TestServer;
let second: TestServer;
beforeAll(async () => {
  const settings: Record<string, string> = {};
  if (engine === "postgres") {
    postgres = await ownPostgres();
    await postgres.createDatabase("octavo");
    settings.DATABASE_URL = postgres.url("octavo");
  }
  first = new TestServer(settings);
  second = new TestServer({ DATABASE_URL: await first.makeDatabase() });
  await Promise.all([first.start(), second.start()]);
});
afterAll(async () => {
  await second?.discard();
  await first?.discard();
  await postgres?.discard();
});

/** Ends about every third connection to the database, as an operator might. */
async function terminateSome(url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  await client.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and random() < 0.3`);
  await client.end();
}

/** Ends connections now and then while `work` goes on. */
async function whileTerminating(work: () => Promise<unknown>): Promise<void> {
  const url = await first.makeDatabase();
  let isDone = false;
  const terminating = (async () => {
    while (postgres && !isDone) {
      await terminateSome(url);
      await wait(TERMINATE_MS);
    }
  })();
  await work();
  isDone = true;
  await terminating;
}

/** Failures of the instances and the database during the history; none while an instance starts, which would end it. */
async function trouble(clients: Clients, chance: Random): Promise<void> {
  for (const [round, writable] of ROUNDS.entries()) {
    clients.writable = writable;
    await whileTerminating(() => wait(ROUND_MS));
    clients.writable = [0, 1];
    const victim = chance.of([first, second]);
    await victim.end("SIGKILL");
    await wait(chance.below(500));
    if (postgres && round === 1) {
      await postgres.stop();
      await postgres.start();
    }
    await victim.start();
  }
  clients.writable = [1];
  await wait(ROUND_MS);
  await clients.haveSucceeded(["create", "change", "remove", "restore", "read", "list", "page", "walk"]);
}

test(`two instances on one database — random history, kills and lost connections — no stale answer (HISTORY_SEED=${SEED})`, async () => {
  const clients = new Clients([first, second], new Random(SEED));
  await clients.during(WRITERS, () => trouble(clients, new Random(SEED + 1)));
  await wait(2 * LAG_MS);
  await clients.readEverything();
  const holdings = [await clients.holdingOf(0), await clients.holdingOf(1)];

  expect(faultsOf({ requests: clients.requests, holdings, lag: LAG_MS })).toEqual([]);
  expect(clients.requests.some(({ status }) => status === 0)).toBe(true);
  expect(first.isRunning && second.isRunning).toBe(true);
});
