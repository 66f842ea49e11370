import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { Autosave, AutosaveInput, AutosaveParams, AutosaveSummary, AutosavesQuery } from "#lib/shared/autosaves";
import { BODY, IF_MATCH, jsonOrForm, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const security: ZodOpenApiOperationObject["security"] = [{ apiKey: [] }, { session: [] }];
const forAccount = { tags: ["Posts"], security };
const { "If-Match": ifMatch, "If-None-Match": ifNoneMatch, "Octavo-Account": account } = requestHeaders;

/** Paths of autosaves. */
export const autosavePaths: ZodOpenApiPathsObject = {
  "/api/autosaves": {
    get: operation({
      ...forAccount,
      operationId: "listAutosaves",
      summary: "List your autosaves",
      description: "The last one saved first, without their content; follow `Link` for more.",
      requestParams: { query: AutosavesQuery },
      replies: { "200": success("A page of autosaves", z.array(AutosaveSummary), ["Link"]) },
      problems: ["unauthenticated", "forbidden"],
    }),
  },
  "/api/autosaves/{id}": {
    get: operation({
      ...forAccount,
      operationId: "getAutosave",
      summary: "Get one's autosave",
      description: "The text in an editor, which readers never see.",
      requestParams: { path: AutosaveParams },
      replies: { "200": success("The autosave", Autosave, ["ETag"]) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
    put: operation({
      ...forAccount,
      operationId: "putAutosave",
      summary: "Store the text in an editor",
      description:
        "Every field may be empty. `If-None-Match: *` creates only, `If-Match` replaces only the version you have. `post` is `about` for the text about the site. It never expires: it is deleted when a request that saves the text names it in `autosave`, or by DELETE.",
      requestParams: {
        path: AutosaveParams,
        header: z.object({ "If-Match": ifMatch, "If-None-Match": ifNoneMatch, "Octavo-Account": account }),
      },
      requestBody: jsonOrForm(AutosaveInput),
      replies: {
        "200": success("The autosave as it is now", Autosave, ["ETag", ...LIMITS]),
        "201": success("The new autosave", Autosave, ["ETag", ...LIMITS]),
      },
      problems: [...WRITE, ...BODY, "forbidden", "account-changed", "too-many-autosaves", ...IF_MATCH],
    }),
    delete: operation({
      ...forAccount,
      operationId: "deleteAutosave",
      summary: "Delete one's autosave",
      description: "Also 204 where there is none.",
      requestParams: { path: AutosaveParams, header: z.object({ "Octavo-Account": account }) },
      replies: { "204": success("It is gone", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "account-changed"],
    }),
  },
};
