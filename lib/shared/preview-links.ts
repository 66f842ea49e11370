import { z } from "zod";
import { withoutNul } from "./params.ts";
import { PostParams } from "./post-query.ts";
import { PREVIEW_DAYS_DEFAULT, PREVIEW_DAYS_MAX } from "./preview-link-paths.ts";

const DAYS = `Days must be a whole number from 1 to ${PREVIEW_DAYS_MAX}`;

/** The input for creating a preview link. */
export const NewPreviewLink = z.strictObject({
  days: z
    .int(DAYS)
    .min(1, DAYS)
    .max(PREVIEW_DAYS_MAX, DAYS)
    .default(PREVIEW_DAYS_DEFAULT)
    .meta({ description: "How long the link works" }),
});
export type NewPreviewLinkInput = z.input<typeof NewPreviewLink>;
export type NewPreviewLink = z.output<typeof NewPreviewLink>;

/** The path parameters of one preview link of a post. */
export const PreviewLinkParams = PostParams.extend({
  link: z
    .string()
    .overwrite(withoutNul)
    .meta({ description: "The preview link's id", example: "8c5a5d0f-6f0a-4f0d-9d5e-1f1c8f5f3b7a" }),
});

const moment = z.iso.datetime();

/** A preview link without its URL, which is shown once. */
export const PreviewLink = z
  .strictObject({
    id: z.string(),
    createdAt: moment,
    expiresAt: moment,
    createdBy: z
      .strictObject({ id: z.string(), name: z.string() })
      .meta({ description: "Unsaved changes that the link shows are those of this account" }),
    showsChanges: z.boolean().meta({
      description: "Whether the post was public already: the link shows changes to it that are not published yet",
    }),
  })
  .meta({ id: "PreviewLink", description: "Shows a post before its readers see it, without an account" });
export type PreviewLink = z.infer<typeof PreviewLink>;

/** A new preview link. */
export const PreviewLinkWithUrl = PreviewLink.extend({
  url: z.url().meta({ description: "The secret URL, shown this once" }),
}).meta({ id: "PreviewLinkWithUrl" });
export type PreviewLinkWithUrl = z.infer<typeof PreviewLinkWithUrl>;
