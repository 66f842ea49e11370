import { z } from "zod";
import { Content, savedFrom } from "./posts.ts";

/** The title of the 412 problem when the text was saved by another editor. */
export const ABOUT_CHANGED = "The text was saved by somebody else meanwhile: save again to replace theirs";

/** The text of the about page. */
export const About = z
  .strictObject({
    content: z.string().meta({ description: "Markdown" }),
    version: z.int().min(0).meta({ description: "Increases with each save; 0 is the default text" }),
    updatedAt: z.iso.datetime().nullable().meta({ description: "When it was last saved, UTC; null for version 0" }),
  })
  .meta({ id: "About" });
export type About = z.infer<typeof About>;

/** The body of PUT; the response of GET is accepted too. */
export const AboutReplacement = z.strictObject({
  content: Content,
  ...savedFrom,
  version: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});
export type AboutReplacement = z.output<typeof AboutReplacement>;
