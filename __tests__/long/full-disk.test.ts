import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";

/** A disk of its own, which only root can mount. */
let disk: string;
beforeAll(() => {
  disk = mkdtempSync(path.join(tmpdir(), "octavo-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", disk]);
});
afterAll(() => {
  execFileSync("umount", [disk]);
  rmdirSync(disk);
});

test("SQLite — disk full — 503 for writes and /api/ready until there is space", async () => {
  const server = await new TestServer({ DATABASE_URL: `file:${disk}/octavo.db` }).start();
  const content = "Much. ".repeat(15_000);
  const create = (title: string) =>
    sendRequest(`${server.url}/api/posts`, { method: "POST", body: { title, content } });
  const ready = async (query = "") => (await sendRequest(`${server.url}/api/ready${query}`)).status;
  try {
    expect(await ready()).toBe(200);
    const acknowledged: string[] = [];
    let status = 201;
    for (let count = 0; status === 201; count++) {
      if (count === 10) {
        // The rest of the disk, but for a little.
        const free = Number(execFileSync("stat", ["-f", "-c", "%a", disk]).toString()) - 200;
        const size = Number(execFileSync("stat", ["-f", "-c", "%S", disk]).toString());
        writeFileSync(`${disk}/other`, Buffer.alloc(free * size));
      }
      ({ status } = await create(`Post ${count}`));
      if (status === 201) acknowledged.push(`Post ${count}`);
    }
    expect(status).toBe(503);
    while ((await ready()) === 200);
    expect(await ready()).toBe(503);
    expect(await ready("?for=reads")).toBe(200);
    const list = await sendRequest(`${server.url}/api/posts?limit=100&fields=title&sort=publishedAt`);
    expect((list.json() as { title: string }[]).map(({ title }) => title)).toEqual(acknowledged);
    rmSync(`${disk}/other`);
    while ((await ready()) !== 200);
    expect((await create("After")).status).toBe(201);
  } finally {
    await server.discard();
  }
});
