import { globSync } from "node:fs";
import path from "node:path";
import type { GetServerSideProps, GetServerSidePropsContext, NextApiHandler } from "next";
import { createMocks } from "node-mocks-http";
import { cookiesIn, makeKey, makeOwner, PASSWORD, requestSignIn, requestSignUp } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import signIn from "../../pages/api/auth/sign-in";
import posts from "../../pages/api/posts/index";

const data = withDatabase();

/** Headers of a browser for requests of another site's page. */
const FOREIGN: [string, Record<string, string>][] = [
  ["another origin", { origin: "https://evil.example" }],
  ["a page without an origin", { origin: "null" }],
  ["another port", { origin: "http://octavo.test:8080" }],
  ["another scheme", { origin: "https://octavo.test" }],
  ["a neighbouring host", { origin: "http://www.octavo.test", "sec-fetch-site": "same-site" }],
  ["another site, without Origin", { "sec-fetch-site": "cross-site" }],
  ["a neighbouring host, without Origin", { "sec-fetch-site": "same-site" }],
];
/** Media types that need no CORS preflight, and one that does. */
const TYPES = [
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "application/json",
];

const files = globSync("pages/api/**/*.ts").filter(
  (file) => !file.includes("[...path]") && file !== "pages/api/index.ts",
);

async function writesOf(handler: NextApiHandler): Promise<string[]> {
  const { headers } = await call(handler, { method: "OPTIONS" });
  return String(headers.allow)
    .split(", ")
    .filter((method) => !["GET", "HEAD", "OPTIONS"].includes(method));
}

test.each(files)("%s — write with a foreign Origin, any media type — 403", async (file) => {
  const { default: handler } = (await import(path.resolve(file))) as { default: NextApiHandler };
  const writes = await writesOf(handler);
  if (writes.length === 0)
    return expect(file).toMatch(
      /health|ready|metrics|legacy|openapi|tags|session|revisions|feeds|llms|robots|manifest|sitemap|markdown|files|accent|entries|report|export|(redirects|autosaves|users)\/index/,
    );
  const owner = await makeOwner();
  await call(posts, { method: "POST", headers: owner.headers, body: newPost() });
  const before = [await rowsIn(data.db, "posts"), await rowsIn(data.db, "accounts"), await rowsIn(data.db, "sessions")];
  for (const method of writes) {
    for (const [_who, from] of FOREIGN) {
      for (const type of TYPES) {
        const headers = { ...owner.headers, ...from, "content-type": type };
        const response = await call(handler, { method, headers, query: { id: "1" }, raw: "title=a&content=b" });
        expect(problemIn(response)).toMatchObject({ status: 403, type: "/docs/errors#foreign-origin" });
      }
    }
  }
  return expect([
    await rowsIn(data.db, "posts"),
    await rowsIn(data.db, "accounts"),
    await rowsIn(data.db, "sessions"),
  ]).toEqual(before);
});

test.each([
  ["own Origin", { origin: "http://octavo.test" }],
  ["own Origin with Sec-Fetch-Site: same-origin", { origin: "http://octavo.test", "sec-fetch-site": "same-origin" }],
  ["Sec-Fetch-Site: none", { "sec-fetch-site": "none" }],
  ["a program", {}],
])("POST /api/posts — %s — 201", async (_who, headers) => {
  const owner = await makeOwner();
  expect(
    (
      await call(posts, {
        method: "POST",
        headers: { ...owner.headers, ...headers } as Record<string, string>,
        body: newPost(),
      })
    ).status,
  ).toBe(201);
});

test("POST /api/auth/sign-in — foreign Origin — 403, no cookie", async () => {
  await requestSignUp("Mallory");
  const response = await requestSignIn("Mallory", PASSWORD, { origin: "https://evil.example" });
  expect(response.status).toBe(403);
  expect(cookiesIn(response)).toEqual([]);
});

test.each(["about/edit", "account", "account/messages", "contact", "login", "reset-password", "signup"])(
  "form actions of /%s — foreign Origin — 403, nothing stored",
  async (name) => {
    const { getServerSideProps } = (await import(path.resolve(`pages/${name}.tsx`))) as {
      getServerSideProps: GetServerSideProps;
    };
    const { headers } = await makeOwner();
    const before = [await rowsIn(data.db, "accounts"), await rowsIn(data.db, "sessions")];
    for (const [_who, from] of FOREIGN) {
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const { req, res } = createMocks({
        method: "POST",
        headers: { host: "octavo.test", ...headers, ...type, ...from },
      });
      Object.assign(req, { body: { form: "name", name: "Mallory" } });
      await getServerSideProps({ req, res, query: {}, params: {} } as unknown as GetServerSidePropsContext);
      expect(res.statusCode).toBe(403);
    }
    expect([await rowsIn(data.db, "accounts"), await rowsIn(data.db, "sessions")]).toEqual(before);
  },
);

describe("CORS_ORIGINS", () => {
  const origin = "https://friend.example";
  withSettings({ CORS_ORIGINS: [origin, "http://www.octavo.test"], POSTING: "members" });
  const write = (headers: Record<string, string>) => call(posts, { method: "POST", headers, body: newPost() });

  test("listed origin, API key — 201 with Access-Control-Allow-Origin", async () => {
    const { headers } = await makeKey(await makeOwner());
    const response = await write({ ...headers, origin });
    expect(response.status).toBe(201);
    expect(response.headers["access-control-allow-origin"]).toBe(origin);
  });

  test("listed origin, session cookie — 403", async () => {
    const { headers } = await makeOwner();
    for (const from of [origin, "http://www.octavo.test"]) {
      expect(problemIn(await write({ ...headers, origin: from })).type).toBe("/docs/errors#foreign-origin");
    }
  });

  test("listed origin, sign-in — 403", async () => {
    await requestSignUp("Olga");
    const body = { email: "olga@octavo.test", password: PASSWORD };
    expect((await call(signIn, { method: "POST", headers: { origin }, body })).status).toBe(403);
  });

  test("listed origin — no Access-Control-Allow-Credentials", async () => {
    const { headers } = await call(posts, { headers: { origin } });
    expect(headers["access-control-allow-origin"]).toBe(origin);
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });
});
