import { copyFileSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";

jest.setTimeout(60 * 60_000);

/** Without the checkpoint of the primary, about one stop in sixteen leaves the latest writes in `-wal`. */
const ROUNDS = 60;

test("WORKERS=2 — many clean stops right after writes — the database file is complete each time", async () => {
  const server = new TestServer({ WORKERS: "2" });
  const titles: string[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await server.start();
      const created = Array.from({ length: 8 }, (_, number) => `Round ${round}, post ${number}`);
      const requests = created.map((title) =>
        sendRequest(`${server.url}/api/posts`, {
          method: "POST",
          headers: { connection: "close" },
          body: { title, content: "Text" },
        }),
      );
      for (const { status } of await Promise.all(requests)) expect(status).toBe(201);
      titles.push(...created);
      expect(await server.end(round % 2 === 0 ? "SIGTERM" : "SIGINT")).toBe(0);
      const copy = `${server.databaseFile}.copy`;
      copyFileSync(server.databaseFile, copy);
      const backup = new BetterSqlite(copy);
      expect(backup.prepare("select title from posts").pluck().all().sort()).toEqual([...titles].sort());
      backup.close();
    }
  } finally {
    await server.discard();
  }
});
