import { z } from "zod";
import { AutosaveId } from "./autosave-id.ts";
import { ABOUT_ID } from "./owner-paths.ts";
import { NumericId, PageQuery, parameter } from "./params.ts";
import { LIST_FIELDS, mapTextFields, type PostText, type TextFieldName } from "./post-fields.ts";
import { POST_STATUSES } from "./posts.ts";

/** How many autosaves an account may have. */
export const AUTOSAVES_MAX = 500;
/** How much of its content a list shows of an autosave, in UTF-16 code units. */
export const AUTOSAVE_START_MAX = 280;

/** The largest version that both databases can store. */
const VERSION_MAX = 2 ** 31 - 1;

const isPostId = (id: string) => id === ABOUT_ID || NumericId.safeParse(id).success;
const NOT_A_POST_ID = `Post must be an id, as 3, or ${ABOUT_ID}`;

type AnyText = { [Name in TextFieldName]: z.ZodOptional<z.ZodType<PostText[Name]>> };

const AnyCover = z.object({ image: z.string(), alt: z.string() }).nullable();

function anyValue(name: TextFieldName): z.ZodType {
  if (LIST_FIELDS.includes(name)) return z.array(z.string());
  return name === "cover" ? AnyCover : z.string();
}

/** Any text: the limits of a post apply when the post is saved, so that no unfinished text is refused. */
const ANY_TEXT = mapTextFields((name) => anyValue(name).optional()) as AnyText;

const Unfinished = {
  post: z
    .string()
    .refine(isPostId, NOT_A_POST_ID)
    .nullish()
    .meta({
      description: `The id of the edited post; \`${ABOUT_ID}\` for the text about the site; null for a new post`,
      example: "3",
    }),
  baseVersion: z
    .int()
    .min(0)
    .max(VERSION_MAX)
    .nullish()
    .meta({ description: "The version that the text is based on; 0 is the default text about the site" }),
  ...ANY_TEXT,
  status: z.enum(POST_STATUSES).optional(),
  publishedAt: z.string().nullish().meta({ description: "As typed; it need not be a valid date" }),
};

/** The body of PUT: the text in an editor. Every field may be empty or left out. */
export const AutosaveInput = z.strictObject(Unfinished);
export type AutosaveInput = z.output<typeof AutosaveInput>;

/** The text in an editor as the server stores it. */
export const Autosave = z
  .strictObject({
    id: z.string(),
    ...Unfinished,
    post: z.string().nullable(),
    baseVersion: z.int().nullable(),
    version: z.int().min(1).meta({ description: "Counts saves; the ETag contains it" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Autosave" });
export type Autosave = z.infer<typeof Autosave>;

/** An autosave in a list: without its content. */
export const AutosaveSummary = Autosave.omit({ content: true })
  .extend({ contentStart: z.string().meta({ description: "The first characters of the content" }) })
  .meta({ id: "AutosaveSummary" });
export type AutosaveSummary = z.infer<typeof AutosaveSummary>;

export const AutosaveParams = z.strictObject({ id: AutosaveId });

/** The query of the list. */
export const AutosavesQuery = PageQuery.extend({
  post: parameter("post")
    .refine(isPostId, NOT_A_POST_ID)
    .optional()
    .meta({ description: `Only those of the post with this id, or \`${ABOUT_ID}\``, example: "3" }),
});
export type AutosavesQuery = z.output<typeof AutosavesQuery>;
