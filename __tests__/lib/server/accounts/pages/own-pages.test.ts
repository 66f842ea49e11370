import { type KeysPageProps, loadKeysPage } from "#lib/server/accounts/pages/keys-page";
import { loadProfilePage, type ProfilePageProps } from "#lib/server/accounts/pages/profile-page";
import { loadSecurityPage, type SecurityPageProps } from "#lib/server/accounts/pages/security-page";
import { Session } from "#lib/shared/accounts";
import { makeAuthor, makeKey, makeOwner, PASSWORD, requestSignIn, type TestAccount } from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { loadPage } from "#support/load-page";
import { addPasskey } from "#support/passkeys";
import messages from "../../../../../pages/api/messages/index";

const data = withDatabase();

let olga: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
});

const profile = (sent: Parameters<typeof loadPage>[1]) => loadPage<ProfilePageProps>(loadProfilePage, sent);
const security = (sent: Parameters<typeof loadPage>[1]) => loadPage<SecurityPageProps>(loadSecurityPage, sent);
const keys = (sent: Parameters<typeof loadPage>[1]) => loadPage<KeysPageProps>(loadKeysPage, sent);

test.each([
  ["/account", profile],
  ["/account/security", security],
  ["/account/keys", keys],
])("%s — anonymous — to sign in, then back", async (path, load) => {
  expect((await load({})).redirect?.destination).toBe(`/login?next=${encodeURIComponent(path)}`);
});

test("/account — the number of new messages, for the owner only", async () => {
  const body = { name: "Rahel", email: "rahel@octavo.test", message: "Hello." };
  expect((await call(messages, { method: "POST", body })).status).toBe(204);
  expect((await profile({ headers: olga.headers })).props).toMatchObject({ account: olga.account, unread: 1 });
  expect((await profile({ headers: (await makeAuthor()).headers })).props?.unread).toBeNull();
});

test("/account — POST of a profile — saved; of a sign-out — the session ends", async () => {
  const named = await profile({ headers: olga.headers, body: { form: "profile", name: "Olga T." } });
  expect(named.redirect?.destination).toBe("/account?done=profile");
  const left = await profile({ headers: olga.headers, body: { form: "sign-out" } });
  expect(left.redirect?.destination).toBe("/");
  expect((await profile({ headers: olga.headers })).redirect?.destination).toBe("/login?next=%2Faccount");
});

test("/account/security — POST of a password — changed; wrong — 400 with the error and no password", async () => {
  const form = { form: "password", newPassword: "another good password" };
  const wrong = await security({ headers: olga.headers, body: { ...form, currentPassword: "wrong" } });
  expect([wrong.status, wrong.props?.refused]).toEqual([
    400,
    expect.objectContaining({ form: "password", fields: { currentPassword: [expect.any(String)] }, typed: {} }),
  ]);
  const changed = await security({ headers: olga.headers, body: { ...form, currentPassword: PASSWORD } });
  expect(changed.redirect?.destination).toBe("/account/security?done=password");
  expect((await requestSignIn("Olga", form.newPassword)).status).toBe(200);
});

test.each(["1e999", "-1", "NaN", "0.5", "99999999999"])(
  "/account/keys — POST of a key that expires in %s days — 400 names the field, none is created",
  async (days) => {
    const body = { form: "key", name: "Script", scope: "read", days };
    const refused = await keys({ headers: olga.headers, body });
    expect([refused.status, refused.props?.refused?.fields]).toEqual([400, { expiresAt: expect.any(Array) }]);
    expect(await rowsIn(data.db, "api_keys")).toEqual([]);
  },
);

test("/account/security — passkeys and sessions; POST of a deletion and of an end", async () => {
  const { id } = await addPasskey(olga, new Authenticator());
  await requestSignIn("Olga");
  const { props } = await security({ headers: olga.headers, query: { done: "password" } });
  expect(props?.done).toBe("password");
  expect(props?.fallback["/api/auth/passkeys"]).toEqual([expect.objectContaining({ id })]);
  const sessions = Session.array().parse(props?.fallback["/api/auth/sessions"]);
  const other = sessions.find(({ isCurrent }) => !isCurrent);
  const deleted = await security({ headers: olga.headers, body: { form: "delete-passkey", id } });
  expect(deleted.redirect?.destination).toBe("/account/security?done=delete-passkey");
  const ended = await security({ headers: olga.headers, body: { form: "end-session", id: other?.id ?? "" } });
  expect(ended.redirect?.destination).toBe("/account/security?done=end-session");
  expect(await rowsIn(data.db, "passkeys")).toEqual([]);
  expect(await rowsIn(data.db, "sessions")).toHaveLength(1);
});

test("/account/keys — POST of a key — shown once, in the response; POST of its revocation", async () => {
  const { props } = await keys({ headers: olga.headers, body: { form: "key", name: "A script", scope: "read" } });
  expect(props?.created).toMatchObject({ name: "A script", key: expect.stringMatching(/^octavo_/) });
  const again = await keys({ headers: olga.headers });
  expect(again.props?.fallback["/api/keys"]).toEqual([expect.objectContaining({ id: props?.created?.id })]);
  expect(again.props?.created).toBeNull();
  const revoked = await keys({ headers: olga.headers, body: { form: "revoke-key", id: props?.created?.id ?? "" } });
  expect(revoked.redirect?.destination).toBe("/account/keys?done=revoke-key");
});

test("/account/keys — key of another user — 404, still valid", async () => {
  const { id } = await makeKey(await makeAuthor());
  const { status } = await keys({ headers: olga.headers, body: { form: "revoke-key", id } });
  expect(status).toBe(404);
  expect(await rowsIn(data.db, "api_keys")).toHaveLength(1);
});

test("/account/security — POST from another site — 403, nothing changes", async () => {
  const headers = { ...olga.headers, origin: "https://evil.example" };
  const { status } = await security({ headers, body: { form: "end-session", id: "x" } });
  expect(status).toBe(403);
});
