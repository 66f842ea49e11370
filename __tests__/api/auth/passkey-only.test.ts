import { createResetLink } from "#lib/server/accounts/reset-link";
import { env } from "#lib/server/env";
import { Passkey } from "#lib/shared/passkeys";
import {
  cookieHeader,
  cookiesIn,
  emailOf,
  makeAuthor,
  makeOwner,
  PASSWORD,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { withMailServer } from "#support/mail-server";
import { addPasskey, askToSignInBy, beginToSignIn } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { deleteUser } from "#support/users";
import account from "../../../pages/api/auth/account";
import one from "../../../pages/api/auth/passkeys/[id]";
import creationOptions from "../../../pages/api/auth/passkeys/creation-options";
import list from "../../../pages/api/auth/passkeys/index";
import password from "../../../pages/api/auth/password";
import reset from "../../../pages/api/auth/reset";
import resetRequest from "../../../pages/api/auth/reset-request";
import security from "../../../pages/api/auth/security";

const data = withDatabase();
const mail = withMailServer();
withSettings({ SITE_URL: "http://octavo.test", WRITE_LIMIT: 0 });

let olga: TestAccount;
let authenticator: Authenticator;
beforeEach(async () => {
  env().SMTP_URL = mail.url;
  mail.emails.length = 0;
  olga = await makeOwner();
  authenticator = new Authenticator();
  await addPasskey(olga, authenticator);
});
afterEach(() => {
  travelBack();
  delete env().SMTP_URL;
});

const restrict = ({ headers }: TestAccount, isPasskeyOnly: unknown = true, currentPassword = PASSWORD) =>
  call(security, { method: "PATCH", headers, body: { isPasskeyOnly, currentPassword } });
const isSignedIn = async ({ headers }: TestAccount) => (await call(account, { headers })).status === 200;
const passkeysOf = async ({ headers }: TestAccount) => Passkey.array().parse((await call(list, { headers })).json());
const deletePasskey = ({ headers }: TestAccount, id: string) => call(one, { method: "DELETE", headers, query: { id } });
const tokenIn = (text: string) => /reset-password\?token=([\w-]+)/.exec(text)?.[1] ?? "";
const useReset = (token: string) =>
  call(reset, { method: "POST", body: { token, newPassword: "a new and longer password" } });
const later = () => travelTo(Date.now() + 10 * 60_000 + 1000);

/** Signs in with the passkey. */
async function withPasskey(): Promise<TestAccount> {
  const { headers, options } = await beginToSignIn();
  const response = await askToSignInBy(authenticator.get(options), headers);
  if (response.status !== 200) throw new Error(`Refused: ${response.body}`);
  return { account: olga.account, headers: { cookie: cookieHeader(response) } };
}

test("off by default — GET /api/auth/security", async () => {
  const response = await call(security, { headers: olga.headers });
  expect(response.json()).toEqual({ isPasskeyOnly: false, pendingEmail: null });
  expect(response.headers["cache-control"]).toContain("private");
});

test("PATCH /api/auth/security — on — the right password gets 403, a wrong one 401, a passkey a session", async () => {
  expect((await restrict(olga)).json()).toMatchObject({ isPasskeyOnly: true });
  expect((await requestSignIn("Olga", "not the password")).status).toBe(401);
  const refused = await requestSignIn("Olga");
  expect(problemIn(refused)).toMatchObject({ status: 403, type: "/docs/errors#passkey-only" });
  expect(cookiesIn(refused)).toEqual([]);
  expect(await rowsIn(data.db, "sessions")).toHaveLength(1);
  expect(await isSignedIn(await withPasskey())).toBe(true);
});

test("on — other sessions end, this one stays; off — the password opens a session again", async () => {
  const other = await signedIn("Olga");
  await restrict(olga);
  expect([await isSignedIn(olga), await isSignedIn(other)]).toEqual([true, false]);
  expect((await restrict(olga, false)).json()).toMatchObject({ isPasskeyOnly: false });
  expect((await requestSignIn("Olga")).status).toBe(200);
});

test("on, while somebody signs in with the password — no session of the password remains", async () => {
  // With and without verifying a password, which takes as long as a sign-in.
  for (const currentPassword of [PASSWORD, "", ""]) {
    await Promise.all([requestSignIn("Olga"), restrict(olga, true, currentPassword), requestSignIn("Olga")]);
    expect(await rowsIn(data.db, "sessions")).toHaveLength(1);
    await restrict(olga, false);
  }
});

test("without a passkey — 409, stays off", async () => {
  const ada = await makeAuthor();
  expect(problemIn(await restrict(ada))).toMatchObject({ status: 409, title: "Add a passkey first" });
  expect((await requestSignIn("Ada")).status).toBe(200);
});

test("wrong password, or none after ten minutes — 400, stays off", async () => {
  expect(problemIn(await restrict(olga, true, "wrong")).fields).toHaveProperty("currentPassword");
  later();
  expect(problemIn(await restrict(olga, true, "")).fields).toHaveProperty("currentPassword");
  expect((await requestSignIn("Olga")).status).toBe(200);
});

test("isPasskeyOnly neither true nor false — 400", async () => {
  expect(problemIn(await restrict(olga, "perhaps")).fields).toHaveProperty("isPasskeyOnly");
});

test("the last passkey — 409; all of several at once — one remains", async () => {
  await restrict(olga);
  const [{ id: first } = { id: "" }] = await passkeysOf(olga);
  expect(problemIn(await deletePasskey(olga, first))).toMatchObject({
    status: 409,
    type: "/docs/errors#passkey-needed",
  });
  for (let n = 0; n < 5; n++) await addPasskey(olga, new Authenticator());
  const ids = (await passkeysOf(olga)).map(({ id }) => id);
  const responses = await Promise.all(ids.map((id) => deletePasskey(olga, id)));
  expect(responses.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 204, 409]);
  expect(await passkeysOf(olga)).toHaveLength(1);
  expect((await deletePasskey(olga, "unknown")).status).toBe(404);
});

test("on and the last passkey deleted at once — never without a way to sign in", async () => {
  for (let round = 0; round < 5; round++) {
    const passkeys = await passkeysOf(olga);
    await Promise.all([restrict(olga, true, ""), ...passkeys.map(({ id }) => deletePasskey(olga, id))]);
    const [row] = await rowsIn(data.db, "accounts");
    expect([row?.is_passkey_only, (await passkeysOf(olga)).length]).not.toEqual([1, 0]);
    await restrict(olga, false, "");
    await addPasskey(olga, new Authenticator());
  }
});

test("on, ten minutes after signing in — the password confirms no sensitive change; a new session of a passkey does", async () => {
  await restrict(olga);
  later();
  const currentPassword = PASSWORD;
  const change = ({ headers }: TestAccount) =>
    call(password, { method: "PUT", headers, body: { currentPassword, newPassword: "another good password" } });
  const begin = ({ headers }: TestAccount) =>
    call(creationOptions, { method: "POST", headers, body: { currentPassword } });
  for (const attempt of [await restrict(olga, false), await change(olga), await begin(olga)]) {
    expect(problemIn(attempt)).toMatchObject({
      status: 400,
      fields: { currentPassword: [expect.stringContaining("passkey")] },
    });
  }
  const recent = await withPasskey();
  expect((await begin(recent)).status).toBe(200);
  expect((await restrict(recent, false, "")).status).toBe(200);
});

test("POST /api/auth/reset-request — on — the same response; an email that says so, without a link", async () => {
  await restrict(olga);
  await makeAuthor();
  const request = (name: string) => call(resetRequest, { method: "POST", body: { email: emailOf(name) } });
  const [restricted, free] = [await request("Olga"), await request("Ada")];
  expect([restricted.status, restricted.body]).toEqual([free.status, free.body]);
  const emails = [await mail.next(), await mail.next()];
  const text = emails.find(({ to }) => to === emailOf("Olga"))?.text;
  expect(text).toContain("signs in with passkeys only");
  expect(text).not.toContain("token=");
});

test("POST /api/auth/reset — a link from before — 400, also once the password is allowed again", async () => {
  const token = tokenIn((await createResetLink(data.db, emailOf("Olga"))) ?? "");
  await restrict(olga);
  expect((await useReset(token)).status).toBe(400);
  await restrict(olga, false);
  expect((await useReset(token)).status).toBe(400);
});

test("POST /api/auth/reset — a link that was stored while it was switched on — 400", async () => {
  const token = tokenIn((await createResetLink(data.db, emailOf("Olga"))) ?? "");
  await data.db.updateTable("accounts").set({ is_passkey_only: 1 }).where("id", "=", olga.account.id).execute();
  expect((await useReset(token)).status).toBe(400);
});

test("createResetLink — on — refused; with allowsPassword — a link, and the password signs in", async () => {
  await restrict(olga);
  await expect(createResetLink(data.db, emailOf("Olga"))).rejects.toThrow("--allow-password");
  const token = tokenIn((await createResetLink(data.db, emailOf("Olga"), { allowsPassword: true })) ?? "");
  expect((await useReset(token)).status).toBe(204);
  expect((await requestSignIn("Olga", "a new and longer password")).status).toBe(200);
});

test("deleted — nothing of it stays in the row", async () => {
  const ada = await makeAuthor();
  await addPasskey(ada, new Authenticator());
  await restrict(ada);
  await deleteUser(olga, ada, { posts: "keep" });
  const row = (await rowsIn(data.db, "accounts")).find(({ id }) => id === ada.account.id);
  expect(row).toMatchObject({ is_passkey_only: 0, pending_email: null, pending_email_hash: null });
});
