import {
  cookieHeader,
  emailOf,
  makeAuthor,
  makeOwner,
  PASSWORD,
  requestSignIn,
  requestSignUp,
  signedIn,
} from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { addPasskey, askToSignInBy, beginToSignIn } from "#support/passkeys";
import { withSettings } from "#support/settings";
import onePasskey from "../../pages/api/auth/passkeys/[id]";
import password from "../../pages/api/auth/password";
import signOut from "../../pages/api/auth/sign-out";
import one from "../../pages/api/posts/[id]";
import posts from "../../pages/api/posts/index";
import trashed from "../../pages/api/trash/[id]";

withDatabase();
withSettings({ POSTING: "members" });
const lines = withLogLines();
const NEW = "a new and longer password";

const events = () => lines.all.filter(({ event }) => event !== undefined).map(({ msg, time, ...line }) => line);

test("log — sign-up, sign-in, password and sign-out — events with the account", async () => {
  await requestSignUp("Olga");
  await requestSignIn("Olga", "a wrong guess");
  await requestSignIn("Nobody", "a wrong guess");
  const { account, headers } = await signedIn("Olga");
  await call(password, { method: "PUT", headers, body: { currentPassword: PASSWORD, newPassword: NEW } });
  const again = await signedIn("Olga", NEW);
  await call(signOut, { method: "POST", headers: again.headers });
  const { id } = account;
  expect(events()).toEqual([
    { level: "info", event: "sign-up", account: id, role: "owner" },
    { level: "warn", event: "sign-in-failed", account: id, client: "" },
    { level: "warn", event: "sign-in-failed", account: null, client: "" },
    { level: "info", event: "sign-in", account: id, client: "" },
    { level: "info", event: "password-changed", account: id },
    { level: "info", event: "sign-in", account: id, client: "" },
    { level: "info", event: "sign-out", account: id },
  ]);
});

test("log — passkey added, used, refused and deleted — events with the account", async () => {
  const owner = await makeOwner();
  const authenticator = new Authenticator();
  const { id } = await addPasskey(owner, authenticator);
  const { headers, options } = await beginToSignIn();
  const proof = authenticator.get(options);
  const response = await askToSignInBy(proof, headers);
  await askToSignInBy(proof, headers);
  const signedIn = { cookie: cookieHeader(response) };
  await call(onePasskey, { method: "DELETE", headers: signedIn, query: { id } });
  const of = { account: owner.account.id };
  expect(events()).toEqual([
    { level: "info", event: "passkey-added", ...of, passkey: id },
    { level: "info", event: "sign-in", ...of, client: "", passkey: id },
    { level: "warn", event: "sign-in-failed", ...of, client: "", reason: "no challenge" },
    { level: "info", event: "passkey-deleted", ...of, passkey: id },
  ]);
});

describe("SIGN_UP=open", () => {
  withSettings({ SIGN_UP: "open" });

  test("log — sign-up with an email that has an account — no event", async () => {
    await makeOwner();
    await requestSignUp("Olga");
    expect(events()).toEqual([]);
  });
});

test("log — post trashed — event with the account", async () => {
  const owner = await makeOwner();
  const { headers } = await makeAuthor();
  const { id } = asPost((await call(posts, { method: "POST", headers, body: newPost() })).json());
  await call(one, { method: "DELETE", headers: owner.headers, query: { id } });
  expect(events()).toEqual([{ level: "info", event: "post-trashed", post: id, by: `account ${owner.account.id}` }]);
});

test("log — post purged — event with the account", async () => {
  const owner = await makeOwner();
  const { headers } = owner;
  const { id } = asPost((await call(posts, { method: "POST", headers, body: newPost() })).json());
  await call(one, { method: "DELETE", headers, query: { id } });
  await call(trashed, { method: "DELETE", headers, query: { id } });
  const by = `account ${owner.account.id}`;
  expect(events()).toEqual([
    { level: "info", event: "post-trashed", post: id, by },
    { level: "info", event: "post-purged", post: id, by },
  ]);
});

test("log — delete refused — no event", async () => {
  const owner = await makeOwner();
  const { headers } = await makeAuthor();
  const created = await call(posts, { method: "POST", headers: owner.headers, body: newPost() });
  await call(one, { method: "DELETE", headers, query: { id: asPost(created.json()).id } });
  expect(events()).toEqual([]);
});

test("log — passwords, session cookie and email — never logged", async () => {
  await requestSignUp("Olga");
  await requestSignIn("Olga", "a wrong guess");
  const { headers } = await signedIn("Olga");
  await call(password, { method: "PUT", headers, body: { currentPassword: PASSWORD, newPassword: NEW } });
  await call(signOut, { method: "POST", headers });
  expect(lines.all.length).toBeGreaterThan(3);
  const [token = "?", signature = "?"] = decodeURIComponent(headers.cookie ?? "")
    .slice("octavo=".length)
    .split(".");
  for (const secret of [PASSWORD, NEW, "a wrong guess", emailOf("Olga"), token, signature]) {
    expect(lines.text).not.toContain(secret);
  }
});
