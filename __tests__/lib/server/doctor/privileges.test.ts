import { randomUUID } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { sql } from "kysely";
import { connect } from "#lib/server/db/open";
import { newMigratedDatabase, type TestDatabase } from "#support/database";
import { checkNamed, contextOf } from "#support/doctor";
import { engine } from "#support/engine";
import { withFolder } from "#support/folder";

let made: TestDatabase;
beforeEach(async () => {
  made = await newMigratedDatabase();
});
afterEach(() => made.remove());
const folder = withFolder();

const find = (url: string, filesUrl = `file:${folder.path}`, name = "privileges") =>
  contextOf(url, filesUrl, (context) => checkNamed(name).find(context));

test("FILES_URL that is no folder — found, with the cause", async () => {
  const file = folder.file("file");
  writeFileSync(file, "");
  expect(await find(made.url, `file:${file}`, "storage")).toEqual([
    expect.objectContaining({ severity: "error", what: expect.stringContaining(`FILES_URL=file:${file}: `) }),
  ]);
});

// Root may do everything.
const isRoot = process.getuid?.() === 0;
(engine === "sqlite" && !isRoot ? test : test.skip)("SQLite — a file that may not be written — found", async () => {
  const file = made.url.slice("file:".length);
  chmodSync(file, 0o444);
  const found = await contextOf(made.url, `file:${folder.path}`, (context) => checkNamed("privileges").find(context));
  expect(found).toEqual([
    expect.objectContaining({ what: `Octavo lacks the right to read and write ${file} (EACCES)` }),
  ]);
});

/** Runs `work` as a new role, to which statements grant something. */
async function asRole(grants: string[], work: (url: string) => Promise<void>): Promise<void> {
  const role = `role_${randomUUID().slice(0, 8)}`;
  const db = await connect(made.url, "fill");
  const run = (statement: string) => sql.raw(statement).execute(db);
  const url = new URL(made.url);
  const database = decodeURIComponent(url.pathname.slice(1));
  try {
    await run(`create role ${role} login password 'p'`);
    await run(`revoke all on database "${database}" from public`);
    await run(`grant connect on database "${database}" to ${role}`);
    for (const grant of grants) await run(`grant ${grant} to ${role}`);
    url.username = role;
    url.password = "p";
    await work(url.href);
  } finally {
    await run(`drop owned by ${role}`);
    await run(`drop role ${role}`);
    await db.destroy();
  }
}

const onPostgres = engine === "postgres" ? test : test.skip;
const APP = ["usage on schema public", "select, insert, update, delete on all tables in schema public"];

onPostgres("PostgreSQL — the role of the site, which cannot migrate — notes, and no finding", async () => {
  await asRole([...APP, "usage, select on all sequences in schema public"], async (url) => {
    const [note, ...others] = await find(url);
    expect(others).toEqual([]);
    expect(note).toMatchObject({
      severity: "note",
      what: expect.stringMatching(/: it lacks ownership of \d+ tables and CREATE in the schema public$/),
    });
    expect(await find(url, undefined, "tables and indexes")).toEqual([
      expect.objectContaining({ severity: "note", what: expect.stringContaining("permission denied") }),
    ]);
  });
});

onPostgres("PostgreSQL — a role that lacks privileges — each is an error", async () => {
  const grants = [...APP, "usage, select on sequence posts_id_seq", "usage, select on sequence messages_id_seq"];
  await asRole(grants, async (url) => {
    const errors = async () => (await find(url)).flatMap(({ severity, what }) => (severity === "error" ? what : []));
    expect(await errors()).toEqual([]);
    const db = await connect(made.url, "fill");
    const role = new URL(url).username;
    await sql.raw(`revoke insert, update on posts from ${role}`).execute(db);
    await sql.raw(`revoke all on sequence messages_id_seq from ${role}`).execute(db);
    await db.destroy();
    expect(await errors()).toEqual([
      "Octavo lacks INSERT, UPDATE on posts",
      "Octavo lacks USAGE on the sequence messages_id_seq",
    ]);
  });
});
