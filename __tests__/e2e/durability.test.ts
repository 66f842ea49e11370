import { setTimeout as wait } from "node:timers/promises";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";

type Stored = { id: string; title: string };

/** Posts one after the other until the server is gone. @returns the posts that were answered 201 */
async function postUntilGone(url: string, writer: number, created: Stored[]): Promise<void> {
  for (let n = 0; ; n++) {
    const body = { title: `Writer ${writer}, post ${n}`, content: "Text ".repeat(200) };
    const reply = await sendRequest(url, { method: "POST", body }).catch(() => undefined);
    if (!reply) return;
    expect(reply.status).toBe(201);
    created.push(reply.json() as Stored);
  }
}

test("kill -9 during writes — every post with 201 is stored once", async () => {
  const server = await new TestServer().start();
  try {
    const created: Stored[] = [];
    const writers = [0, 1, 2, 3].map((writer) => postUntilGone(`${server.url}/api/posts`, writer, created));
    while (created.length < 60) await wait(5);
    await server.end("SIGKILL");
    await Promise.all(writers);

    await server.start();
    const found = await Promise.all(created.map(({ id }) => sendRequest(`${server.url}/api/posts/${id}`)));
    expect(found.map(({ json }) => json())).toEqual(created);
    const stored = await server.query("select title from posts");
    for (const { title } of created) expect(stored.filter((row) => row.title === title)).toHaveLength(1);
    const next = await sendRequest(`${server.url}/api/posts`, {
      method: "POST",
      body: { title: "After", content: "B" },
    });
    expect(Number((next.json() as Stored).id)).toBeGreaterThan(Math.max(...created.map(({ id }) => Number(id))));
  } finally {
    await server.discard();
  }
});
