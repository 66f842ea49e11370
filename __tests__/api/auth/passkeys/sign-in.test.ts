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

test("a passkey signs its holder in, who says no address and no password", async () => {
  const { headers, options } = await beginToSignIn();
  expect(options).toMatchObject({ rpId: "octavo.test", userVerification: "required" });
  expect(options).not.toHaveProperty("allowCredentials");
  const answer = await askToSignInBy(authenticator.get(options), headers);
  expect(Account.parse(answer.json())).toEqual(owner.account);
  expect(await nameIn({ cookie: cookieHeader(answer) })).toBe("Olga");
});

test("its session is like any other: the cookie, the list, the end", async () => {
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

test("the session that the browser had before ends", async () => {
  const { headers, options } = await beginToSignIn(owner.headers);
  await askToSignInBy(authenticator.get(options), headers);
  expect(await nameIn(owner.headers)).toBeNull();
});

test("each use is counted and noted", async () => {
  for (const times of [1, 2]) {
    const { headers, options } = await beginToSignIn();
    expect((await askToSignInBy(authenticator.get(options), headers)).status).toBe(200);
    expect(await rowsIn(data.db, "passkeys")).toEqual([expect.objectContaining({ counter: times })]);
  }
  const [listed] = Passkey.array().parse((await call(list, { headers: owner.headers })).json());
  expect(listed?.usedAt).not.toBeNull();
});

test("a key that is on several devices does not count, and signs in again and again", async () => {
  const synced = new Authenticator({ isSynced: true });
  await addPasskey(owner, synced);
  for (let time = 0; time < 2; time++) {
    const { headers, options } = await beginToSignIn();
    expect((await askToSignInBy(synced.get(options), headers)).status).toBe(200);
  }
});

describe("refused is", () => {
  const refused = async (proof: object, headers: Headers) => {
    const answer = await askToSignInBy(proof, headers);
    expect(cookieHeader(answer)).not.toContain("octavo=");
    return problemIn(answer);
  };
  const CLOSED = { status: 401, title: "This passkey opens no account here" };
  const AGAIN = { status: 401, title: "This took too long, or was begun elsewhere: try again" };

  test.each([
    ["an answer from another origin", { origin: "https://evil.example" }],
    ["one from a neighbouring host", { origin: "http://www.octavo.test" }],
    ["a proof for another site", { rpId: "evil.example" }],
    ["another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["what was meant for adding", { type: "webauthn.create" }],
    ["a device that did not ask who is there", { isVerified: false }],
    ["a counter that went back", { counter: 0 }],
    ["another account's name", { userHandle: Buffer.from("another").toString("base64url") }],
  ])("%s", async (_name, lies) => {
    const first = await beginToSignIn();
    expect((await askToSignInBy(authenticator.get(first.options), first.headers)).status).toBe(200);
    const { headers, options } = await beginToSignIn();
    expect(await refused(authenticator.get(options, lies), headers)).toMatchObject(CLOSED);
  });

  test("another key's signature, and an unknown key, with the same answer", async () => {
    const thief = new Authenticator();
    await addPasskey(await makeAuthor(), thief);
    const { headers, options } = await beginToSignIn();
    const { response, ...mine } = authenticator.get(options);
    const { signature } = thief.get(options).response;
    const forged = await refused({ ...mine, response: { ...response, signature } }, headers);
    expect(forged).toMatchObject(CLOSED);
    const next = await beginToSignIn();
    expect(await refused({ ...new Authenticator().get(next.options, { userHandle: "AAAA" }) }, next.headers)).toEqual(
      forged,
    );
  });

  test("a proof that was used before, after and at the same moment", async () => {
    const { headers, options } = await beginToSignIn();
    const proof = authenticator.get(options);
    const answers = await Promise.all([askToSignInBy(proof, headers), askToSignInBy(proof, headers)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await refused(proof, headers)).toMatchObject(AGAIN);
  });

  test("one of two copies of a key that count alike, at the same moment", async () => {
    const asked = await Promise.all([beginToSignIn(), beginToSignIn()]);
    const answers = await Promise.all(
      asked.map(({ headers, options }) => askToSignInBy(authenticator.get(options, { counter: 5 }), headers)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("a challenge that has been answered wrongly", async () => {
    const { headers, options } = await beginToSignIn();
    await refused(authenticator.get(options, { origin: "https://evil.example" }), headers);
    expect(await refused(authenticator.get(options), headers)).toMatchObject(AGAIN);
  });

  test("a proof that another browser was asked for, or none", async () => {
    const victim = await beginToSignIn();
    const thief = await beginToSignIn();
    const proof = authenticator.get(victim.options);
    expect(await refused(proof, {})).toMatchObject(AGAIN);
    expect(await refused(proof, thief.headers)).toMatchObject(CLOSED);
    expect((await askToSignInBy(proof, victim.headers)).status).toBe(200);
  });

  test("an answer after five minutes", async () => {
    const { headers, options } = await beginToSignIn();
    travelTo(Date.now() + 5 * 60_000 + 1000);
    expect(await refused(authenticator.get(options), headers)).toMatchObject(AGAIN);
  });

  test("a passkey that is removed", async () => {
    const [{ id } = { id: "" }] = Passkey.array().parse((await call(list, { headers: owner.headers })).json());
    await call(one, { method: "DELETE", headers: owner.headers, query: { id } });
    const { headers, options } = await beginToSignIn();
    expect(await refused(authenticator.get(options), headers)).toMatchObject(CLOSED);
  });

  test("a client that has been refused ten times with a passkey, for a while", async () => {
    for (let n = 0; n < 10; n++) await askToSignInBy(authenticator.get({ challenge: "AAAA", rpId: "octavo.test" }), {});
    const { headers, options } = await beginToSignIn();
    const problem = await refused(authenticator.get(options), headers);
    expect(problem).toMatchObject({ status: 429, title: "Too many refused passkeys" });
  });

  test("a form with nothing in it", async () => {
    expect((await askToSignInBy(undefined, {})).status).toBe(400);
  });
});

describe("the cookie that marks a browser", () => {
  test("is for this site and for no script, and is gone after the answer", async () => {
    const { headers, options } = await beginToSignIn();
    const answer = await askToSignInBy(authenticator.get(options), headers);
    expect(cookiesIn(answer)).toContain("octavo-passkey=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
  });

  test("holds nothing that the database tells", async () => {
    const { headers } = await beginToSignIn();
    const [, mark = ""] = (headers.cookie ?? "").split("=");
    expect(mark).toHaveLength(32);
    expect(JSON.stringify(await rowsIn(data.db, "verifications"))).not.toContain(mark);
  });

  describe("on https", () => {
    withSettings({ SITE_URL: "https://octavo.test" });

    test("is bound to the host", async () => {
      const { headers } = await beginToSignIn();
      expect(headers.cookie).toMatch(/^__Host-octavo-passkey=/);
    });
  });
});
