import { Passkey } from "#lib/shared/passkeys";
import creationOptions from "../../pages/api/auth/passkeys/creation-options";
import passkeys from "../../pages/api/auth/passkeys/index";
import requestOptions from "../../pages/api/auth/passkeys/request-options";
import signIn from "../../pages/api/auth/passkeys/sign-in";
import { cookieHeader, type Headers, PASSWORD, type TestAccount } from "./accounts.ts";
import type { Authenticator } from "./authenticator.ts";
import { type Answer, call } from "./call.ts";

type Creation = Parameters<Authenticator["create"]>[0];
type Request = Parameters<Authenticator["get"]>[0];

/** Requests the options for a new passkey (WebAuthn). */
export async function beginToAdd({ headers }: TestAccount): Promise<Creation> {
  const response = await call(creationOptions, { method: "POST", headers, body: { currentPassword: PASSWORD } });
  if (response.status !== 200) throw new Error(`No options were given: ${response.body}`);
  return response.json() as Creation;
}

export const askToAdd = ({ headers }: TestAccount, credential: unknown, name = "Chrome on Linux"): Promise<Answer> =>
  call(passkeys, { method: "POST", headers, body: { name, credential } });

/** Adds a passkey to the account of a signed-in user. */
export async function addPasskey(person: TestAccount, authenticator: Authenticator): Promise<Passkey> {
  const response = await askToAdd(person, authenticator.create(await beginToAdd(person)));
  if (response.status !== 201) throw new Error(`The passkey was refused: ${response.body}`);
  return Passkey.parse(response.json());
}

/** Requests the options for signing in. @returns them, and the headers of the following request */
export async function beginToSignIn(headers: Headers = {}): Promise<{ options: Request; headers: Headers }> {
  const response = await call(requestOptions, { method: "POST", headers });
  if (response.status !== 200) throw new Error(`No options were given: ${response.body}`);
  const cookie = [headers.cookie, cookieHeader(response)].filter(Boolean).join("; ");
  return { options: response.json() as Request, headers: { ...headers, cookie } };
}

export const askToSignInBy = (credential: unknown, headers: Headers): Promise<Answer> =>
  call(signIn, { method: "POST", headers, body: { credential } });
