import { ask } from "#support/ask";
import { TestServer } from "#support/server";

async function refusal(settings: Record<string, string>): Promise<string> {
  const server = new TestServer(settings);
  try {
    await expect(server.start()).rejects.toThrow("did not start");
    return server.log;
  } finally {
    await server.discard();
  }
}

test("a wrong setting stops the start with one line that names it", async () => {
  expect(await refusal({ SAMPLE_POSTS: "maybe" })).toBe("Octavo cannot start: SAMPLE_POSTS must be true or false\n");
});

test("a PostgreSQL that is not there stops the start with one line", async () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    const line = await refusal({ DATABASE_URL: `postgres://octavo:octavo@${host}:1/octavo` });
    expect(line).toMatch(/^Octavo cannot start: .*ECONNREFUSED.*\n$/);
  }
});

test("a port that is taken stops the start with one line", async () => {
  const first = await new TestServer().start();
  try {
    const { port } = new URL(first.url);
    expect(await refusal({ PORT: port })).toMatch(/^Octavo cannot start: .*EADDRINUSE.*\n$/m);
  } finally {
    await first.discard();
  }
});

test("as soon as it says that it is ready, endpoints answer, and pages too", async () => {
  const server = await new TestServer().start();
  try {
    const paths = ["/blog", "/api/posts", "/", "/api/health", "/feed.xml"];
    const replies = await Promise.all(paths.map((path) => ask(server.url + path)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  } finally {
    await server.discard();
  }
});

test("the sample posts are made once, by whichever of two servers on one database comes first", async () => {
  const first = new TestServer({ SAMPLE_POSTS: "true" });
  const second = new TestServer({ SAMPLE_POSTS: "true", DATABASE_URL: await first.makeDatabase() });
  try {
    await Promise.all([first.start(), second.start()]);
    for (const { url } of [first, second]) {
      const ids = ((await ask(`${url}/api/posts`)).json() as { id: string }[]).map(({ id }) => id);
      expect(ids).toEqual(["2", "1"]);
    }
  } finally {
    await Promise.all([first.discard(), second.discard()]);
  }
});
