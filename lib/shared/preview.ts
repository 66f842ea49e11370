import { z } from "zod";
import { NewPost } from "./posts.ts";

/** The body of POST /api/preview. */
export const PreviewInput = NewPost.pick({ content: true });
export type PreviewInput = z.input<typeof PreviewInput>;

/** Content rendered as on a post's page. */
export const Preview = z
  .strictObject({
    html: z.string().meta({
      description:
        "What the post's page shows, safe to put there; styled by classes alone, with the players of videos as `data-player`",
    }),
    contents: z
      .array(
        z.strictObject({
          id: z.string().meta({ description: "The heading's id in `html`", example: "part-first-steps" }),
          text: z.string().meta({ example: "First steps" }),
          level: z.int().min(2).max(3),
        }),
      )
      .meta({ description: "The headings, for a table of contents" }),
  })
  .meta({ id: "Preview" });
export type Preview = z.infer<typeof Preview>;
