import path from "node:path";
import { longTest } from "#support/long";
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

test("invalid setting — exit with one line that names it", async () => {
  expect(await refusal({ SAMPLE_POSTS: "maybe" })).toBe(
    "Octavo cannot start: SAMPLE_POSTS=maybe: must be true or false\n",
  );
});

test.each(["127.0.0.1", "localhost"])("PostgreSQL unreachable (%s) — exit with one line", async (host) => {
  expect(await refusal({ DATABASE_URL: `postgres://octavo:s3cret@${host}:1/octavo` })).toBe(
    `Octavo cannot start: DATABASE_URL=postgres://octavo:***@${host}:1/octavo: nothing listens on ${host}:1 (ECONNREFUSED); must be where PostgreSQL runs\n`,
  );
});

test("unencoded # in DATABASE_URL — exit with one line without the password", async () => {
  expect(await refusal({ DATABASE_URL: "postgres://octavo:s3#cret@127.0.0.1/octavo" })).toBe(
    "Octavo cannot start: DATABASE_URL=postgres://octavo:***@127.0.0.1/octavo: has an unencoded # in user name or password; must be written %23\n",
  );
});

longTest("directory as DATABASE_URL, several workers — exit with one line", async () => {
  const folder = path.resolve("docs");
  expect(await refusal({ DATABASE_URL: "file:docs", WORKERS: "2" })).toBe(
    `Octavo cannot start: DATABASE_URL=file:docs: ${folder} is a directory; must be a file, such as docs/octavo.db\n`,
  );
});

longTest("port in use — exit with one line", async () => {
  const first = await new TestServer().start();
  try {
    const { port } = new URL(first.url);
    for (const WORKERS of ["1", "2"]) {
      expect(await refusal({ PORT: port, WORKERS })).toBe(
        `Octavo cannot start: PORT=${port}: another program listens on 127.0.0.1:${port} (EADDRINUSE); must be a free port, 0 takes one\n`,
      );
    }
  } finally {
    await first.discard();
  }
});

test("HOST not an address of this machine — exit with one line", async () => {
  expect(await refusal({ HOST: "192.0.2.1" })).toMatch(
    /^Octavo cannot start: HOST=192\.0\.2\.1: is not an address of this machine \(E\w+\); must be one, such as .*\n$/,
  );
});
