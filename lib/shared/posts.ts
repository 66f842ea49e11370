import { z } from "zod";
import type { FieldErrors } from "./problems.ts";
import { normalizeNewlines, withoutForbidden } from "./text.ts";

export const TITLE_MAX = 200;
export const CONTENT_MAX = 100_000;
export const EXCERPT_MAX = 280;
export const TAG_MAX = 40;
export const TAGS_MAX = 10;

/** Counts as a reader does, in code points. A string is never longer in them than in UTF-16 units. */
const isAtMost = (max: number) => (text: string) => text.length <= max || [...text].length <= max;

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function text(label: string, max: number, tidy: (text: string) => string) {
  const required = `${label} is required`;
  return z
    .string({ error: ({ input }) => (input === undefined || input === null ? required : `${label} must be text`) })
    .overwrite(normalizeNewlines)
    .refine(...withoutForbidden(label))
    .overwrite(tidy)
    .refine((value) => value !== "", { error: required, abort: true })
    .refine(isAtMost(max), `${label} must be at most ${max.toLocaleString("en")} characters long`);
}

const Title = text("Title", TITLE_MAX, oneLine).meta({
  minLength: 1,
  maxLength: TITLE_MAX,
  description: "One line",
  example: "New Post",
});
export const Content = text("Content", CONTENT_MAX, (content) => content.trim()).meta({
  minLength: 1,
  maxLength: CONTENT_MAX,
  description: "Markdown",
  example: "Written with *care*.",
});

const Excerpt = z
  .string("Excerpt must be text")
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("Excerpt"))
  .overwrite(oneLine)
  .refine(isAtMost(EXCERPT_MAX), `Excerpt must be at most ${EXCERPT_MAX} characters long`)
  .meta({ maxLength: EXCERPT_MAX, description: "Plain text; made from the content where it is empty" });

/** Any way a person writes a tag, in the one form that is stored: "Café Noir" is `cafe-noir`. */
export function normalizeTag(tag: string): string {
  const plain = tag.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[\s_-]+/g, "-").replace(/^-|-$/g, "");
}

const TAG = new RegExp(`^[a-z0-9-]{1,${TAG_MAX}}$`);
/** A tag as it is typed, in UTF-16 units. Normalizing takes the square of a run of combining marks. */
const TYPED_TAG_MAX = 1_000;
const TAG_FAULT = `A tag is 1 to ${TAG_MAX} letters a-z, digits and hyphens`;
export const Tag = z
  .string("A tag must be text")
  .refine((tag) => tag.length <= TYPED_TAG_MAX, { error: TAG_FAULT, abort: true })
  .refine(...withoutForbidden("A tag"))
  .overwrite(normalizeTag)
  .refine((tag) => TAG.test(tag), TAG_FAULT);

const Tags = z
  .array(Tag, "Tags must be a list of texts")
  .overwrite((tags) => [...new Set(tags)])
  .refine((tags) => tags.length <= TAGS_MAX, `At most ${TAGS_MAX} tags`)
  .meta({ maxItems: TAGS_MAX, description: "Kept in one form: `Café Noir` becomes `cafe-noir`" });

export const POST_STATUSES = ["draft", "published"] as const;
const Status = z
  .enum(POST_STATUSES, "Status must be draft or published")
  .meta({ description: "A new post is `published` unless it says otherwise" });

const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A moment with its offset from UTC (RFC 3339), kept as UTC with milliseconds. */
const Moment = z.iso
  .datetime({ offset: true, abort: true, error: "Must be a date and time with an offset, as 2030-01-31T09:00:00Z" })
  .refine((moment) => Date.parse(moment) >= 0 && Date.parse(moment) <= LAST_MOMENT, {
    error: "Must lie between the years 1970 and 9999",
    abort: true,
  })
  .overwrite((moment) => new Date(moment).toISOString())
  .meta({ description: "With an offset from UTC; a post whose date lies ahead appears by itself when it has come" });

const moment = (description: string) => z.iso.datetime().meta({ description, example: "2026-11-22T09:30:00.000Z" });

/** What a post looks like to whoever asks for it. */
export const Post = z
  .strictObject({
    id: z
      .string()
      .regex(/^[1-9]\d*$/)
      .meta({ description: "A number that counts up, as text; never reused", example: "3" }),
    title: z.string().meta({ example: "New Post" }),
    content: z.string().meta({ description: "Markdown" }),
    excerpt: z.string().meta({ description: "Plain text: the author's own, or made from the content" }),
    slug: z
      .string()
      .meta({ description: "The cosmetic part of the address, made from the title", example: "new-post" }),
    tags: z.array(z.string()).meta({ example: ["travel", "slow-food"] }),
    status: z.enum(POST_STATUSES).meta({ description: "A published post whose date lies ahead is scheduled" }),
    author: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "null for a post made by nobody signed in" }),
    createdAt: moment("When it was made, UTC"),
    updatedAt: moment("When it was last saved, UTC"),
    publishedAt: moment("When it is or will be public, UTC; null while a draft").nullable(),
    version: z.int().min(1).meta({ description: "Counts saves" }),
    readingMinutes: z.int().min(1).meta({ description: "How long the text takes to read, in minutes" }),
    url: z.url().meta({ description: "The page's address", example: "https://example.org/blog/3/new-post" }),
  })
  .meta({ id: "Post" });
export type Post = z.infer<typeof Post>;

/** The fields of a post that were asked for. */
export const PartialPost = Post.partial().meta({ id: "PartOfPost" });
export type PartialPost = z.infer<typeof PartialPost>;

/** A post in a list; with a search, where it was found, as escaped text with `<mark>`. */
export const PostListItem = PartialPost.extend({
  highlight: z
    .strictObject({ title: z.string(), content: z.string() })
    .optional()
    .meta({ description: "With `q`: HTML, escaped, the words found in `<mark>`" }),
}).meta({ id: "PostListItem" });
export type PostListItem = z.infer<typeof PostListItem>;

/** One save of a post. What it says can be sent back by PUT, which restores it. */
export const Revision = Post.pick({
  title: true,
  content: true,
  excerpt: true,
  tags: true,
  status: true,
  publishedAt: true,
  version: true,
})
  .extend({ savedAt: moment("When this version was saved, UTC") })
  .meta({ id: "Revision" });
export type Revision = z.infer<typeof Revision>;

/** One save in a list of them, without the text. */
export const RevisionSummary = Revision.omit({ content: true }).meta({ id: "RevisionSummary" });
export type RevisionSummary = z.infer<typeof RevisionSummary>;

export const TagCount = z.strictObject({ tag: z.string(), count: z.int().min(1) }).meta({ id: "TagCount" });
export type TagCount = z.infer<typeof TagCount>;

/** The frozen shape of the first contract's list. */
export const LegacyPost = z
  .strictObject({ id: z.string(), title: z.string(), content: z.string() })
  .meta({ id: "LegacyPost" });
export type LegacyPost = z.infer<typeof LegacyPost>;

/** What GET returns may be sent back: read-only fields are accepted and ignored. */
const readOnly = {
  id: z.unknown().optional(),
  slug: z.unknown().optional(),
  author: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
  version: z.unknown().optional(),
  readingMinutes: z.unknown().optional(),
  url: z.unknown().optional(),
  savedAt: z.unknown().optional(),
  highlight: z.unknown().optional(),
};

/** The fields that are lists; in a form they are repeated. */
export const LIST_FIELDS = ["tags"] as const;

/** What POST takes. */
export const NewPost = z.strictObject({
  title: Title,
  content: Content,
  excerpt: Excerpt.nullish(),
  tags: Tags.optional(),
  status: Status.optional(),
  publishedAt: Moment.nullish(),
  ...readOnly,
});
export type NewPost = z.output<typeof NewPost>;
export type NewPostInput = z.input<typeof NewPost>;

/**
 * What PUT takes: the whole text. Excerpt and tags that are not named are emptied; status and date stay as they are
 * when not named, so that saving a text never publishes it.
 */
export const PostReplacement = NewPost;
export type PostReplacement = z.output<typeof PostReplacement>;
export type PostReplacementInput = z.input<typeof PostReplacement>;

/** What PATCH takes (RFC 7396): what is named changes, null empties. */
export const PostPatch = z.strictObject({
  title: Title.optional(),
  content: Content.optional(),
  excerpt: Excerpt.nullish(),
  tags: Tags.nullish(),
  status: Status.optional(),
  publishedAt: Moment.nullish(),
  ...readOnly,
});
export type PostPatch = z.output<typeof PostPatch>;
export type PostPatchInput = z.input<typeof PostPatch>;

/** An id, or a version, as an address holds it: digits without a leading zero, within what a database can count to. */
export const PostId = z.string().regex(/^[1-9]\d{0,14}$/);

export const TITLE_AND_CONTENT_REQUIRED = "Title and content are required";

/** The first contract's words for a post without title or content; undefined for any other fault. */
export function postErrorTitle({ title = [], content = [] }: FieldErrors): string | undefined {
  return [...title, ...content].some((fault) => fault.endsWith("is required")) ? TITLE_AND_CONTENT_REQUIRED : undefined;
}
