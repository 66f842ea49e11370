import { createResetLink } from "#lib/server/accounts/reset-link";
import { env } from "#lib/server/env";
import { emailOf, makeAuthor, makeKey, makeOwner, requestSignIn, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { withLogLines } from "#support/log-lines";
import { withMailServer } from "#support/mail-server";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import reset from "../../../pages/api/auth/reset";
import request from "../../../pages/api/auth/reset-request";
import session from "../../../pages/api/auth/session";

const data = withDatabase();
const lines = withLogLines();
const NEW = "a new and longer password";

const requestReset = (email: string) => call(request, { method: "POST", body: { email } });
const use = (token: string, newPassword = NEW, more: object = {}) =>
  call(reset, { method: "POST", body: { token, newPassword, ...more } });
const tokenIn = (text: string) => /reset-password\?token=([\w-]+)/.exec(text)?.[1] ?? "";
const isSignedIn = async ({ headers }: TestAccount) =>
  ((await call(session, { headers })).json() as { account: unknown }).account !== null;
const expectInvalidToken = (response: Awaited<ReturnType<typeof call>>) =>
  expect(problemIn(response)).toMatchObject({ status: 400, fields: { token: ["This link is no longer good"] } });

describe("POST /api/auth/reset-request — email", () => {
  const mail = withMailServer();
  withSettings({ SITE_URL: "http://octavo.test", MAIL_FROM: "Octavo <press@octavo.test>" });
  beforeEach(() => {
    env().SMTP_URL = mail.url;
  });
  afterEach(() => {
    delete env().SMTP_URL;
  });

  async function tokenFor(name: string): Promise<string> {
    await requestReset(emailOf(name));
    return tokenIn((await mail.next()).text);
  }

  test("known email — 202, an email with a link", async () => {
    await makeOwner();
    expect((await requestReset(emailOf("Olga"))).status).toBe(202);
    const { text, to } = await mail.next();
    expect(to).toBe(emailOf("Olga"));
    expect(text).toMatch(/^From: Octavo <press@octavo\.test>$/m);
    expect(text).toMatch(/^http:\/\/octavo\.test\/reset-password\?token=[\w-]{20,}\r$/m);
  });

  test("unknown email — the same response, no email", async () => {
    await makeOwner();
    const unknown = await requestReset(emailOf("Nobody"));
    const known = await requestReset(emailOf("Olga"));
    expect(unknown.body).toBe(known.body);
    expect(unknown.status).toBe(known.status);
    expect((await mail.next()).to).toBe(emailOf("Olga"));
    expect(mail.emails).toEqual([]);
  });

  test("Host header of another site — not used for the link", async () => {
    await makeOwner();
    await call(request, { method: "POST", body: { email: emailOf("Olga") }, headers: { host: "evil.example" } });
    expect((await mail.next()).text).not.toContain("evil.example");
  });

  test("POST /api/auth/reset — 204, new password, every session of the account ends", async () => {
    const owner = await makeOwner();
    const author = await makeAuthor();
    expect((await use(await tokenFor("Olga"))).status).toBe(204);
    expect((await requestSignIn("Olga")).status).toBe(401);
    expect((await requestSignIn("Olga", NEW)).status).toBe(200);
    expect(await isSignedIn(owner)).toBe(false);
    expect(await isSignedIn(author)).toBe(true);
  });

  test("POST /api/auth/reset — token used twice, also at once — one 204, then 400", async () => {
    await makeOwner();
    const token = await tokenFor("Olga");
    const responses = await Promise.all([use(token), use(token, "another new password")]);
    expect(responses.map(({ status }) => status).sort()).toEqual([204, 400]);
    expectInvalidToken(await use(token));
  });

  test("POST /api/auth/reset — token older than an hour — 400", async () => {
    await makeOwner();
    const token = await tokenFor("Olga");
    travelTo(Date.now() + 60 * 60_000 + 1);
    try {
      expectInvalidToken(await use(token));
    } finally {
      travelBack();
    }
    expect((await requestSignIn("Olga")).status).toBe(200);
  });

  test("POST /api/auth/reset — token with U+0000, which PostgreSQL refuses — 400", async () => {
    expectInvalidToken(await use("a\u0000b"));
  });

  test("POST /api/auth/reset — password too short — 400, the token stays valid", async () => {
    await makeOwner();
    const token = await tokenFor("Olga");
    expect(Object.keys(problemIn(await use(token, "short")).fields ?? {})).toEqual(["newPassword"]);
    expect((await use(token)).status).toBe(204);
  });

  test("token — stored as a hash, not logged", async () => {
    await makeOwner();
    const token = await tokenFor("Olga");
    expect(JSON.stringify(await rowsIn(data.db, "verifications"))).not.toContain(token);
    await use(token);
    expect(lines.text).not.toContain(token);
    expect(lines.all).toContainEqual(expect.objectContaining({ event: "password-reset", account: expect.any(String) }));
  });

  test("sixth request within an hour — 202, no email", async () => {
    await makeOwner();
    for (let n = 0; n < 5; n++) {
      await requestReset(emailOf("Olga"));
      await mail.next();
    }
    expect((await requestReset(emailOf("Olga"))).status).toBe(202);
    const { rows } = {
      rows: await rowsIn(data.db, "verifications"),
    };
    expect(rows).toHaveLength(5);
  });
});

describe("POST /api/auth/reset-request — mail server refuses the recipient", () => {
  const mail = withMailServer({ refusesRecipients: true });

  test("202, the error is logged without the email address", async () => {
    env().SMTP_URL = mail.url;
    await makeOwner();
    expect((await requestReset(emailOf("Olga"))).status).toBe(202);
    while (!lines.text.includes("email not sent")) await new Promise((resolve) => setTimeout(resolve, 10));
    delete env().SMTP_URL;
    expect(lines.all).toContainEqual(expect.objectContaining({ level: "error", code: "EENVELOPE", responseCode: 550 }));
    expect(lines.text).not.toContain("olga@");
  });
});

describe("POST /api/auth/reset — API keys", () => {
  const link = async (name: string) => tokenIn((await createResetLink(data.db, emailOf(name))) ?? "");
  const works = async ({ headers }: Awaited<ReturnType<typeof makeKey>>) =>
    (await call(session, { headers })).status === 200;

  test.each([{}, { revokeKeys: false }, { revokeKeys: "false" }])("%j — still valid", async (more) => {
    const key = await makeKey(await makeOwner());
    expect((await use(await link("Olga"), NEW, more)).status).toBe(204);
    expect(await works(key)).toBe(true);
  });

  test.each([true, "true"])("revokeKeys %j — every key of the account is revoked and logged", async (revokeKeys) => {
    const [owner, author] = [await makeOwner(), await makeAuthor()];
    const [one, two, other] = [await makeKey(owner), await makeKey(owner), await makeKey(author)];
    expect((await use(await link("Olga"), NEW, { revokeKeys })).status).toBe(204);
    expect(await Promise.all([one, two, other].map(works))).toEqual([false, false, true]);
    const revoked = lines.all.filter((line) => line.event === "key-revoked");
    expect(revoked.map(({ account, key }) => [account, key]).sort()).toEqual(
      [one, two].map(({ id }) => [owner.account.id, id]).sort(),
    );
  });

  test("invalid token, or password too short — none is revoked", async () => {
    const key = await makeKey(await makeOwner());
    const [token, old] = [await link("Olga"), await link("Olga")];
    expectInvalidToken(await use("x".repeat(24), NEW, { revokeKeys: true }));
    expect((await use(token, "short", { revokeKeys: true })).status).toBe(400);
    travelTo(Date.now() + 60 * 60_000 + 1);
    try {
      expectInvalidToken(await use(old, NEW, { revokeKeys: true }));
    } finally {
      travelBack();
    }
    expect(await works(key)).toBe(true);
  });

  test("revokeKeys neither true nor false — 400 names the field", async () => {
    await makeOwner();
    expect(problemIn(await use(await link("Olga"), NEW, { revokeKeys: "yes" })).fields).toEqual({
      revokeKeys: ["Must be true or false"],
    });
  });
});

test.each(["x".repeat(24), "reset-password:x", "' or 1=1 --"])(
  "POST /api/auth/reset — invalid token %s — 400",
  async (token) => {
    expectInvalidToken(await use(token));
  },
);

describe("createResetLink", () => {
  test("known email — a link that resets the password", async () => {
    const owner = await makeOwner();
    const link = (await createResetLink(data.db, " OLGA@octavo.test ")) ?? "";
    expect((await use(tokenIn(link))).status).toBe(204);
    expect((await requestSignIn("Olga", NEW)).status).toBe(200);
    expect(await isSignedIn(owner)).toBe(false);
  });

  test("unknown email — undefined", async () => {
    expect(await createResetLink(data.db, emailOf("Nobody"))).toBeUndefined();
  });
});
