import { z } from "zod";
import { BULK_ACTIONS, BULK_MAX, type BulkAction, NOTHING_SELECTED, takesTag } from "./bulk-actions.ts";
import { Post } from "./posts.ts";
import { type FieldErrors, ProblemBody } from "./problems.ts";
import { TagName } from "./tags.ts";

/** A post that is selected, with the version that was seen. */
const SelectedPost = z
  .strictObject({
    id: z.string("The id of a post must be text").meta({ example: "3" }),
    version: z
      .int("The version of a post must be a whole number")
      .min(1, "The version of a post must be at least 1")
      .optional()
      .meta({ description: "The one that was seen: a post with another one stays as it is, as by `If-Match`" }),
  })
  .meta({ id: "SelectedPost" });

/** The body of POST /api/posts/bulk. */
export const BulkChange = z
  .strictObject({
    action: z.enum(BULK_ACTIONS, `action must be one of ${BULK_ACTIONS.join(", ")}`).meta({
      description: "`publish` needs the version of each post: no post is published in a state that nobody has seen",
    }),
    tag: TagName.optional().meta({ description: "For `add-tag` and `remove-tag`", example: "Travel" }),
    posts: z
      .array(SelectedPost, "posts must be a list of objects with `id` and `version`")
      .min(1, NOTHING_SELECTED)
      .max(BULK_MAX, `At most ${BULK_MAX} posts in a request`)
      .meta({ minItems: 1, maxItems: BULK_MAX }),
  })
  .refine(({ action, tag }) => !takesTag(action) || tag !== undefined, { path: ["tag"], error: "Name a tag" })
  .refine(({ action, tag }) => takesTag(action) || tag === undefined, {
    path: ["tag"],
    error: "Only `add-tag` and `remove-tag` take a tag",
  })
  .refine(({ action, posts }) => action !== "publish" || posts.every(({ version }) => version !== undefined), {
    path: ["posts"],
    error: "`publish` needs the version of each post",
  });
export type BulkChange = z.output<typeof BulkChange>;

/** The title of an invalid change: what is wrong with it in a form. */
export const bulkErrorTitle = ({ posts, tag }: FieldErrors): string | undefined => (posts ?? tag)?.[0];

const ChangedPost = Post.pick({ id: true, title: true, slug: true, status: true, version: true }).meta({
  id: "ChangedPost",
});
export type ChangedPost = z.infer<typeof ChangedPost>;

const FailedPost = z
  .strictObject({
    id: z.string().meta({ example: "3" }),
    title: z.string().nullable().meta({ description: "null for a post that the sender may not read" }),
    problem: ProblemBody,
  })
  .meta({ id: "FailedPost" });
export type FailedPost = z.infer<typeof FailedPost>;

/** What became of each post. */
export const BulkResult = z
  .strictObject({
    changed: z.array(ChangedPost),
    unchanged: z.array(ChangedPost).meta({ description: "What the action leads to was so already" }),
    failed: z.array(FailedPost).meta({ description: "Posts that stay as they are, each with the reason" }),
  })
  .meta({ id: "BulkResult" });
export type BulkResult = z.infer<typeof BulkResult>;

/** What a page shows of a change: what was done, by which tag, and what became of each post. */
export type BulkReport = BulkResult & { action: BulkAction; tag: string };
