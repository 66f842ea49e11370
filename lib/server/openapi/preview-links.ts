import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { PostParams } from "#lib/shared/post-query";
import { NewPreviewLink, PreviewLink, PreviewLinkParams, PreviewLinkWithUrl } from "#lib/shared/preview-links";
import { BODY, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const tags = ["Posts"];
const header = z.object({ "Octavo-Account": requestHeaders["Octavo-Account"] });

/** Paths of preview links. */
export const previewLinkPaths: ZodOpenApiPathsObject = {
  "/api/posts/{id}/preview-links": {
    get: operation({
      operationId: "listPreviewLinks",
      tags,
      summary: "List the open preview links of a post",
      description: "For those who may edit it. The newest first, without their URLs; at most 20.",
      requestParams: { path: PostParams },
      replies: { "200": success("The links", z.array(PreviewLink)) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
    post: operation({
      operationId: "createPreviewLink",
      tags,
      summary: "Create a preview link",
      description:
        "Its URL shows a draft, a scheduled post, or the pending changes of a public one to anybody who has it, without an account, always as saved last; once the post is public, it redirects there. The URL is in this response only. An account is needed: the link works while that account may edit the post.",
      requestParams: { path: PostParams, header },
      requestBody: { required: true, content: { "application/json": { schema: NewPreviewLink } } },
      replies: { "201": success("The new link", PreviewLinkWithUrl, LIMITS) },
      problems: [...WRITE, ...BODY, "forbidden", "account-changed", "not-found", "too-many-preview-links"],
    }),
  },
  "/api/posts/{id}/preview-links/{link}": {
    delete: operation({
      operationId: "revokePreviewLink",
      tags,
      summary: "Revoke a preview link immediately",
      description: "Its URL says that it has ended. It cannot be undone.",
      requestParams: { path: PreviewLinkParams, header },
      replies: { "204": success("It shows nothing any more", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "account-changed", "not-found"],
    }),
  },
};
