import { z } from "zod";
import { Label } from "./keys.ts";
import { idParams } from "./params.ts";

/** The longest that an authenticator's part of a credential may be, in characters: several times what is usual. */
const LONGEST = 16_384;
/** A credential's id has at most 1,023 bytes (WebAuthn, section 4). */
const LONGEST_ID = 1364;

const Bytes = z.base64url("This is not base64url").min(1, "This is empty").max(LONGEST, "This is too long");
const CredentialId = Bytes.max(LONGEST_ID, "This is too long");

/** What of a credential is the same when it is made and when it is used. WebAuthn may add members, which are ignored. */
const Credential = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal("public-key"),
});

/** A new credential, as a browser's `toJSON` gives it (WebAuthn: RegistrationResponseJSON). */
export const NewCredential = Credential.extend({
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z.array(z.string().max(30)).max(10).default([]),
  }),
}).meta({ id: "NewCredential", description: "WebAuthn's RegistrationResponseJSON" });
export type NewCredential = z.output<typeof NewCredential>;

/** The proof that somebody has a credential (WebAuthn: AuthenticationResponseJSON). */
export const CredentialProof = Credential.extend({
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Bytes,
  }),
}).meta({ id: "CredentialProof", description: "WebAuthn's AuthenticationResponseJSON" });
export type CredentialProof = z.output<typeof CredentialProof>;

export const PasskeyRequest = z.strictObject({
  currentPassword: z.string("Password is required").min(1, "Password is required"),
});
export type PasskeyRequest = z.output<typeof PasskeyRequest>;

export const NewPasskey = z.strictObject({
  name: Label,
  credential: NewCredential,
});
export type NewPasskey = z.output<typeof NewPasskey>;
export type NewPasskeyInput = z.input<typeof NewPasskey>;

export const PasskeySignIn = z.strictObject({ credential: CredentialProof });
export type PasskeySignIn = z.output<typeof PasskeySignIn>;
export type PasskeySignInInput = z.input<typeof PasskeySignIn>;

const moment = z.iso.datetime();

export const PasskeyParams = idParams("passkey", "5e0c8a3b-94a7-4a5e-b8a0-0f6f4b1f9d27");

/** A passkey as its holder sees it. */
export const Passkey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    isSynced: z.boolean().meta({ description: "Whether it may be on several devices" }),
    createdAt: moment,
    usedAt: moment.nullable(),
  })
  .meta({ id: "Passkey" });
export type Passkey = z.infer<typeof Passkey>;

/** What a browser needs to make a credential. */
export const CreationOptions = z
  .looseObject({ challenge: z.base64url() })
  .meta({ id: "CreationOptions", description: "WebAuthn's PublicKeyCredentialCreationOptionsJSON" });
export type CreationOptions = z.infer<typeof CreationOptions>;
/** What a browser needs to use one. */
export const RequestOptions = z
  .looseObject({ challenge: z.base64url() })
  .meta({ id: "RequestOptions", description: "WebAuthn's PublicKeyCredentialRequestOptionsJSON" });
export type RequestOptions = z.infer<typeof RequestOptions>;
