import { z } from "zod";
import { Content } from "./posts.ts";

/** What is said where somebody else has saved the text meanwhile. */
export const ABOUT_CHANGED = "The text was saved by somebody else meanwhile: save again to replace theirs";

/** The text of the page about the site. */
export const About = z
  .strictObject({
    content: z.string().meta({ description: "Markdown" }),
    version: z.int().min(0).meta({ description: "Counts saves; 0 is the text that Octavo comes with" }),
    updatedAt: z.iso.datetime().nullable().meta({ description: "When it was last saved, UTC; null for version 0" }),
  })
  .meta({ id: "About" });
export type About = z.infer<typeof About>;

/** What PUT takes: what GET gives may be sent back. */
export const AboutReplacement = z.strictObject({
  content: Content,
  version: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});
export type AboutReplacement = z.output<typeof AboutReplacement>;
