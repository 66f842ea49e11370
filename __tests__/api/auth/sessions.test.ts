import { Account, Session } from "#lib/shared/accounts";
import {
  cookieHeader,
  cookiesIn,
  makeAuthor,
  makeKey,
  makeOwner,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import account from "../../../pages/api/auth/account";
import session from "../../../pages/api/auth/session";
import one from "../../../pages/api/auth/sessions/[id]";
import list from "../../../pages/api/auth/sessions/index";
import signOut from "../../../pages/api/auth/sign-out";

withDatabase();

const state = async (headers: Record<string, string> = {}) => (await call(session, { headers })).json();
const sessionsOf = async ({ headers }: TestAccount) => Session.array().parse((await call(list, { headers })).json());
const end = (id: string, { headers }: TestAccount) => call(one, { method: "DELETE", query: { id }, headers });

test("GET /api/auth/session — no cookie — account null", async () => {
  expect(await state()).toMatchObject({ account: null, maySignUp: true });
});

test("GET /api/account — session — the account, Cache-Control: private, no-store", async () => {
  const owner = await makeOwner();
  const response = await call(account, { headers: owner.headers });
  expect(Account.parse(response.json())).toEqual(owner.account);
  expect(response.headers["cache-control"]).toBe("private, no-store, no-transform");
});

test("DELETE /api/auth/sessions — 204, every other session of the account ends", async () => {
  const [owner, author] = [await makeOwner(), await makeAuthor()];
  const other = await signedIn("Olga");
  expect((await call(list, { method: "DELETE", headers: owner.headers })).status).toBe(204);
  const names = [owner, other, author].map(async ({ headers }) => (await call(account, { headers })).status);
  expect(await Promise.all(names)).toEqual([200, 401, 200]);
});

test("POST /api/auth/sign-out — 204, cookie deleted; a copy of the cookie is no longer valid", async () => {
  const owner = await makeOwner();
  const response = await call(signOut, { method: "POST", headers: owner.headers });
  expect(response.status).toBe(204);
  expect(cookiesIn(response)).toEqual([expect.stringMatching(/^octavo=; .*Max-Age=0/)]);
  expect(await state(owner.headers)).toMatchObject({ account: null });
  expect(problemIn(await call(account, { headers: owner.headers })).status).toBe(401);
});

test("POST /api/auth/sign-out — no session — 204", async () => {
  expect((await call(signOut, { method: "POST" })).status).toBe(204);
});

test("POST /api/auth/sign-out — sessions of other browsers stay", async () => {
  const here = await makeOwner();
  const there = await signedIn("Olga");
  await call(signOut, { method: "POST", headers: here.headers });
  expect(await state(there.headers)).toMatchObject({ account: { name: "Olga" } });
});

test.each([
  ["another session token", (cookie: string) => cookie.replace(/=.{6}/, "=AAAAAA")],
  ["another signature", (cookie: string) => `${cookie.slice(0, -12)}AAAAAAAAA%3D`],
  ["no signature", (cookie: string) => cookie.replace(/(\.|%2E).*/i, "")],
  ["nothing", () => "octavo="],
  ["the `__Host-` prefix over http", (cookie: string) => `__Host-${cookie}`],
])("GET /api/auth/session — cookie with %s — account null", async (_name, tamper) => {
  const { headers } = await makeOwner();
  const cookie = tamper(headers.cookie ?? "");
  expect(cookie).not.toBe(headers.cookie);
  expect(await state({ cookie })).toMatchObject({ account: null });
});

describe("GET /api/auth/sessions", () => {
  test("newest first, with isCurrent", async () => {
    const here = await makeOwner();
    await signedIn("Olga", undefined, { "user-agent": "Another browser" });
    const found = await sessionsOf(here);
    expect(found.map(({ isCurrent, userAgent }) => [isCurrent, userAgent])).toEqual([
      [false, "Another browser"],
      [true, null],
    ]);
  });

  test("contains no session token", async () => {
    const { headers } = await makeOwner();
    const [token = ""] = (headers.cookie ?? "").slice("octavo=".length).split(/\.|%2E/i);
    expect(token.length).toBeGreaterThan(20);
    expect((await call(list, { headers })).body).not.toContain(token);
  });

  test("the account's own only", async () => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    expect(await sessionsOf(author)).toHaveLength(1);
    expect(await sessionsOf(owner)).toHaveLength(1);
  });

  test("anonymous — 401", async () => {
    expect(problemIn(await call(list)).status).toBe(401);
  });
});

describe("DELETE /api/auth/sessions/{id}", () => {
  test("204, the session ends at once", async () => {
    const here = await makeOwner();
    const there = await signedIn("Olga");
    const other = (await sessionsOf(here)).find(({ isCurrent }) => !isCurrent);
    expect((await end(other?.id ?? "", here)).status).toBe(204);
    expect(await state(there.headers)).toMatchObject({ account: null });
    expect(await state(here.headers)).toMatchObject({ account: { name: "Olga" } });
  });

  test("another account's, even for the owner — 404 like an unknown id", async () => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    const [current] = await sessionsOf(author);
    const refused = problemIn(await end(current?.id ?? "", owner));
    expect(refused).toEqual(problemIn(await end("no-such-session", owner)));
    expect(refused.status).toBe(404);
    expect(await state(author.headers)).toMatchObject({ account: { name: "Ada" } });
  });
});

test("GET /api/account and /api/auth/sessions — API key, also with a session cookie — 401", async () => {
  const owner = await makeOwner();
  const key = await makeKey(owner);
  for (const headers of [key.headers, { ...owner.headers, ...key.headers }]) {
    expect(problemIn(await call(account, { headers })).status).toBe(401);
    expect(problemIn(await call(list, { headers })).status).toBe(401);
    expect(await state(headers)).toMatchObject({ account: null, mayPost: true });
  }
});

test("GET /api/auth/session — Authorization: Basic of a proxy — ignored, the session counts", async () => {
  const { headers } = await makeOwner();
  expect(await state({ ...headers, authorization: "Basic cHJveHk6cHJveHk=" })).toMatchObject({
    account: { name: "Olga" },
  });
});

const MAX_AGE = 30 * 24 * 60 * 60;

describe("session cookie", () => {
  test("http — HttpOnly, SameSite=Lax", async () => {
    await makeOwner();
    const cookie = expect.stringMatching(
      new RegExp(`^octavo=[^;]+; Max-Age=${MAX_AGE}; Path=/; HttpOnly; SameSite=Lax$`),
    );
    expect(cookiesIn(await requestSignIn("Olga"))).toEqual([cookie]);
  });

  const secure = new RegExp(`^__Host-octavo=[^;]+; Max-Age=${MAX_AGE}; Path=/; HttpOnly; Secure; SameSite=Lax$`);

  describe("https", () => {
    withSettings({ SITE_URL: "https://octavo.test" });

    test("__Host- prefix, Secure", async () => {
      await makeOwner();
      const response = await requestSignIn("Olga");
      expect(cookiesIn(response)).toEqual([expect.stringMatching(secure)]);
      expect(await state({ cookie: cookieHeader(response) })).toMatchObject({ account: { name: "Olga" } });
    });

    test("without __Host- prefix, as a subdomain could set it — account null", async () => {
      const { headers } = await makeOwner();
      const planted = (headers.cookie ?? "").replace("__Host-", "");
      expect(await state({ cookie: planted })).toMatchObject({ account: null });
    });
  });

  describe("TRUST_PROXY", () => {
    withSettings({ TRUST_PROXY: true });

    test("X-Forwarded-Proto: https — __Host- prefix, Secure", async () => {
      await makeOwner();
      const headers = { "x-forwarded-proto": "https" };
      expect(cookiesIn(await requestSignIn("Olga", undefined, headers))).toEqual([expect.stringMatching(secure)]);
    });
  });
});
