import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { ApiError, api } from "./api.ts";
import { browserName } from "./browser-name.ts";
import { unreachable } from "./request.ts";

/** Why a browser made or used no passkey, by the name of its error. */
const REASONS: Record<string, string> = {
  NotAllowedError: "Cancelled, or it took too long",
  InvalidStateError: "This device has a passkey for your account already",
  NotSupportedError: "This device does not support passkeys",
  SecurityError: "This browser does not allow passkeys at this address",
};
const NOT_HERE = "This browser does not allow passkeys at this address; they need https";

/** SimpleWebAuthn, fetched when somebody asks for it. @throws {ApiError} where the browser, or plain http, has no WebAuthn */
async function webAuthn() {
  const library = await import("@simplewebauthn/browser").catch(unreachable);
  if (!library.browserSupportsWebAuthn()) throw new ApiError(0, { title: NOT_HERE });
  return library;
}

/** A browser's refusal as one of ours, which the forms show. */
function refuse(error: unknown): never {
  const { name = "" } = error instanceof Error ? error : {};
  throw new ApiError(0, { title: REASONS[name] ?? "The browser could not complete this" });
}

/** Has the browser make a passkey for whoever is signed in, named after the browser. @throws {ApiError} */
export async function addPasskey(currentPassword: string): Promise<void> {
  const { startRegistration } = await webAuthn();
  const optionsJSON = await api.beginPasskey<PublicKeyCredentialCreationOptionsJSON>({ currentPassword });
  const credential = await startRegistration({ optionsJSON }).catch(refuse);
  await api.addPasskey({ name: browserName(navigator.userAgent), credential });
}

/** Has the browser ask for a passkey, and signs in with it. @throws {ApiError} */
export async function signInWithPasskey(): Promise<void> {
  const { startAuthentication } = await webAuthn();
  const optionsJSON = await api.beginPasskeySignIn<PublicKeyCredentialRequestOptionsJSON>();
  const { response, ...credential } = await startAuthentication({ optionsJSON }).catch(refuse);
  const { userHandle = "" } = response;
  await api.signInWithPasskey({ credential: { ...credential, response: { ...response, userHandle } } });
}
