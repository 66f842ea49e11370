import { createResetLink } from "#lib/server/accounts/reset-link";
import { env } from "#lib/server/env";
import { Account } from "#lib/shared/accounts";
import {
  emailOf,
  type Headers,
  makeAuthor,
  makeKey,
  makeOwner,
  PASSWORD,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { withLogLines } from "#support/log-lines";
import { withMailServer } from "#support/mail-server";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { deleteUser, suspend } from "#support/users";
import account from "../../../pages/api/auth/account";
import confirmation from "../../../pages/api/auth/email";
import request from "../../../pages/api/auth/email-request";
import password from "../../../pages/api/auth/password";
import reset from "../../../pages/api/auth/reset";
import resetRequest from "../../../pages/api/auth/reset-request";
import security from "../../../pages/api/auth/security";
import sessions from "../../../pages/api/auth/sessions/index";
import signOut from "../../../pages/api/auth/sign-out";

const data = withDatabase();
const lines = withLogLines();
const mail = withMailServer();
withSettings({ SITE_URL: "http://octavo.test", WRITE_LIMIT: 0 });

const NEW = "olga@new.test";
const HOUR = 60 * 60_000;

let olga: TestAccount;
beforeEach(async () => {
  env().SMTP_URL = mail.url;
  mail.emails.length = 0;
  olga = await makeOwner();
});
afterEach(() => {
  travelBack();
  delete env().SMTP_URL;
});

const ask = ({ headers }: Pick<TestAccount, "headers">, email: string, more: object = {}) =>
  call(request, { method: "POST", headers, body: { email, currentPassword: PASSWORD, ...more } });
const confirm = (token: string, headers: Headers = {}) =>
  call(confirmation, { method: "POST", headers, body: { token } });
const emailIn = async ({ headers }: TestAccount) => Account.parse((await call(account, { headers })).json()).email;
const pendingOf = async ({ headers }: TestAccount) =>
  ((await call(security, { headers })).json() as { pendingEmail: { email: string } | null }).pendingEmail;
const tokenIn = (text: string) => /confirm-email\?token=([\w-]+)/.exec(text)?.[1] ?? "";
const expectInvalid = (response: Awaited<ReturnType<typeof call>>) =>
  expect(problemIn(response)).toMatchObject({ status: 400, fields: { token: ["This link is no longer good"] } });

/** The text of the next email to an address that contains `part`. Notices are not awaited: one of a former test may arrive first. */
async function nextTo(address: string, part: string): Promise<string> {
  for (;;) {
    const { text, to } = await mail.next();
    if (to === address && text.includes(part)) return text;
  }
}
const nextLink = (address: string) => nextTo(address, "/confirm-email?token=");

/** Requests a change. @returns the token in the email to the new address */
async function tokenFor(user: TestAccount, email: string): Promise<string> {
  const response = await ask(user, email);
  if (response.status !== 202) throw new Error(`Refused: ${response.body}`);
  return tokenIn(await nextLink(email));
}

test("POST /api/auth/email-request — 202; a link to the new address, a notice to the present one, and no change", async () => {
  const response = await ask(olga, " OLGA@New.test ");
  expect([response.status, response.json()]).toEqual([
    202,
    { email: NEW, expiresAt: expect.stringMatching(/Z$/), isEmailed: true },
  ]);
  const all = [await mail.next(), await mail.next()];
  const textTo = (address: string) => all.find(({ to }) => to === address)?.text;
  expect(textTo(NEW)).toMatch(/^http:\/\/octavo\.test\/confirm-email\?token=[\w-]{32}\r$/m);
  expect(textTo(emailOf("Olga"))).toContain(`to ${NEW}`);
  expect(textTo(emailOf("Olga"))).not.toContain("token=");
  expect(await emailIn(olga)).toBe(emailOf("Olga"));
  expect(await pendingOf(olga)).toMatchObject({ email: NEW });
});

test("POST /api/auth/email — 204; signs in with the new address only; the session stays; both addresses know", async () => {
  expect((await confirm(await tokenFor(olga, NEW))).status).toBe(204);
  expect(await emailIn(olga)).toBe(NEW);
  expect(await pendingOf(olga)).toBeNull();
  expect((await requestSignIn("Olga")).status).toBe(401);
  await nextTo(emailOf("Olga"), `is now ${NEW}`);
  expect(lines.all).toContainEqual(expect.objectContaining({ event: "email-changed", account: olga.account.id }));
});

test("token — stored as a hash; neither it nor an address is logged", async () => {
  const token = await tokenFor(olga, NEW);
  expect(JSON.stringify(await rowsIn(data.db, "accounts"))).not.toContain(token);
  await confirm(token);
  expect(lines.text).not.toContain(token);
  expect(lines.text).not.toContain("olga@");
});

test("POST /api/auth/email — token used twice, also at once — one 204, then 400", async () => {
  const token = await tokenFor(olga, NEW);
  const responses = await Promise.all([confirm(token), confirm(token)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([204, 400]);
  expectInvalid(await confirm(token));
});

test("POST /api/auth/email — token older than an hour — 400", async () => {
  const token = await tokenFor(olga, NEW);
  travelTo(Date.now() + HOUR + 1);
  expectInvalid(await confirm(token));
});

test.each(["x".repeat(32), "a\u0000b", "' or 1=1 --"])("POST /api/auth/email — token %j — 400", async (token) => {
  expectInvalid(await confirm(token));
});

test("POST /api/auth/email — a newer request, and one that was cancelled — 400", async () => {
  const [first, second] = [await tokenFor(olga, NEW), await tokenFor(olga, "olga@other.test")];
  expectInvalid(await confirm(first));
  expect((await call(request, { method: "DELETE", headers: olga.headers })).status).toBe(204);
  expectInvalid(await confirm(second));
  expect(await pendingOf(olga)).toBeNull();
});

test("POST /api/auth/email — password changed or reset since — 400", async () => {
  const first = await tokenFor(olga, NEW);
  const body = { currentPassword: PASSWORD, newPassword: PASSWORD };
  expect((await call(password, { method: "PUT", headers: olga.headers, body })).status).toBe(204);
  expectInvalid(await confirm(first));
  const ada = await makeAuthor();
  const second = await tokenFor(ada, "ada@new.test");
  const link = (await createResetLink(data.db, emailOf("Ada"))) ?? "";
  const token = new URL(link).searchParams.get("token");
  expect((await call(reset, { method: "POST", body: { token, newPassword: PASSWORD } })).status).toBe(204);
  expectInvalid(await confirm(second));
});

test("POST /api/auth/email — signed out everywhere else since — 400; signed out here — 204", async () => {
  const token = await tokenFor(olga, NEW);
  const other = await signedIn("Olga");
  expect((await call(sessions, { method: "DELETE", headers: other.headers })).status).toBe(204);
  expectInvalid(await confirm(token));
  const next = await tokenFor(other, NEW);
  await call(signOut, { method: "POST", headers: other.headers });
  expect((await confirm(next)).status).toBe(204);
});

test("POST /api/auth/email — account suspended or deleted since — 400", async () => {
  const [ada, bob] = [await makeAuthor(), await makeAuthor("Bob")];
  const tokens = [await tokenFor(ada, "ada@new.test"), await tokenFor(bob, "bob@new.test")];
  await suspend(olga, ada);
  await deleteUser(olga, bob, { posts: "keep" });
  for (const token of tokens) expectInvalid(await confirm(token));
  expect((await rowsIn(data.db, "accounts")).filter(({ pending_email }) => pending_email !== null)).toEqual([]);
});

test("an address that has an account — the same response and email; the confirmation fails", async () => {
  const ada = await makeAuthor();
  const shape = (response: Awaited<ReturnType<typeof ask>>) => [
    response.status,
    Object.keys(response.json() as object),
  ];
  const plain = (text: string) => text.replaceAll(/token=[\w-]+|<[^>]+>|^(?:To|Date):.*$/gm, "");
  const free = await ask(olga, NEW);
  const toFree = await nextLink(NEW);
  expect(shape(await ask(olga, emailOf("Ada")))).toEqual(shape(free));
  const toTaken = await nextLink(emailOf("Ada"));
  expect(plain(toTaken)).toBe(plain(toFree));
  expect(problemIn(await confirm(tokenIn(toTaken)))).toMatchObject({
    status: 409,
    type: "/docs/errors#email-taken",
  });
  expect([await emailIn(olga), await emailIn(ada)]).toEqual([emailOf("Olga"), emailOf("Ada")]);
});

test("two accounts confirm one address at once — one 204, one 409", async () => {
  const ada = await makeAuthor();
  const tokens = [await tokenFor(olga, NEW), await tokenFor(ada, NEW)];
  const responses = await Promise.all(tokens.map((token) => confirm(token)));
  expect(responses.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect((await rowsIn(data.db, "accounts")).filter(({ email }) => email === NEW)).toHaveLength(1);
});

test("reset links to the former address — end with the confirmation, also if requested at the same time", async () => {
  const link = async () => new URL((await createResetLink(data.db, emailOf("Olga"))) ?? "").searchParams.get("token");
  const [former, token] = [await link(), await tokenFor(olga, NEW)];
  const asked = call(resetRequest, { method: "POST", body: { email: emailOf("Olga") } });
  await Promise.all([confirm(token), asked]);
  expect(await rowsIn(data.db, "verifications")).toEqual([]);
  const body = { token: former, newPassword: "a new and longer password" };
  expect((await call(reset, { method: "POST", body })).status).toBe(400);
});

test.each([
  ["wrong password", { currentPassword: "not the password" }, "currentPassword"],
  ["no email address", { email: "olga@new" }, "email"],
  ["homograph of a Latin letter", { email: "оlga@new.test" }, "email"],
  ["U+0000", { email: "ol\u0000ga@new.test" }, "email"],
  ["line break", { email: "olga@new.test\r\nBcc: eve@new.test" }, "email"],
  ["the present address in capitals", { email: "OLGA@octavo.test" }, "email"],
])("POST /api/auth/email-request — %s — 400 names the field, no email", async (_name, body, field) => {
  const problem = problemIn(await ask(olga, NEW, body));
  expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([400, [field]]);
  expect(await pendingOf(olga)).toBeNull();
  expect(mail.emails.filter(({ text }) => text.includes("/confirm-email?"))).toEqual([]);
});

test("POST /api/auth/email-request — without password — for ten minutes after signing in", async () => {
  expect((await ask(olga, NEW, { currentPassword: "" })).status).toBe(202);
  travelTo(Date.now() + 10 * 60_000 + 1000);
  expect(problemIn(await ask(olga, NEW, { currentPassword: undefined }))).toMatchObject({
    status: 400,
    fields: { currentPassword: ["Password is required: you signed in more than 10 minutes ago"] },
  });
  expect((await ask(olga, NEW)).status).toBe(202);
});

test("POST /api/auth/email-request — anonymous, an API key, another site — 401, 401, 403", async () => {
  const key = await makeKey(olga);
  const foreign = { headers: { ...olga.headers, origin: "https://evil.example" } };
  const statuses = [{ headers: {} }, key, foreign].map(async (sender) => (await ask(sender, NEW)).status);
  expect(await Promise.all(statuses)).toEqual([401, 401, 403]);
  expect((await confirm("x", { origin: "https://evil.example" })).status).toBe(403);
});

test("POST /api/auth/email-request — the sixth in an hour, of one account or to one address — 429", async () => {
  for (let n = 0; n < 5; n++) expect((await ask(olga, `olga${n}@new.test`)).status).toBe(202);
  expect(problemIn(await ask(olga, NEW))).toMatchObject({ status: 429 });
  travelTo(Date.now() + HOUR + 1000);
  for (let n = 0; n < 5; n++) expect((await ask(await makeAuthor(`Ada${n}`), NEW)).status).toBe(202);
  expect(problemIn(await ask(await makeAuthor(), NEW))).toMatchObject({ status: 429 });
});

test("POST /api/auth/email-request — SMTP_URL not set — 409 says who can change it", async () => {
  delete env().SMTP_URL;
  expect(problemIn(await ask(olga, NEW))).toMatchObject({ status: 409, type: "/docs/errors#no-email" });
});

test("POST /api/auth/email-request — the mail server fails — isEmailed false", async () => {
  env().SMTP_URL = "smtp://127.0.0.1:9";
  expect((await ask(olga, NEW)).json()).toMatchObject({ isEmailed: false });
});
