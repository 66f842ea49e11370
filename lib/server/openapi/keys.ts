import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { ApiKey, KeyParams, NewKey, NewKeyWithSecret } from "#lib/shared/keys";
import { BODY, jsonOrForm, operation, success, WRITE } from "./parts.ts";

/** Requires a session: API keys cannot create or list API keys. */
const forHolder = { tags: ["Keys"], security: [{ session: [] }] };
const LIMITS = ["RateLimit", "RateLimit-Policy"] as const;

/** Paths of API keys. */
export const keyPaths: ZodOpenApiPathsObject = {
  "/api/keys": {
    get: operation({
      ...forHolder,
      operationId: "listKeys",
      summary: "List your API keys",
      description: "The newest first, without their secrets.",
      replies: { "200": success("The keys", z.array(ApiKey), ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
    post: operation({
      ...forHolder,
      operationId: "createKey",
      summary: "Create an API key",
      description: "The key is shown in this response only.",
      requestBody: jsonOrForm(NewKey),
      replies: { "201": success("The new key", NewKeyWithSecret, ["Location", "Cache-Control", ...LIMITS]) },
      problems: [...WRITE, ...BODY],
    }),
  },
  "/api/keys/{id}": {
    delete: operation({
      ...forHolder,
      operationId: "revokeKey",
      summary: "Revoke an API key immediately",
      description: "The next request with it is refused with 401. It cannot be undone.",
      requestParams: { path: KeyParams },
      replies: { "204": success("It opens nothing any more", undefined, [...LIMITS]) },
      problems: [...WRITE, "not-found"],
    }),
  },
};
