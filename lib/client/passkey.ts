import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import type { Account } from "#lib/shared/accounts";
import { ApiError, api } from "./api.ts";
import { browserName } from "./browser-name.ts";
import { unreachable } from "./request.ts";

/** Messages by the name of the WebAuthn error. */
const REASONS: Record<string, string> = {
  NotAllowedError: "Cancelled, or it took too long",
  InvalidStateError: "This device has a passkey for your account already",
  NotSupportedError: "This device does not support passkeys",
  SecurityError: "This browser does not allow passkeys at this address",
};
const NOT_SUPPORTED = "This browser does not allow passkeys at this address; they need https";

/** Loads SimpleWebAuthn on demand. @throws {ApiError} if WebAuthn is not available, as on plain http */
async function webAuthn() {
  const library = await import("@simplewebauthn/browser").catch(unreachable);
  if (!library.browserSupportsWebAuthn()) throw new ApiError(0, { title: NOT_SUPPORTED });
  return library;
}

/** Converts an error of the browser to an ApiError. */
function throwApiError(error: unknown): never {
  const { name = "" } = error instanceof Error ? error : {};
  throw new ApiError(0, { title: REASONS[name] ?? "The browser could not complete this" });
}

/** Creates a passkey for the signed-in account, named after the browser. @throws {ApiError} */
export async function addPasskey(currentPassword: string): Promise<void> {
  const { startRegistration } = await webAuthn();
  const optionsJSON = await api.beginPasskey<PublicKeyCredentialCreationOptionsJSON>({ currentPassword });
  const credential = await startRegistration({ optionsJSON }).catch(throwApiError);
  await api.addPasskey({ name: browserName(navigator.userAgent), credential });
}

/** Signs in with a passkey. @throws {ApiError} */
export async function signInWithPasskey(): Promise<Account> {
  const { startAuthentication } = await webAuthn();
  const optionsJSON = await api.beginPasskeySignIn<PublicKeyCredentialRequestOptionsJSON>();
  const { response, ...credential } = await startAuthentication({ optionsJSON }).catch(throwApiError);
  const { userHandle = "" } = response;
  return api.signInWithPasskey({ credential: { ...credential, response: { ...response, userHandle } } });
}
