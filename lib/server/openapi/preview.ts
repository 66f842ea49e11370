import type { ZodOpenApiPathsObject } from "zod-openapi";
import { Preview, PreviewInput } from "#lib/shared/preview";
import { BODY, jsonOrForm, LIMITS, operation, success, WRITE } from "./parts.ts";

/** The path of the preview. */
export const previewPaths: ZodOpenApiPathsObject = {
  "/api/preview": {
    post: operation({
      operationId: "previewPost",
      tags: ["Posts"],
      summary: "Preview a text",
      description: "The HTML that a post's page would show of this Markdown. Nothing is stored.",
      requestBody: jsonOrForm(PreviewInput),
      replies: { "200": success("The text as HTML", Preview, LIMITS) },
      problems: [...WRITE, ...BODY, "forbidden"],
    }),
  },
};
