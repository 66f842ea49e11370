import { createResetLink } from "#lib/server/accounts/reset-link";
import { env } from "#lib/server/env";
import { createKey } from "#lib/server/keys/keys";
import {
  cookiesIn,
  emailOf,
  makeAuthor,
  makeKey,
  makeOwner,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withMailServer } from "#support/mail-server";
import { addPasskey, askToSignInBy, beginToSignIn } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { changeUser, suspend } from "#support/users";
import reset from "../../../pages/api/auth/reset";
import resetRequest from "../../../pages/api/auth/reset-request";
import session from "../../../pages/api/auth/session";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();
const mail = withMailServer();
withSettings({ POSTING: "members" });

const accountOf = async ({ headers }: Pick<TestAccount, "headers">) =>
  ((await call(session, { headers })).json() as { account: unknown }).account;
const write = ({ headers }: Pick<TestAccount, "headers">, draft = {}) =>
  call(posts, { method: "POST", headers, body: newPost(draft) });
const SUSPENDED = { status: 403, type: "/docs/errors#account-suspended", error: "This account is suspended" };

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

test("suspended — sessions and API keys end with the next request", async () => {
  const [key, other] = [await makeKey(ada), await signedIn("Ada")];
  expect([(await write(ada)).status, (await write(key)).status]).toEqual([201, 201]);
  expect((await suspend(olga, ada)).json()).toMatchObject({ status: "suspended" });
  for (const one of [ada, other]) {
    expect(await accountOf(one)).toBeNull();
    expect((await write(one)).status).toBe(401);
  }
  expect(problemIn(await write(key))).toMatchObject({ status: 401, error: "This API key is not valid" });
  expect(await accountOf(olga)).not.toBeNull();
});

test("suspended — sign-in says so after the right password only, opens no session", async () => {
  await suspend(olga, ada);
  expect(problemIn(await requestSignIn("Ada", "not the password")).status).toBe(401);
  const response = await requestSignIn("Ada");
  expect(problemIn(response)).toMatchObject(SUSPENDED);
  expect(cookiesIn(response)).toEqual([]);
  const open = (await rowsIn(data.db, "sessions")).filter(({ userId }) => userId === ada.account.id);
  expect(open).toEqual([]);
});

test("suspended — a passkey does not sign in", async () => {
  const authenticator = new Authenticator();
  await addPasskey(ada, authenticator);
  await suspend(olga, ada);
  const { headers, options } = await beginToSignIn();
  expect(problemIn(await askToSignInBy(authenticator.get(options), headers))).toMatchObject(SUSPENDED);
});

describe("suspended — reset links", () => {
  withSettings({ SITE_URL: "http://octavo.test" });
  beforeEach(() => {
    env().SMTP_URL = mail.url;
  });
  afterEach(() => {
    delete env().SMTP_URL;
  });

  const tokenIn = (text: string) => /token=([\w-]+)/.exec(text)?.[1] ?? "";
  const use = (token: string) => call(reset, { method: "POST", body: { token, newPassword: "a new and longer one" } });

  test("one from before — 400, also after reinstatement", async () => {
    const token = tokenIn((await createResetLink(data.db, emailOf("Ada"))) ?? "");
    await suspend(olga, ada);
    expect((await use(token)).status).toBe(400);
    await changeUser(olga, ada, { status: "active" });
    expect((await use(token)).status).toBe(400);
  });

  test("requested afterwards — the same response, no email", async () => {
    await suspend(olga, ada);
    const ask = (email: string) => call(resetRequest, { method: "POST", body: { email } });
    const [suspended, known] = [await ask(emailOf("Ada")), await ask(emailOf("Olga"))];
    expect([suspended.status, suspended.body]).toEqual([known.status, known.body]);
    expect((await mail.next()).to).toBe(emailOf("Olga"));
    expect(mail.emails).toEqual([]);
    await expect(createResetLink(data.db, emailOf("Ada"))).rejects.toThrow("this account is suspended");
  });

  test("stored while the suspension was — 400", async () => {
    const token = tokenIn((await createResetLink(data.db, emailOf("Ada"))) ?? "");
    await data.db.updateTable("accounts").set({ suspended_at: 1 }).where("id", "=", ada.account.id).execute();
    expect((await use(token)).status).toBe(400);
  });
});

test("session and key stored while the suspension was — refused, and gone after reinstatement", async () => {
  const key = await createKey(data.db, ada.account.id, { name: "Late", scope: "write" });
  await data.db.updateTable("accounts").set({ suspended_at: 1 }).where("id", "=", ada.account.id).execute();
  const withKey = { headers: { authorization: `Bearer ${key.key}` } };
  expect(await accountOf(ada)).toBeNull();
  expect([(await write(ada)).status, (await write(withKey)).status]).toEqual([401, 401]);
  await changeUser(olga, ada, { status: "active" });
  expect(await accountOf(ada)).toBeNull();
  expect((await write(withKey)).status).toBe(401);
});

test("reinstated — signs in with the password as before, posts are theirs", async () => {
  await write(ada);
  await suspend(olga, ada);
  expect((await changeUser(olga, ada, { status: "active" })).json()).toMatchObject({ status: "active", posts: 1 });
  const again = await signedIn("Ada");
  expect(await accountOf(again)).toMatchObject({ id: ada.account.id });
  expect(await accountOf(ada)).toBeNull();
});

test("suspended — posts stay, scheduled ones come out", async () => {
  const soon = Date.now() + 60_000;
  await write(ada, { title: "Public" });
  await write(ada, { title: "Scheduled", publishedAt: new Date(soon).toISOString() });
  await suspend(olga, ada);
  travelTo(soon + 1000);
  const listed = (await call(posts)).json() as { title: string; author: { name: string } }[];
  expect(listed.map(({ author, title }) => [title, author.name])).toEqual([
    ["Scheduled", "Ada"],
    ["Public", "Ada"],
  ]);
});
