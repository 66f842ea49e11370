import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import type { CredentialProof, NewCredential } from "#lib/shared/passkeys";

/** The options that the site sends to a browser, as far as they matter here. */
type Creation = { challenge: string; rp: { id: string }; user: { id: string } };
type Request = { challenge: string; rpId: string };

/** Deviations of a response from a correct one, as an attacker might send them. */
type Lies = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
};

/** The flags of authenticator data (WebAuthn, section 6.1). */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const ATTESTED = 0x40;

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const coordinate = (value = "") => new Uint8Array(Buffer.from(value, "base64url"));

/** A browser with an authenticator in software, with one key (ES256). It counts its signatures unless it syncs the key. */
export class Authenticator {
  readonly id = text(randomBytes(32));
  readonly origin: string;
  readonly isSynced: boolean;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #counter = 0;
  #userHandle = "";

  constructor({ origin = "http://octavo.test", isSynced = false } = {}) {
    this.origin = origin;
    this.isSynced = isSynced;
  }

  #data(rpId: string, { counter = this.#counter, isVerified = true }: Lies, attested?: Uint8Array): Buffer {
    const synced = this.isSynced ? ELIGIBLE | BACKED_UP : 0;
    const flags = PRESENT | (isVerified ? VERIFIED : 0) | synced | (attested ? ATTESTED : 0);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), head, attested ?? Buffer.alloc(0)]);
  }

  /** What the browser says about a request, and signs. */
  #clientData(type: string, challenge: string, lies: Lies): Buffer {
    const fields = { type, challenge, origin: this.origin, ...fieldsOf(lies), crossOrigin: false };
    return Buffer.from(JSON.stringify(fields));
  }

  #credential<Response>(said: Buffer, response: Response) {
    const type = "public-key" as const;
    return { id: this.id, rawId: this.id, type, response: { clientDataJSON: text(said), ...response } };
  }

  /** As `navigator.credentials.create`, in JSON. */
  create({ challenge, rp, user }: Creation, lies: Lies = {}): NewCredential {
    this.#userHandle = user.id;
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]);
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
    const authData = this.#data(lies.rpId ?? rp.id, lies, attested);
    const attestation = new Map<string, string | Uint8Array | Map<string, never>>([
      ["fmt", "none"],
      ["attStmt", new Map<string, never>()],
      ["authData", new Uint8Array(authData)],
    ]);
    return this.#credential(this.#clientData("webauthn.create", challenge, lies), {
      attestationObject: text(isoCBOR.encode(attestation)),
      transports: ["internal"],
    });
  }

  /** As `navigator.credentials.get`, in JSON. */
  get({ challenge, rpId }: Request, lies: Lies = {}): CredentialProof {
    if (!this.isSynced) this.#counter += 1;
    const said = this.#clientData("webauthn.get", challenge, lies);
    const authData = this.#data(lies.rpId ?? rpId, lies);
    return this.#credential(said, {
      authenticatorData: text(authData),
      signature: text(sign("sha256", Buffer.concat([authData, sha256(said)]), this.#keys.privateKey)),
      userHandle: lies.userHandle ?? this.#userHandle,
    });
  }
}

/** The deviations that are part of the signed client data. */
const fieldsOf = ({ challenge, origin, type }: Lies) => ({
  ...(challenge && { challenge }),
  ...(origin && { origin }),
  ...(type && { type }),
});
