import { cookieHeader, cookiesIn, emailOf, PASSWORD, requestSignIn, requestSignUp, signedIn } from "#support/accounts";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import session from "../../../pages/api/auth/session";
import sessions from "../../../pages/api/auth/sessions/index";
import signIn from "../../../pages/api/auth/sign-in";

withDatabase();
beforeEach(() => requestSignUp("Olga"));

const nameIn = async (headers: Record<string, string>) => {
  const { account } = (await call(session, { headers })).json() as { account: { name: string } | null };
  return account?.name ?? null;
};

test("POST /api/auth/sign-in — right password — session", async () => {
  const { headers } = await signedIn("Olga");
  expect(await nameIn(headers)).toBe("Olga");
});

test("POST /api/auth/sign-in — email with capitals and spaces — 200", async () => {
  const body = { email: ` ${emailOf("Olga").toUpperCase()} `, password: PASSWORD };
  expect((await call(signIn, { method: "POST", body })).status).toBe(200);
});

test("POST /api/auth/sign-in — wrong password, unknown email — the same 401", async () => {
  const wrong = await requestSignIn("Olga", "wrong password");
  const unknown = await requestSignIn("Nobody");
  expect(problemIn(wrong)).toMatchObject({ status: 401, error: "Wrong email address or password" });
  expect(unknown.body).toBe(wrong.body);
  const { "x-request-id": _one, ...headers } = wrong.headers;
  expect(unknown.headers).toMatchObject(headers);
  expect(cookiesIn(wrong)).toEqual([]);
});

test.each([
  ["no password", { email: emailOf("Olga") }, ["password"]],
  ["no address", { password: PASSWORD }, ["email"]],
  ["a list as password", { email: emailOf("Olga"), password: [PASSWORD] }, ["password"]],
  ["an object as email", { email: { $ne: "" }, password: PASSWORD }, ["email"]],
])("POST /api/auth/sign-in — %s — 400 names the field", async (_name, body, fields) => {
  const problem = problemIn(await call(signIn, { method: "POST", body }));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual(fields);
});

test("POST /api/auth/sign-in — form body — session", async () => {
  const raw = new URLSearchParams({ email: emailOf("Olga"), password: PASSWORD }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await call(signIn, { method: "POST", raw, headers });
  expect(await nameIn({ cookie: cookieHeader(response) })).toBe("Olga");
});

describe("POST /api/auth/sign-in — session cookie sent", () => {
  test("an attacker's cookie — not reused (session fixation)", async () => {
    const planted = "octavo=planted.by-an-attacker";
    const response = await requestSignIn("Olga", PASSWORD, { cookie: planted });
    expect(cookieHeader(response)).not.toContain("planted");
    expect(await nameIn({ cookie: planted })).toBeNull();
  });

  test("the browser's former session — ends", async () => {
    const owner = await signedIn("Olga");
    const again = await signedIn("Olga", PASSWORD, owner.headers);
    expect(again.headers.cookie).not.toBe(owner.headers.cookie);
    // The former session of this browser has ended.
    expect(await nameIn(owner.headers)).toBeNull();
    expect(await nameIn(again.headers)).toBe("Olga");
  });

  test("another browser's session — stays", async () => {
    const [here, there] = [await signedIn("Olga"), await signedIn("Olga")];
    expect(await nameIn(here.headers)).toBe("Olga");
    expect(await nameIn(there.headers)).toBe("Olga");
  });
});

describe("session — expires 30 days after sign-in", () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const start = Date.now();
  const after = (days: number) => travelTo(start + days * DAY_MS);

  test("day 29 — valid; day 31 — account null", async () => {
    const { headers } = await signedIn("Olga");
    after(29);
    expect(await nameIn(headers)).toBe("Olga");
    after(31);
    expect(await nameIn(headers)).toBeNull();
  });
});

describe("TRUST_PROXY", () => {
  withSettings({ TRUST_PROXY: true });

  test.each(["203.0.113.7", "2001:db8:1:2:3:4:5:6"])(
    "GET /api/auth/sessions — X-Forwarded-For: %s — the session's address",
    async (client) => {
      const { headers } = await signedIn("Olga", PASSWORD, { "x-forwarded-for": client });
      const [current] = (await call(sessions, { headers })).json() as [{ address: string }];
      expect(current.address).toMatch(client.includes(":") ? /^2001:0?db8:0*1:0*2:/ : /^203\.0\.113\.7$/);
    },
  );
});
