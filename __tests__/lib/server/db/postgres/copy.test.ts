import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { copyDatabase } from "#lib/server/copy/copy";
import type { Step } from "#lib/server/copy/digest";
import { withPlaces } from "#support/places";

jest.setTimeout(60_000);

const places = withPlaces();
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

const made: string[] = [];
afterEach(async () => {
  for (const name of made.splice(0)) await administer(`drop database "${name}" with (force)`);
});

/** The address of a database without a single table. */
async function bare(options = ""): Promise<string> {
  const name = `bare_${randomUUID()}`;
  await administer(`create database "${name}" template template0 ${options}`);
  made.push(name);
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

/** Cuts the connections that a copy has to a database once it is at a step, before it goes on. */
const cutAt = (url: string, doing: Step["doing"], rows: number) => {
  let isCut = false;
  return (step: Step) => {
    if (isCut || step.doing !== doing || step.rows < rows) return;
    isCut = true;
    const program = "__tests__/support/programs/cut-connections.ts";
    const { TEST_POSTGRES_URL = "" } = process.env;
    execFileSync(process.execPath, [program, TEST_POSTGRES_URL, new URL(url).pathname.slice(1)]);
  };
};

test("a database in another language puts its rows in the same order", async () => {
  const [source, there] = [await places.source(300), await bare("locale_provider icu icu_locale 'sv'")];
  const [{ order }] = (await administer(`select 'Z' < 'a' collate "sv-x-icu" as order`)) as [{ order: boolean }];
  expect(order).toBe(false);
  await copyDatabase(source, there);
  expect(await places.summary(there)).toEqual(await places.summary(source));
});

test("a copy that is refused or fails leaves not a table in a bare database", async () => {
  const [source, there] = [await places.source(300), await bare()];
  await expect(copyDatabase(places.file("nowhere.db"), there)).rejects.toThrow("there is no database");
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(copyDatabase(source, there, { signal })).rejects.toThrow("enough");
  expect(await tablesOf(there)).toEqual([]);
});

test.each(["copying", "checking"] as const)(
  "a target that is lost while %s stays empty, and can be filled again",
  async (doing) => {
    const [source, there] = [await places.source(300), await bare()];
    await expect(copyDatabase(source, there, { onStep: cutAt(there, doing, 250) })).rejects.toThrow(/terminat/);
    expect(await tablesOf(there)).toEqual([]);
    await copyDatabase(source, there);
    expect(await places.summary(there)).toEqual(await places.summary(source));
  },
);

test("a source that is lost leaves the target empty", async () => {
  const [source, there, back] = [await places.source(300), await bare(), places.file("back.db")];
  await copyDatabase(source, there);
  await expect(copyDatabase(there, back, { onStep: cutAt(there, "copying", 250) })).rejects.toThrow(/terminat/);
  await copyDatabase(there, back);
  expect(await places.summary(back)).toEqual(await places.summary(source));
});

test("nobody else writes into the target while it is filled", async () => {
  const [source, there] = [await places.source(300), await places.target()];
  const intruder = new pg.Client(there);
  await intruder.connect();
  await intruder.query("set lock_timeout = 100");
  let attempt: Promise<unknown> | undefined;
  await copyDatabase(source, there, {
    onStep: () => {
      attempt ??= intruder.query("insert into post_tags values (1, 'intruder')").catch((error: Error) => error);
    },
  });
  expect(await attempt).toMatchObject({ code: "55P03" });
  await intruder.end();
});

test("another program's tables beside ours are no hindrance", async () => {
  const [source, there] = [await places.source(20), await bare()];
  const client = new pg.Client(there);
  await client.connect();
  await client.query("create table notes (text text)");
  await client.end();
  await copyDatabase(source, there);
  expect(await places.summary(there)).toEqual(await places.summary(source));
});
