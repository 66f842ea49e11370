import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { TagCount, TagParams, TagPatch } from "#lib/shared/tags";
import { BODY, jsonOrForm, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const tags = ["Tags"];
const forOwner: Pick<ZodOpenApiOperationObject, "tags" | "security"> = {
  tags,
  security: [{ apiKey: [] }, { session: [] }],
};

/** Paths of tags. */
export const tagPaths: ZodOpenApiPathsObject = {
  "/api/tags": {
    get: operation({
      operationId: "listTags",
      tags,
      summary: "List tags",
      description: "The tags of public posts, the most used first.",
      requestParams: { header: z.object({ "If-None-Match": requestHeaders["If-None-Match"] }) },
      replies: {
        "200": success("All tags", z.array(TagCount), ["ETag"]),
        "304": success("The list you have is the newest", undefined, ["ETag"]),
      },
    }),
  },
  "/api/tags/{slug}": {
    patch: operation({
      ...forOwner,
      operationId: "renameTag",
      summary: "Rename a tag, or merge it into another",
      description:
        "For the owner and editors. With the name of another tag, all its posts get that one instead. The former name and slug stand for the tag from then on, in filters and in posts. Posts get a new ETag and no new version.",
      requestParams: { path: TagParams },
      requestBody: jsonOrForm(TagPatch),
      replies: { "200": success("The tag as it is now", TagCount, LIMITS) },
      problems: [...WRITE, ...BODY, "forbidden", "not-found", "too-many-posts"],
    }),
    delete: operation({
      ...forOwner,
      operationId: "deleteTag",
      summary: "Remove a tag from all posts",
      description: "For the owner and editors. Posts get a new ETag and no new version.",
      requestParams: { path: TagParams },
      replies: { "204": success("No post has it any more", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "not-found", "too-many-posts"],
    }),
  },
};
