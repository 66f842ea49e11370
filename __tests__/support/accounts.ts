import { createHmac } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { getAuth } from "#lib/server/accounts/auth";
import { database } from "#lib/server/db/database";
import { getSecret } from "#lib/server/secret";
import { freeAuthorSlug } from "#lib/server/users/slug";
import { Account } from "#lib/shared/accounts";
import { type NewKeyInput, NewKeyWithSecret } from "#lib/shared/keys";
import invitations from "../../pages/api/auth/invitations";
import signIn from "../../pages/api/auth/sign-in";
import signUp from "../../pages/api/auth/sign-up";
import keys from "../../pages/api/keys/index";
import { type Answer, call } from "./call.ts";

export const PASSWORD = "correct horse battery";

/** The headers that a signed-in browser sends. */
export type Headers = Record<string, string>;
/** A signed-in user. */
export type TestAccount = { account: Account; headers: Headers };

export const emailOf = (name: string) => `${name.toLowerCase()}@octavo.test`;

/** The Set-Cookie headers of a response. */
export function cookiesIn({ headers }: Answer): string[] {
  return [headers["set-cookie"] ?? []].flat() as string[];
}

/** The Cookie header that a browser sends after a response. */
export function cookieHeader(response: Answer): string {
  return cookiesIn(response)
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

export function requestSignUp(name: string, more: { invitation?: string; email?: string; password?: string } = {}) {
  const body = { name, email: emailOf(name), password: PASSWORD, ...more };
  return call(signUp, { method: "POST", body });
}

export function requestSignIn(name: string, password = PASSWORD, headers: Headers = {}): Promise<Answer> {
  return call(signIn, { method: "POST", body: { email: emailOf(name), password }, headers });
}

/** Signs in to an existing account. */
export async function signedIn(name: string, password = PASSWORD, headers: Headers = {}): Promise<TestAccount> {
  const response = await requestSignIn(name, password, headers);
  if (response.status !== 200) throw new Error(`${name} was not let in: ${response.body}`);
  return { account: Account.parse(response.json()), headers: { ...headers, cookie: cookieHeader(response) } };
}

/** When the latest account was created: each is later than the one before, so that lists have an order. */
let latest = 0;

/** A slow hash, computed once. */
let hash: Promise<string> | undefined;

/** Creates an account with a password and a session, without hashing the password each time. */
async function settle(name: string, role: Account["role"]): Promise<TestAccount> {
  hash ??= hashPassword(PASSWORD);
  const db = await database();
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  latest = Math.max(Date.now(), latest + 1);
  const wish = { name, email: emailOf(name), emailVerified: false, role, createdAt: new Date(latest) };
  const { id } = await internalAdapter.createUser(wish, { method: "email-password" });
  await db
    .updateTable("accounts")
    .set({ slug: await freeAuthorSlug(db, name) })
    .where("id", "=", id)
    .execute();
  await internalAdapter.linkAccount({ userId: id, providerId: "credential", accountId: id, password: await hash });
  const { token } = await internalAdapter.createSession(id);
  const signature = createHmac("sha256", await getSecret(db))
    .update(token)
    .digest("base64");
  const cookie = `octavo=${encodeURIComponent(`${token}.${signature}`)}`;
  return { account: { id, name, email: wish.email, role }, headers: { cookie } };
}

/** Creates the site's first account. */
export const makeOwner = (name = "Olga") => settle(name, "owner");

/** Creates an invitation. @returns its token */
export async function invite(owner: TestAccount): Promise<string> {
  const { json } = await call(invitations, { method: "POST", headers: owner.headers });
  return new URL((json() as { url: string }).url).searchParams.get("invitation") ?? "";
}

/** Creates an account with the role `author`. */
export const makeAuthor = (name = "Ada") => settle(name, "author");

/** Creates an account with the role `editor`. */
export const makeEditor = (name = "Edda") => settle(name, "editor");

/** Creates an API key. @returns it, and the headers that a client with it sends */
export async function makeKey({ headers }: TestAccount, wish: NewKeyInput = { name: "A script" }) {
  const response = await call(keys, { method: "POST", headers, body: wish });
  if (response.status !== 201) throw new Error(`The key was refused: ${response.body}`);
  const created = NewKeyWithSecret.parse(response.json());
  return { ...created, headers: { authorization: `Bearer ${created.key}` } };
}
