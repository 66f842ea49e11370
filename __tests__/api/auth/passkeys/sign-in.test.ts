import { Account, Session } from "#lib/shared/accounts";
import { Passkey } from "#lib/shared/passkeys";
import { cookieHeader, cookiesIn, type Headers, makeAuthor, makeOwner, type TestAccount } from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { addPasskey, askToSignInBy, beginToSignIn } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import account from "../../../../pages/api/auth/account";
import one from "../../../../pages/api/auth/passkeys/[id]";
import list from "../../../../pages/api/auth/passkeys/index";
import sessions from "../../../../pages/api/auth/sessions/index";
import signOut from "../../../../pages/api/auth/sign-out";

const data = withDatabase();

let owner: TestAccount;
let authenticator: Authenticator;
beforeEach(async () => {
  owner = await makeOwner();
  authenticator = new Authenticator();
  await addPasskey(owner, authenticator);
});

const nameIn = async (headers: Headers) => {
  const answer = await call(account, { headers });
  return answer.status === 200 ? Account.parse(answer.json()).name : null;
};

test("POST /api/auth/passkeys/sign-in — 200 with the account, without email and password", async () => {
  const { headers, options } = await beginToSignIn();
  expect(options).toMatchObject({ rpId: "octavo.test", userVerification: "required" });
  expect(options).not.toHaveProperty("allowCredentials");
  const answer = await askToSignInBy(authenticator.get(options), headers);
  expect(Account.parse(answer.json())).toEqual(owner.account);
  expect(await nameIn({ cookie: cookieHeader(answer) })).toBe("Olga");
});

test("POST /api/auth/passkeys/sign-in — session cookie, listed session, sign-out — as for a password", async () => {
  const { headers, options } = await beginToSignIn({ "user-agent": "A telephone" });
  const answer = await askToSignInBy(authenticator.get(options), headers);
  expect(cookiesIn(answer)).toContainEqual(
    expect.stringMatching(/^octavo=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
  );
  const signedIn = { cookie: cookieHeader(answer) };
  const listed = Session.array().parse((await call(sessions, { headers: owner.headers })).json());
  expect(listed.map(({ userAgent }) => userAgent)).toContain("A telephone");
  await call(signOut, { method: "POST", headers: signedIn });
  expect(await nameIn(signedIn)).toBeNull();
});

test("POST /api/auth/passkeys/sign-in — session cookie sent — the former session ends", async () => {
  const { headers, options } = await beginToSignIn(owner.headers);
  await askToSignInBy(authenticator.get(options), headers);
  expect(await nameIn(owner.headers)).toBeNull();
});

test("POST /api/auth/passkeys/sign-in — counter and usedAt — updated", async () => {
  for (const times of [1, 2]) {
    const { headers, options } = await beginToSignIn();
    expect((await askToSignInBy(authenticator.get(options), headers)).status).toBe(200);
    expect(await rowsIn(data.db, "passkeys")).toEqual([expect.objectContaining({ counter: times })]);
  }
  const [listed] = Passkey.array().parse((await call(list, { headers: owner.headers })).json());
  expect(listed?.usedAt).not.toBeNull();
});

test("POST /api/auth/passkeys/sign-in — synced passkey, counter always 0 — 200 each time", async () => {
  const synced = new Authenticator({ isSynced: true });
  await addPasskey(owner, synced);
  for (let time = 0; time < 2; time++) {
    const { headers, options } = await beginToSignIn();
    expect((await askToSignInBy(synced.get(options), headers)).status).toBe(200);
  }
});

describe("POST /api/auth/passkeys/sign-in — refused", () => {
  const refused = async (proof: object, headers: Headers) => {
    const answer = await askToSignInBy(proof, headers);
    expect(cookieHeader(answer)).not.toContain("octavo=");
    return problemIn(answer);
  };
  const CLOSED = { status: 401, title: "This passkey opens no account here" };
  const AGAIN = { status: 401, title: "This took too long, or was begun elsewhere: try again" };

  test.each([
    ["another origin — 401", { origin: "https://evil.example" }],
    ["a subdomain's origin — 401", { origin: "http://www.octavo.test" }],
    ["another site's rpId — 401", { rpId: "evil.example" }],
    ["another challenge — 401", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["type webauthn.create — 401", { type: "webauthn.create" }],
    ["a device without user verification — 401", { isVerified: false }],
    ["a counter that decreased — 401", { counter: 0 }],
    ["another account's user handle — 401", { userHandle: Buffer.from("another").toString("base64url") }],
  ])("%s", async (_name, overrides) => {
    const first = await beginToSignIn();
    expect((await askToSignInBy(authenticator.get(first.options), first.headers)).status).toBe(200);
    const { headers, options } = await beginToSignIn();
    expect(await refused(authenticator.get(options, overrides), headers)).toMatchObject(CLOSED);
  });

  test("another passkey's signature, unknown passkey — the same 401", async () => {
    const attacker = new Authenticator();
    await addPasskey(await makeAuthor(), attacker);
    const { headers, options } = await beginToSignIn();
    const { response, ...mine } = authenticator.get(options);
    const { signature } = attacker.get(options).response;
    const forged = await refused({ ...mine, response: { ...response, signature } }, headers);
    expect(forged).toMatchObject(CLOSED);
    const next = await beginToSignIn();
    expect(await refused({ ...new Authenticator().get(next.options, { userHandle: "AAAA" }) }, next.headers)).toEqual(
      forged,
    );
  });

  test("response sent twice, also at once — one 200, then 401", async () => {
    const { headers, options } = await beginToSignIn();
    const proof = authenticator.get(options);
    const responses = await Promise.all([askToSignInBy(proof, headers), askToSignInBy(proof, headers)]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await refused(proof, headers)).toMatchObject(AGAIN);
  });

  test("two responses with the same counter at once — one 200, one 401", async () => {
    const begun = await Promise.all([beginToSignIn(), beginToSignIn()]);
    const responses = await Promise.all(
      begun.map(({ headers, options }) => askToSignInBy(authenticator.get(options, { counter: 5 }), headers)),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("challenge after a failed attempt — 401", async () => {
    const { headers, options } = await beginToSignIn();
    await refused(authenticator.get(options, { origin: "https://evil.example" }), headers);
    expect(await refused(authenticator.get(options), headers)).toMatchObject(AGAIN);
  });

  test("challenge cookie missing, or another browser's — 401", async () => {
    const victim = await beginToSignIn();
    const attacker = await beginToSignIn();
    const proof = authenticator.get(victim.options);
    expect(await refused(proof, {})).toMatchObject(AGAIN);
    expect(await refused(proof, attacker.headers)).toMatchObject(CLOSED);
    expect((await askToSignInBy(proof, victim.headers)).status).toBe(200);
  });

  test("after five minutes — 401", async () => {
    const { headers, options } = await beginToSignIn();
    travelTo(Date.now() + 5 * 60_000 + 1000);
    expect(await refused(authenticator.get(options), headers)).toMatchObject(AGAIN);
  });

  test("deleted passkey — 401", async () => {
    const [{ id } = { id: "" }] = Passkey.array().parse((await call(list, { headers: owner.headers })).json());
    await call(one, { method: "DELETE", headers: owner.headers, query: { id } });
    const { headers, options } = await beginToSignIn();
    expect(await refused(authenticator.get(options), headers)).toMatchObject(CLOSED);
  });

  test("ten failed attempts from one IP — 429", async () => {
    for (let n = 0; n < 10; n++) await askToSignInBy(authenticator.get({ challenge: "AAAA", rpId: "octavo.test" }), {});
    const { headers, options } = await beginToSignIn();
    const problem = await refused(authenticator.get(options), headers);
    expect(problem).toMatchObject({ status: 429, title: "Too many refused passkeys" });
  });

  test("empty body — 400", async () => {
    expect((await askToSignInBy(undefined, {})).status).toBe(400);
  });
});

describe("cookie octavo-passkey", () => {
  test("HttpOnly, SameSite=Strict, deleted by the response", async () => {
    const { headers, options } = await beginToSignIn();
    const answer = await askToSignInBy(authenticator.get(options), headers);
    expect(cookiesIn(answer)).toContain("octavo-passkey=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
  });

  test("stored as a hash only", async () => {
    const { headers } = await beginToSignIn();
    const [, cookie = ""] = (headers.cookie ?? "").split("=");
    expect(cookie).toHaveLength(32);
    expect(JSON.stringify(await rowsIn(data.db, "verifications"))).not.toContain(cookie);
  });

  describe("https", () => {
    withSettings({ SITE_URL: "https://octavo.test" });

    test("__Host- prefix", async () => {
      const { headers } = await beginToSignIn();
      expect(headers.cookie).toMatch(/^__Host-octavo-passkey=/);
    });
  });
});
