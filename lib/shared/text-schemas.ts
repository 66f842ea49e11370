import { z } from "zod";
import { quoted } from "./http-url.ts";
import { isAtMost, normalizeNewlines, oneLine, withoutForbidden } from "./text.ts";

/** Schemas of texts that are no posts. Each takes the label of its field, for errors, and the longest text in characters. */

const tooLong = (label: string, max: number) => `${label} must be at most ${max.toLocaleString("en")} characters long`;

function text(label: string, max: number, tidy: (text: string) => string) {
  return z
    .string(`${label} must be text`)
    .overwrite(normalizeNewlines)
    .refine(...withoutForbidden(label))
    .overwrite(tidy)
    .refine(isAtMost(max), tooLong(label, max))
    .meta({ maxLength: max });
}

/** One line; it may be empty. */
export const line = (label: string, max: number) => text(label, max, oneLine);

export const requiredLine = (label: string, max: number) =>
  line(label, max).refine((value) => value !== "", `${label} is required`);

export const markdown = (label: string, max: number) => text(label, max, (value) => value.trim());

/** The id of an uploaded image. */
export const imageId = (label: string) =>
  z.string(`${label} must have the id of an image`).regex(/^[\da-f]{64}$/, {
    error: ({ input }) => `${label} must be the id of an uploaded image, but is ${quoted(input)}`,
  });

/** What responses add to an image; requests may send it back. */
export const readOnlyOfImage = {
  url: z.unknown().optional(),
  width: z.unknown().optional(),
  height: z.unknown().optional(),
};

/** An uploaded image, without alternative text. */
export const imageReference = (label: string) =>
  z
    .strictObject({ image: imageId(label), ...readOnlyOfImage }, `${label} must be an object with \`image\`, or null`)
    .transform(({ image }) => ({ image }));

/** An image in responses. */
export const shownImage = {
  image: z.string().meta({ description: "The id of the image" }),
  url: z.string().meta({ description: "The path of a file of it" }),
  width: z.int().min(1).meta({ description: "Of the image, in pixels" }),
  height: z.int().min(1),
};
