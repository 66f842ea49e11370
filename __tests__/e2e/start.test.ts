import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";

test("“ready” in the log — endpoints and pages are served", async () => {
  const server = await new TestServer().start();
  try {
    const paths = ["/blog", "/api/posts", "/", "/api/health", "/feed.xml"];
    const replies = await Promise.all(paths.map((path) => sendRequest(server.url + path)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  } finally {
    await server.discard();
  }
});

test("two servers start on one new database — sample posts stored once", async () => {
  const first = new TestServer({ SAMPLE_POSTS: "true" });
  const second = new TestServer({ SAMPLE_POSTS: "true", DATABASE_URL: await first.makeDatabase() });
  try {
    await Promise.all([first.start(), second.start()]);
    for (const { url } of [first, second]) {
      const ids = ((await sendRequest(`${url}/api/posts`)).json() as { id: string }[]).map(({ id }) => id);
      expect(ids).toEqual(["2", "1"]);
    }
  } finally {
    await Promise.all([first.discard(), second.discard()]);
  }
});
