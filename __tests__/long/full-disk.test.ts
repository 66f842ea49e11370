import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { withSmallDisk } from "#support/small-disk";

const disk = withSmallDisk(24);

test("SQLite — disk full — 503 for writes and /api/ready until there is space", async () => {
  const server = await new TestServer({ DATABASE_URL: `file:${disk.folder}/octavo.db` }).start();
  const content = "Much. ".repeat(15_000);
  const create = (title: string) =>
    sendRequest(`${server.url}/api/posts`, { method: "POST", body: { title, content } });
  const ready = async (query = "") => (await sendRequest(`${server.url}/api/ready${query}`)).status;
  try {
    expect(await ready()).toBe(200);
    const acknowledged: string[] = [];
    let status = 201;
    for (let count = 0; status === 201; count++) {
      if (count === 10) disk.fill(800_000);
      ({ status } = await create(`Post ${count}`));
      if (status === 201) acknowledged.push(`Post ${count}`);
    }
    expect(status).toBe(503);
    while ((await ready()) === 200);
    expect(await ready()).toBe(503);
    expect(await ready("?for=reads")).toBe(200);
    const list = await sendRequest(`${server.url}/api/posts?limit=100&fields=title&sort=publishedAt`);
    expect((list.json() as { title: string }[]).map(({ title }) => title)).toEqual(acknowledged);
    disk.makeRoom();
    while ((await ready()) !== 200);
    expect((await create("After")).status).toBe(201);
  } finally {
    await server.discard();
  }
});
