import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { BulkChange, BulkResult } from "#lib/shared/bulk";
import { BULK_MAX } from "#lib/shared/bulk-actions";
import { PageQuery } from "#lib/shared/params";
import { OnePostQuery, PostParams, PostQuery, RevisionParams } from "#lib/shared/post-query";
import {
  NewPost,
  PartialPost,
  Post,
  PostListItem,
  PostPatch,
  PostReplacement,
  Revision,
  RevisionSummary,
  TrashedPost,
} from "#lib/shared/posts";
import type { ProblemType } from "#lib/shared/problems";
import { TRASH_RETENTION } from "#lib/shared/trash";
import { BODY, IF_MATCH, jsonOrForm, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const tags = ["Posts"];
const ifNoneMatch = z.object({ "If-None-Match": requestHeaders["If-None-Match"] });
const account = { "Octavo-Account": requestHeaders["Octavo-Account"] };
const ifMatch = z.object({ "If-Match": requestHeaders["If-Match"], ...account });
const idempotencyKey = z.object({ "Idempotency-Key": requestHeaders["Idempotency-Key"], ...account });
/** Problem types of writes with `Octavo-Account`. */
const WRITE_AS: ProblemType[] = [...WRITE, "account-changed"];

/** Paths of posts, trash and revisions. */
export const postPaths: ZodOpenApiPathsObject = {
  "/api/posts": {
    get: operation({
      operationId: "listPosts",
      tags,
      summary: "List posts",
      description:
        "The newest first, or with `q` the best matches first. Follow `Link` for more. The total is exact; a search is counted up to 1,000 matches, and above that `X-Total-Count-Relation` is `gte`. Anonymous searches are limited.",
      requestParams: { query: PostQuery, header: ifNoneMatch },
      replies: {
        "200": success("A page of posts", z.array(PostListItem), [
          "Link",
          "X-Total-Count",
          "X-Total-Count-Relation",
          "ETag?",
        ]),
        "304": success("The list you have is the newest", undefined, ["ETag"]),
      },
      problems: ["unauthenticated", "too-many-requests"],
    }),
    post: operation({
      operationId: "createPost",
      tags,
      summary: "Create a post",
      description: "Published immediately, unless `status` is `draft` or `publishedAt` is in the future.",
      requestParams: { header: idempotencyKey },
      requestBody: jsonOrForm(NewPost),
      replies: { "201": success("The new post", Post, ["Location", "ETag", "Idempotency-Replayed", ...LIMITS]) },
      problems: [...WRITE_AS, ...BODY, "request-in-progress", "key-reused"],
    }),
  },
  "/api/posts/bulk": {
    post: operation({
      operationId: "changePosts",
      tags,
      summary: "Change several posts",
      description: `Publishes posts, adds a tag to them or removes one, deletes or restores them: at most ${BULK_MAX}, each by itself and as whole as by a request of its own. The response is 200 whatever became of each post; posts that could not be changed are in \`failed\`, with the reason. Sent again, it changes nothing more: what is done already is in \`unchanged\`. \`publish\` publishes the stored text, and leaves scheduled posts and autosaves as they are.`,
      requestParams: { header: z.object(account) },
      requestBody: { required: true, content: { "application/json": { schema: BulkChange } } },
      replies: { "200": success("What became of each post", BulkResult, LIMITS) },
      problems: [...WRITE_AS, ...BODY, "forbidden"],
    }),
  },
  "/api/posts/{id}": {
    get: operation({
      operationId: "getPost",
      tags,
      summary: "Read a post",
      description:
        "A draft and a scheduled post are there for those who may edit them, and 404 for everyone else. A post in the trash is at `/api/trash/{id}`.",
      requestParams: { path: PostParams, query: OnePostQuery.pick({ fields: true }), header: ifNoneMatch },
      replies: {
        "200": success("The post, whole unless `fields` names some", z.union([Post, PartialPost]), ["ETag"]),
        "304": success("The post you have is the newest", undefined, ["ETag"]),
      },
      problems: ["unauthenticated", "not-found"],
    }),
    put: operation({
      operationId: "replacePost",
      tags,
      summary: "Replace a post's text",
      description:
        "What GET returns may be sent back. Excerpt and tags that are not named are emptied; `status` and `publishedAt` stay as they are when not named. Putting an old revision restores it.",
      requestParams: { path: PostParams, header: ifMatch },
      requestBody: jsonOrForm(PostReplacement),
      replies: { "200": success("The post as it is now", Post, ["ETag", ...LIMITS]) },
      problems: [...WRITE_AS, ...BODY, "forbidden", "not-found", ...IF_MATCH],
    }),
    patch: operation({
      operationId: "changePost",
      tags,
      summary: "Change parts of a post",
      description:
        "A JSON merge patch (RFC 7396): only the fields it has are changed, and `null` empties one. A scheduled post whose `publishedAt` is emptied is published immediately.",
      requestParams: { path: PostParams, header: ifMatch },
      requestBody: {
        required: true,
        content: {
          "application/merge-patch+json": { schema: PostPatch },
          "application/json": { schema: PostPatch },
          "application/x-www-form-urlencoded": { schema: PostPatch },
        },
      },
      replies: { "200": success("The post as it is now", Post, ["ETag", ...LIMITS]) },
      problems: [...WRITE_AS, ...BODY, "forbidden", "not-found", ...IF_MATCH],
    }),
    delete: operation({
      operationId: "deletePost",
      tags,
      summary: "Move a post to the trash",
      description: `It stays there for ${TRASH_RETENTION}, and is then deleted for good.`,
      requestParams: { path: PostParams, header: ifMatch },
      replies: { "204": success("It is in the trash", undefined, LIMITS) },
      problems: [...WRITE_AS, "forbidden", "not-found", ...IF_MATCH],
    }),
  },
  "/api/posts/{id}/restore": {
    post: operation({
      operationId: "restorePost",
      tags,
      summary: "Restore a post from the trash",
      description: "A post that is not in the trash stays as it is.",
      requestParams: { path: PostParams },
      replies: { "200": success("The post", Post, ["ETag", ...LIMITS]) },
      problems: [...WRITE, "not-found"],
    }),
  },
  "/api/trash/{id}": {
    get: operation({
      operationId: "getTrashedPost",
      tags,
      summary: "Read a post in the trash",
      description:
        "For those who may edit it, and 404 for everyone else. `GET /api/posts?status=trash` lists the posts in the trash.",
      requestParams: { path: PostParams, header: ifNoneMatch },
      replies: {
        "200": success("The post, with the dates of its deletion", TrashedPost, ["ETag"]),
        "304": success("The post you have is the newest", undefined, ["ETag"]),
      },
      problems: ["unauthenticated", "not-found"],
    }),
    delete: operation({
      operationId: "purgePost",
      tags,
      summary: "Delete a post in the trash for good",
      description:
        "At once, with its revisions and redirects; autosaves stay. 404 for a post that is not in the trash, so that a repeated DELETE of a post purges nothing.",
      requestParams: { path: PostParams, header: ifMatch },
      replies: { "204": success("It is deleted for good", undefined, LIMITS) },
      problems: [...WRITE_AS, "not-found", ...IF_MATCH],
    }),
  },
  "/api/posts/{id}/revisions": {
    get: operation({
      operationId: "listRevisions",
      tags,
      summary: "List the revisions of a post",
      description: "The newest first, without their texts.",
      requestParams: { path: PostParams, query: PageQuery },
      replies: { "200": success("A page of revisions", z.array(RevisionSummary), ["Link"]) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
  },
  "/api/posts/{id}/revisions/{version}": {
    get: operation({
      operationId: "getRevision",
      tags,
      summary: "Read a revision of a post",
      description: "For those who may edit the post. PUT of what this returns restores it.",
      requestParams: { path: RevisionParams },
      replies: { "200": success("The revision", Revision) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
  },
};
