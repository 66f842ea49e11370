import { copyFileSync } from "node:fs";
import pg from "pg";
import { withSharedFolder } from "#support/folder";
import { octavo } from "#support/octavo";
import { ownPostgres } from "#support/own-postgres";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { signUpAt } from "#support/signed-in";
import type { Postgres } from "#support/start-postgres";

/* Steps of "Incidents" in docs/operations.md that no other test takes. */

/** A database, a copy of it as it was when `backUp` was called, and an empty one. */
type Site = { engine: string; url(): string; backUp(): Promise<void>; copy(): string; target(): Promise<string> };

const folder = withSharedFolder();
let postgres: Postgres;
beforeAll(async () => {
  postgres = await ownPostgres();
});
afterAll(() => postgres.discard());

const SITES: Site[] = [
  {
    engine: "SQLite",
    url: () => `file:${folder.path}/site.db`,
    backUp: async () => copyFileSync(`${folder.path}/site.db`, `${folder.path}/backup.db`),
    copy: () => `file:${folder.path}/backup.db`,
    target: async () => `file:${folder.path}/restored.db`,
  },
  {
    engine: "PostgreSQL",
    url: () => postgres.url("site"),
    backUp: async () => {
      const client = new pg.Client(postgres.url("postgres"));
      await client.connect();
      await client.query("create database backup template site");
      await client.end();
    },
    copy: () => postgres.url("backup"),
    target: async () => {
      await postgres.createDatabase("restored");
      return postgres.url("restored");
    },
  },
];

describe.each(SITES)("restored to yesterday, on $engine", ({ backUp, copy, engine, target, url }) => {
  /**
   * Starts on a database, creates posts, gives the first one of the site another title each time, and stops.
   * @param known ETags of lists of former days
   * @returns the lists' ETags, the ids of the posts, and the statuses of requests with `known`
   */
  async function write(database: string, titles: string[], known: string[] = []) {
    // ETags depend on the site's URL.
    const server = await new TestServer({ DATABASE_URL: database, SITE_URL: "https://octavo.test" }).start();
    const etags: string[] = [];
    const ids: string[] = [];
    const statuses: number[] = [];
    for (const title of titles) {
      const changed = await sendRequest(`${server.url}/api/posts/1`, { method: "PATCH", body: { title } });
      expect([200, 404]).toContain(changed.status);
      const { headers } = await sendRequest(`${server.url}/api/posts`);
      etags.push(headers.get("etag") ?? "");
      for (const etag of known)
        statuses.push((await sendRequest(`${server.url}/api/posts`, { headers: { "If-None-Match": etag } })).status);
    }
    for (const title of titles) {
      const created = await sendRequest(`${server.url}/api/posts`, { method: "POST", body: { title, content: title } });
      ids.push((created.json() as { id: string }).id);
    }
    expect(await server.end()).toBe(0);
    await server.discard();
    return { etags, ids, statuses };
  }

  test("a snapshot, through octavo backup and octavo restore — no response of the lost day is taken for a current one, and no number is given twice", async () => {
    if (engine === "PostgreSQL") await postgres.createDatabase("site");
    await write(url(), ["Day 1"]);
    await backUp();
    const lost = await write(url(), ["Lost 1", "Lost 2"]);
    const [database, backup] = [await target(), `${folder.path}/${engine}.zip`];
    expect(await octavo(["backup", backup, "--database", copy()])).toMatchObject({ status: 0 });
    expect(await octavo(["restore", backup, "--database", database])).toMatchObject({ status: 0 });
    const after = await write(database, ["Day 2, first", "Day 2, second"], lost.etags);
    expect(after.statuses).toEqual([200, 200, 200, 200]);
    expect(after.ids.filter((id) => lost.ids.includes(id))).toEqual([]);
  });
});

test("a copy of the database has leaked — AUTH_SECRET set, a key revoked, a password reset — neither session, key nor password is of use", async () => {
  const settings = { DATABASE_URL: `file:${folder.path}/leaked.db`, POSTING: "members", AUTH_SECRET: "" };
  const server = await new TestServer(settings).start();
  const { headers } = await signUpAt(server.url, "Olga");
  const created = await sendRequest(`${server.url}/api/keys`, {
    method: "POST",
    headers,
    body: { name: "Script", scope: "write" },
  });
  const { id, key } = created.json() as { id: string; key: string };
  const asKey = { Authorization: `Bearer ${key}` };
  const body = { title: "Hello", content: "Text" };
  const create = (url: string, as: Record<string, string>) =>
    sendRequest(`${url}/api/posts`, { method: "POST", headers: as, body }).then(({ status }) => status);
  expect([await create(server.url, headers), await create(server.url, asKey)]).toEqual([201, 201]);
  expect(await server.end()).toBe(0);

  const again = await new TestServer({ ...settings, AUTH_SECRET: "s".repeat(44) }).start();
  const database = ["--database", settings.DATABASE_URL];
  expect(await octavo(["keys", "revoke", id, ...database])).toMatchObject({ status: 0 });
  const reset = await octavo(["reset-password", "--email", "olga@octavo.test", ...database]);
  expect(reset).toMatchObject({ status: 0, stdout: expect.stringContaining("/reset-password") });
  expect([await create(again.url, headers), await create(again.url, asKey)]).toEqual([401, 401]);
  await again.discard();
  await server.discard();
});
