import { copyFileSync, renameSync, rmSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { setupCodeAt } from "#support/setup-code";

const create = (url: string, title: string) =>
  sendRequest(`${url}/api/posts`, { method: "POST", body: { title, content: "Text" } });

const losses: Record<string, (file: string) => string> = {
  "the database file is removed": (file) => {
    rmSync(file);
    return file;
  },
  "the database file is replaced by a copy": (file) => {
    copyFileSync(file, `${file}.copy`);
    renameSync(`${file}.copy`, file);
    return file;
  },
  "-wal is removed": (file) => {
    rmSync(`${file}-wal`);
    return `${file}-wal`;
  },
};

const LOSSES = Object.entries(losses);
test.each(sample(LOSSES.slice(1, 2), [...LOSSES.slice(0, 1), ...LOSSES.slice(2)]))(
  "%s while the server runs — writes and /api/ready answer 503, reads go on",
  async (_name, lose) => {
    const server = await new TestServer().start();
    try {
      expect((await create(server.url, "Before")).status).toBe(201);
      const lost = lose(server.databaseFile);
      for (let count = 0; count < 3; count++) expect((await create(server.url, "Lost")).status).toBe(503);
      const setupCode = setupCodeAt(server.url);
      const owner = { name: "Olga", email: "olga@octavo.test", password: "correct horse battery", setupCode };
      expect((await sendRequest(`${server.url}/api/auth/sign-up`, { method: "POST", body: owner })).status).toBe(503);
      const ready = await sendRequest(`${server.url}/api/ready`);
      expect([ready.status, ready.json()]).toEqual([503, expect.objectContaining({ reads: true, writes: false })]);
      expect((await sendRequest(`${server.url}/api/ready?for=reads`)).status).toBe(200);
      const list = await sendRequest(`${server.url}/api/posts`);
      expect((list.json() as { title: string }[]).map(({ title }) => title)).toEqual(["Before"]);
      expect(server.log).toContain(`${lost} was removed or replaced`);
    } finally {
      await server.discard();
    }
  },
);

longTest(
  "WORKERS=2 — a clean stop while another program has the file open — the database file is complete",
  async () => {
    const server = await new TestServer({ WORKERS: "2" }).start();
    try {
      // The workers are not the last to close: as when they close at the same moment, SQLite does not checkpoint.
      const other = new BetterSqlite(server.databaseFile);
      other.prepare("select count(*) from posts").get();
      const titles = Array.from({ length: 5 }, (_, number) => `Post ${number}`);
      for (const title of titles) expect((await create(server.url, title)).status).toBe(201);
      expect(await server.end()).toBe(0);
      const copy = `${server.databaseFile}.copy`;
      copyFileSync(server.databaseFile, copy);
      const backup = new BetterSqlite(copy);
      expect(backup.prepare("select title from posts order by id").pluck().all()).toEqual(titles);
      backup.close();
      other.close();
    } finally {
      await server.discard();
    }
  },
);

longTest("WORKERS=2 — eight sign-ups at once — none gets 503", async () => {
  const server = await new TestServer({ WORKERS: "2", SIGN_UP: "open" }).start();
  try {
    for (let round = 0; round < 3; round++) {
      const signUps = Array.from({ length: 8 }, (_, number) => {
        const name = `Person ${round} ${number}`;
        const email = `person-${round}-${number}@octavo.test`;
        const body = { name, email, password: "correct horse battery", setupCode: setupCodeAt(server.url) };
        return sendRequest(`${server.url}/api/auth/sign-up`, {
          method: "POST",
          headers: { connection: "close" },
          body,
        });
      });
      const statuses = (await Promise.all(signUps)).map(({ status }) => status);
      expect(statuses).toEqual(Array(8).fill(statuses[0]));
      expect(statuses[0]).toBeLessThan(300);
    }
    expect(await server.query("select count(*) as count from accounts")).toEqual([{ count: 24 }]);
  } finally {
    await server.discard();
  }
});
