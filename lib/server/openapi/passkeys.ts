import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { Account } from "#lib/shared/accounts";
import {
  CreationOptions,
  NewPasskey,
  Passkey,
  PasskeyParams,
  PasskeyRequest,
  PasskeySignIn,
  RequestOptions,
} from "#lib/shared/passkeys";
import { RECENT_MINUTES } from "#lib/shared/reauthentication";
import { BODY, LIMITS, operation, success, WRITE } from "./parts.ts";

const tags = ["Accounts"];
/** No authentication; an API key is ignored. */
const forAnyone = { tags, security: [{}] };
/** Requires a session; API keys are rejected. */
const forHolder = { tags, security: [{ session: [] }] };
const json = (schema: z.ZodType) => ({ required: true, content: { "application/json": { schema } } });

/** Paths of passkeys (WebAuthn). */
export const passkeyPaths: ZodOpenApiPathsObject = {
  "/api/auth/passkeys": {
    get: operation({
      ...forHolder,
      operationId: "listPasskeys",
      summary: "List your passkeys",
      description: "Names and dates; the credentials themselves are not shown.",
      replies: { "200": success("The newest first", z.array(Passkey), ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
    post: operation({
      ...forHolder,
      operationId: "addPasskey",
      summary: "Add a passkey that the browser has created",
      description: "Within five minutes of `creation-options`, in the same session, once.",
      requestBody: json(NewPasskey),
      replies: { "201": success("The new passkey", Passkey, ["Location", "Cache-Control", ...LIMITS]) },
      problems: [...WRITE, ...BODY],
    }),
  },
  "/api/auth/passkeys/{id}": {
    delete: operation({
      ...forHolder,
      operationId: "deletePasskey",
      summary: "Delete a passkey",
      description:
        "It can no longer be used to sign in. Sessions that it opened stay. The last one of an account that signs in with passkeys only is not deleted.",
      requestParams: { path: PasskeyParams },
      replies: { "204": success("Passkey deleted", undefined, LIMITS) },
      problems: [...WRITE, "not-found", "passkey-needed"],
    }),
  },
  "/api/auth/passkeys/creation-options": {
    post: operation({
      ...forHolder,
      operationId: "beginPasskey",
      summary: "Start adding a passkey",
      description: `Needs the password again; of an account that signs in with passkeys only, a session that is at most ${RECENT_MINUTES} minutes old. Wrong passwords are slowed down as at sign-in.`,
      requestBody: json(PasskeyRequest),
      replies: {
        "200": success("For `navigator.credentials.create`", CreationOptions, ["Cache-Control", ...LIMITS]),
      },
      problems: [...WRITE, ...BODY],
    }),
  },
  "/api/auth/passkeys/request-options": {
    post: operation({
      ...forAnyone,
      operationId: "beginPasskeySignIn",
      summary: "Start signing in with a passkey",
      description: "Returns a challenge that holds for five minutes, in this browser, once.",
      replies: {
        "200": success("For `navigator.credentials.get`; a cookie binds the challenge to the browser", RequestOptions, [
          "Set-Cookie",
          "Cache-Control",
          ...LIMITS,
        ]),
      },
      problems: ["foreign-origin", "too-many-requests"],
    }),
  },
  "/api/auth/passkeys/sign-in": {
    post: operation({
      ...forAnyone,
      operationId: "signInWithPasskey",
      summary: "Sign in with a passkey",
      description:
        "Opens a session like any other. Within five minutes of `request-options`, in the same browser, once. Refused proofs are slowed down by client and by passkey.",
      requestBody: json(PasskeySignIn),
      replies: { "200": success("The account; the session is in the cookie", Account, ["Set-Cookie", ...LIMITS]) },
      problems: ["unauthenticated", "account-suspended", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
};
