import { z } from "zod";
import { OwnPassword } from "./account-security.ts";
import { Label } from "./keys.ts";
import { idParams } from "./params.ts";

/** Maximum length of a credential's field in base64url, in characters: several times the usual length. */
const FIELD_MAX = 16_384;
/** Maximum length of a credential id in base64url: 1,023 bytes (WebAuthn, section 4). */
const CREDENTIAL_ID_MAX = 1364;

const Bytes = z.base64url("This is not base64url").min(1, "This is empty").max(FIELD_MAX, "This is too long");
const CredentialId = Bytes.max(CREDENTIAL_ID_MAX, "This is too long");

/** The fields that registration and authentication share. Members that WebAuthn may add are ignored. */
const Credential = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal("public-key"),
});

/** A new credential, as serialized by the browser (WebAuthn: RegistrationResponseJSON). */
export const NewCredential = Credential.extend({
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z.array(z.string().max(30)).max(10).default([]),
  }),
}).meta({ id: "NewCredential", description: "WebAuthn's RegistrationResponseJSON" });
export type NewCredential = z.output<typeof NewCredential>;

/** An assertion that proves possession of a credential (WebAuthn: AuthenticationResponseJSON). */
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
  currentPassword: OwnPassword.meta({
    description: "The password; not of an account that signs in with passkeys only",
  }),
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

/** A passkey, as shown to its user. */
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

/** Options for `navigator.credentials.create`. */
export const CreationOptions = z
  .looseObject({ challenge: z.base64url() })
  .meta({ id: "CreationOptions", description: "WebAuthn's PublicKeyCredentialCreationOptionsJSON" });
export type CreationOptions = z.infer<typeof CreationOptions>;
/** Options for `navigator.credentials.get`. */
export const RequestOptions = z
  .looseObject({ challenge: z.base64url() })
  .meta({ id: "RequestOptions", description: "WebAuthn's PublicKeyCredentialRequestOptionsJSON" });
export type RequestOptions = z.infer<typeof RequestOptions>;
