import { createHmac } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { getAuth } from "#lib/server/accounts/auth";
import { database } from "#lib/server/db/database";
import { getSecret } from "#lib/server/secret";
import { Account } from "#lib/shared/accounts";
import { type NewKeyInput, NewKeyWithSecret } from "#lib/shared/keys";
import invitations from "../../pages/api/auth/invitations";
import signIn from "../../pages/api/auth/sign-in";
import signUp from "../../pages/api/auth/sign-up";
import keys from "../../pages/api/keys/index";
import { type Answer, call } from "./call.ts";

export const PASSWORD = "correct horse battery";

/** What a browser in which somebody is signed in sends along. */
export type Headers = Record<string, string>;
/** Somebody who is signed in. */
export type TestAccount = { account: Account; headers: Headers };

export const emailOf = (name: string) => `${name.toLowerCase()}@octavo.test`;

/** Every cookie that an answer sets, whole. */
export function cookiesIn({ headers }: Answer): string[] {
  return [headers["set-cookie"] ?? []].flat() as string[];
}

/** What the browser sends back of the cookies that an answer sets. */
export function cookieHeader(answer: Answer): string {
  return cookiesIn(answer)
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

/** Signs somebody in who has an account. */
export async function signedIn(name: string, password = PASSWORD, headers: Headers = {}): Promise<TestAccount> {
  const answer = await requestSignIn(name, password, headers);
  if (answer.status !== 200) throw new Error(`${name} was not let in: ${answer.body}`);
  return { account: Account.parse(answer.json()), headers: { ...headers, cookie: cookieHeader(answer) } };
}

/** A slow hash, made once. */
let hash: Promise<string> | undefined;

/** An account with a password and a session, made without the work of hashing it again and again. */
async function settle(name: string, role: Account["role"]): Promise<TestAccount> {
  hash ??= hashPassword(PASSWORD);
  const db = await database();
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  const wish = { name, email: emailOf(name), emailVerified: false, role };
  const { id } = await internalAdapter.createUser(wish, { method: "email-password" });
  await internalAdapter.linkAccount({ userId: id, providerId: "credential", accountId: id, password: await hash });
  const { token } = await internalAdapter.createSession(id);
  const signature = createHmac("sha256", await getSecret(db))
    .update(token)
    .digest("base64");
  const cookie = `octavo=${encodeURIComponent(`${token}.${signature}`)}`;
  return { account: { id, name, email: wish.email, role }, headers: { cookie } };
}

/** The site's first account. */
export const makeOwner = (name = "Olga") => settle(name, "owner");

/** The token of a new invitation. */
export async function invite(owner: TestAccount): Promise<string> {
  const { json } = await call(invitations, { method: "POST", headers: owner.headers });
  return new URL((json() as { url: string }).url).searchParams.get("invitation") ?? "";
}

/** One of the site's authors. */
export const makeAuthor = (name = "Ada") => settle(name, "author");

/** Makes a key. @returns it, and what a program that has it sends along */
export async function makeKey({ headers }: TestAccount, wish: NewKeyInput = { name: "A script" }) {
  const answer = await call(keys, { method: "POST", headers, body: wish });
  if (answer.status !== 201) throw new Error(`The key was refused: ${answer.body}`);
  const made = NewKeyWithSecret.parse(answer.json());
  return { ...made, headers: { authorization: `Bearer ${made.key}` } };
}
