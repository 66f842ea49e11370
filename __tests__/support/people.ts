import { Account } from "#lib/shared/accounts";
import { MadeKey, type NewKeyInput } from "#lib/shared/keys";
import invitations from "../../pages/api/auth/invitations";
import signIn from "../../pages/api/auth/sign-in";
import signUp from "../../pages/api/auth/sign-up";
import keys from "../../pages/api/keys/index";
import { type Answer, call } from "./call.ts";

export const PASSWORD = "correct horse battery";

/** What a browser in which somebody is signed in sends along. */
export type Headers = Record<string, string>;
/** Somebody who is signed in. */
export type Person = { account: Account; headers: Headers };

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

export function askToSignUp(name: string, more: { invitation?: string; email?: string; password?: string } = {}) {
  const body = { name, email: emailOf(name), password: PASSWORD, ...more };
  return call(signUp, { method: "POST", body });
}

export function askToSignIn(name: string, password = PASSWORD, headers: Headers = {}): Promise<Answer> {
  return call(signIn, { method: "POST", body: { email: emailOf(name), password }, headers });
}

/** Signs somebody in who has an account. */
export async function signedIn(name: string, password = PASSWORD, headers: Headers = {}): Promise<Person> {
  const answer = await askToSignIn(name, password, headers);
  if (answer.status !== 200) throw new Error(`${name} was not let in: ${answer.body}`);
  return { account: Account.parse(answer.json()), headers: { ...headers, cookie: cookieHeader(answer) } };
}

/** The site's first account. */
export async function makeOwner(name = "Olga"): Promise<Person> {
  const { body, status } = await askToSignUp(name);
  if (status !== 201) throw new Error(`${name} could not sign up: ${body}`);
  return signedIn(name);
}

/** The token of a new invitation. */
export async function invite(owner: Person): Promise<string> {
  const { json } = await call(invitations, { method: "POST", headers: owner.headers });
  return new URL((json() as { url: string }).url).searchParams.get("invitation") ?? "";
}

/** Somebody whom the owner has invited. */
export async function makeAuthor(owner: Person, name = "Ada"): Promise<Person> {
  await askToSignUp(name, { invitation: await invite(owner) });
  return signedIn(name);
}

/** Makes a key. @returns it, and what a program that has it sends along */
export async function makeKey({ headers }: Person, wish: NewKeyInput = { name: "A script" }) {
  const answer = await call(keys, { method: "POST", headers, body: wish });
  if (answer.status !== 201) throw new Error(`The key was refused: ${answer.body}`);
  const made = MadeKey.parse(answer.json());
  return { ...made, headers: { authorization: `Bearer ${made.key}` } };
}
