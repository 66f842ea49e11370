import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { PageQuery } from "#lib/shared/params";
import { Redirect, RedirectParams, RedirectTarget } from "#lib/shared/redirects";
import { BODY, jsonOrForm, LIMITS, operation, success, WRITE } from "./parts.ts";

const forOwner: Pick<ZodOpenApiOperationObject, "tags" | "security"> = {
  tags: ["Site"],
  security: [{ apiKey: [] }, { session: [] }],
};

/** Paths of redirects. */
export const redirectPaths: ZodOpenApiPathsObject = {
  "/api/redirects": {
    get: operation({
      ...forOwner,
      operationId: "listRedirects",
      summary: "List redirects",
      description: "For the owner. In the order of their paths; follow `Link` for more.",
      requestParams: { query: PageQuery },
      replies: { "200": success("A page of redirects", z.array(Redirect), ["Link"]) },
      problems: ["unauthenticated", "forbidden"],
    }),
  },
  "/api/redirects/{path}": {
    get: operation({
      ...forOwner,
      operationId: "getRedirect",
      summary: "Get the redirect from a path",
      description: "For the owner.",
      requestParams: { path: RedirectParams },
      replies: { "200": success("The redirect", Redirect) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
    put: operation({
      ...forOwner,
      operationId: "putRedirect",
      summary: "Redirect a path to a post or URL",
      description:
        "For the owner. Replaces the redirect from this path. The path must be one that Octavo does not serve. Redirects to it then lead where it leads, and a target that is redirected itself is replaced by where that leads; a loop is refused.",
      requestParams: { path: RedirectParams },
      requestBody: jsonOrForm(RedirectTarget),
      replies: {
        "200": success("The redirect that replaced another one", Redirect, LIMITS),
        "201": success("The new redirect", Redirect, ["Location", ...LIMITS]),
      },
      problems: [...WRITE, ...BODY, "forbidden", "too-many-redirects"],
    }),
    delete: operation({
      ...forOwner,
      operationId: "deleteRedirect",
      summary: "Delete the redirect from a path",
      description: "For the owner. The path is 404 from then on.",
      requestParams: { path: RedirectParams },
      replies: { "204": success("Redirect deleted", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "not-found"],
    }),
  },
};
