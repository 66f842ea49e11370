import pg from "pg";
import { DatabaseError } from "#lib/server/db/database-error";
import { openDatabase } from "#lib/server/db/open";
import { newDatabase } from "#support/database";
import { freePort } from "#support/free-port";
import { openError as refusal } from "#support/open-error";

/** A database that an Octavo has created, removed after `work`. */
async function withCreated(work: (url: string) => Promise<void>): Promise<void> {
  const { remove, url } = await newDatabase();
  try {
    await (await openDatabase(url)).db.destroy();
    await work(url);
  } finally {
    await remove();
  }
}

async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const address = (change: (url: URL) => void) => {
  const url = new URL(process.env.TEST_POSTGRES_URL ?? "");
  change(url);
  return url.href;
};

test("DATABASE_URL — connection refused — names host and port, without the password", async () => {
  const port = await freePort();
  const line = await refusal(`postgres://octavo:s3cret@127.0.0.1:${port}/octavo`);
  expect(line).toBe(
    `postgres://octavo:***@127.0.0.1:${port}/octavo: nothing listens on 127.0.0.1:${port} (ECONNREFUSED); must be where PostgreSQL runs`,
  );
  expect(await refusal(`postgres://octavo:s3cret@localhost:${port}/octavo`)).toContain(
    `: nothing listens on localhost:${port} (ECONNREFUSED)`,
  );
});

test("DATABASE_URL — unknown host — names it", async () => {
  expect(await refusal("postgres://octavo:s3cret@db.invalid/octavo")).toMatch(
    /^postgres:\/\/octavo:\*\*\*@db\.invalid\/octavo: the host db\.invalid cannot be found \(E\w+\); must be/,
  );
});

test("DATABASE_URL — wrong password — names the role", async () => {
  expect(await refusal(address((url) => Object.assign(url, { password: "s3cret" })))).toMatch(
    /^(?!.*s3cret).*: the password of the role "octavo" was refused \(28P01\); user name and password must be right$/,
  );
});

test("DATABASE_URL — no password where SCRAM is required — says so", () => {
  // What node-postgres throws then.
  const error = new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string");
  expect(new DatabaseError("postgres://octavo@db.test/octavo", error).message).toBe(
    "postgres://octavo@db.test/octavo: the server on db.test:5432 wants a password; must contain one",
  );
});

test("DATABASE_URL — unknown database — names it", async () => {
  expect(await refusal(address((url) => Object.assign(url, { pathname: "nowhere" })))).toMatch(
    /: there is no database "nowhere" on \S+ \(3D000\); must be created first$/,
  );
});

describe("DATABASE_URL — a role without privileges", () => {
  const role = "octavo_reader";
  const as = (url: string) => Object.assign(new URL(url), { username: role, password: "x" }).href;
  const setUp = (url: string) => query(url, `drop role if exists ${role}`, `create role ${role} login password 'x'`);
  const end = (url: string) => query(url, `drop owned by ${role}`, `drop role ${role}`);

  test("on the schema of a new database — names the schema and the privileges it needs", async () => {
    const { remove, url } = await newDatabase();
    try {
      await setUp(url);
      expect(await refusal(as(url))).toMatch(
        /: permission denied for schema public \(42501\); the role "octavo_reader" must own Octavo's tables and have USAGE and CREATE on their schema$/,
      );
      await query(url, "revoke usage on schema public from public");
      expect(await refusal(as(url))).toMatch(/\((3F000|42501)\); the role "octavo_reader" must own Octavo's tables/);
      await end(url);
    } finally {
      await remove();
    }
  });

  test("on the tables of a database — names the table", async () => {
    await withCreated(async (url) => {
      await setUp(url);
      expect(await refusal(as(url))).toMatch(/: permission denied for table kysely_migration \(42501\); the role/);
      await end(url);
    });
  });
});
