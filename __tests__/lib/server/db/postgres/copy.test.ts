import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { copyDatabase } from "#lib/server/copy/copy";
import type { Step } from "#lib/server/progress";
import { withDatabases } from "#support/databases";

jest.setTimeout(60_000);

const places = withDatabases();
const admin = () => new pg.Client(process.env.TEST_POSTGRES_URL);

async function administer(statement: string): Promise<unknown[]> {
  const client = admin();
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const created: string[] = [];
afterEach(async () => {
  for (const name of created.splice(0)) await administer(`drop database "${name}" with (force)`);
});

/** The URL of a database without tables. */
async function bare(options = ""): Promise<string> {
  const name = `bare_${randomUUID()}`;
  await administer(`create database "${name}" template template0 ${options}`);
  created.push(name);
  const url = new URL(process.env.TEST_POSTGRES_URL ?? "");
  url.pathname = name;
  return url.href;
}

async function tablesOf(url: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query("select relname from pg_class where relnamespace = 'public'::regnamespace");
  await client.end();
  return rows;
}

/** Runs the statement in another process when the copy reaches a step, before it continues. */
function doAt(doing: Step["doing"], rows: number, url: string, statement: string) {
  let isDone = false;
  return (step: Step) => {
    if (isDone || step.doing !== doing || step.rows < rows) return;
    isDone = true;
    execFileSync(process.execPath, ["__tests__/support/programs/run-sql.ts", url, statement], { stdio: "pipe" });
  };
}

/** Terminates the copy's connections to a database. */
function cutAt(url: string, doing: Step["doing"], rows: number) {
  const cut = `select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = '${new URL(url).pathname.slice(1)}'`;
  return doAt(doing, rows, process.env.TEST_POSTGRES_URL ?? "", cut);
}

test("copyDatabase — target with another collation — same digests", async () => {
  const [source, there] = [await places.source(300), await bare("locale_provider icu icu_locale 'sv'")];
  const [{ order }] = (await administer(`select 'Z' < 'a' collate "sv-x-icu" as order`)) as [{ order: boolean }];
  expect(order).toBe(false);
  await copyDatabase(source, there);
  expect(await places.summary(there)).toEqual(await places.summary(source));
});

test("copyDatabase — refused or failed — no table left in an empty target", async () => {
  const [source, there] = [await places.source(300), await bare()];
  await expect(copyDatabase(places.file("nowhere.db"), there)).rejects.toThrow("there is no database");
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(copyDatabase(source, there, { signal })).rejects.toThrow("enough");
  expect(await tablesOf(there)).toEqual([]);
});

test.each(["copying", "checking"] as const)(
  "copyDatabase — target connection lost while %s — target empty, a second copy succeeds",
  async (doing) => {
    const [source, there] = [await places.source(300), await bare()];
    await expect(copyDatabase(source, there, { onStep: cutAt(there, doing, 250) })).rejects.toThrow(/terminat/);
    expect(await tablesOf(there)).toEqual([]);
    await copyDatabase(source, there);
    expect(await places.summary(there)).toEqual(await places.summary(source));
  },
);

test("copyDatabase — source connection lost — target empty, a second copy succeeds", async () => {
  const [source, there, back] = [await places.source(300), await bare(), places.file("back.db")];
  await copyDatabase(source, there);
  await expect(copyDatabase(there, back, { onStep: cutAt(there, "copying", 250) })).rejects.toThrow(/terminat/);
  await copyDatabase(there, back);
  expect(await places.summary(back)).toEqual(await places.summary(source));
});

test("copyDatabase — writes to every table of the source during the copy — not copied", async () => {
  const [source, there, back] = [await places.source(300), await bare(), places.file("back.db")];
  const before = await copyDatabase(source, there);
  const write = `
    update posts set title = 'Late';
    update revisions set title = 'Late';
    delete from post_tags;
    update content_version set number = number + 1;
    update secret set value = 'other';
    insert into rate_limits values ('late', 1, 1)`;
  expect(await copyDatabase(there, back, { onStep: doAt("copying", 1, there, write) })).toEqual(before);
  expect(await places.summary(there)).not.toEqual(before);
});

test("copyDatabase — another process writes to the target — locked out", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  await places.open(there);
  const writeFromElsewhere = doAt(
    "copying",
    1,
    there,
    "set lock_timeout = 100; insert into rate_limits values ('elsewhere', 1, 1)",
  );
  let refusal: unknown;
  await copyDatabase(source, there, {
    onStep(step) {
      try {
        writeFromElsewhere(step);
      } catch (error) {
        refusal = error;
      }
    },
  });
  expect(String(refusal)).toMatch("canceling statement due to lock timeout");
});

test("copyDatabase — another program's tables in the target — copied beside them", async () => {
  const [source, there] = [await places.source(20), await bare()];
  const client = new pg.Client(there);
  await client.connect();
  await client.query("create table notes (text text)");
  await client.end();
  await copyDatabase(source, there);
  expect(await places.summary(there)).toEqual(await places.summary(source));
});
