import { z } from "zod";
import { AutosaveId } from "./autosave-id.ts";
import type { Cover } from "./cover.ts";
import { DIRECTIONS } from "./direction.ts";
import { HttpUrl, quoted } from "./http-url.ts";
import { canonicalLanguage, LANGUAGE_MAX } from "./languages.ts";
import { TEXT_FIELDS, type TextFieldName, type WritableField } from "./post-fields.ts";
import type { FieldErrors } from "./problems.ts";
import { PAGES_OF_A_POST } from "./slug.ts";
import { Tags } from "./tags.ts";
import { isAtMost, normalizeNewlines, oneLine, withoutForbidden } from "./text.ts";
import { TRASH_RETENTION } from "./trash.ts";

export const TITLE_MAX = TEXT_FIELDS.title.max;
export const CONTENT_MAX = TEXT_FIELDS.content.max;
export const EXCERPT_MAX = TEXT_FIELDS.excerpt.max;

/** The schema of a text field as it is declared. @param tidy removes white space that says nothing */
function text(name: Exclude<TextFieldName, "tags" | "cover">, tidy: (text: string) => string, meta: object) {
  const { isRequired, label, max } = TEXT_FIELDS[name];
  const required = `${label} is required`;
  const isMissing = (input: unknown) => isRequired && (input === undefined || input === null);
  return z
    .string({ error: ({ input }) => (isMissing(input) ? required : `${label} must be text`) })
    .overwrite(normalizeNewlines)
    .refine(...withoutForbidden(label))
    .overwrite(tidy)
    .refine((value) => !isRequired || value !== "", { error: required, abort: true })
    .refine(isAtMost(max), `${label} must be at most ${max.toLocaleString("en")} characters long`)
    .meta({ ...(isRequired && { minLength: 1 }), maxLength: max, ...meta });
}

const Title = text("title", oneLine, { description: "One line", example: "New Post" });
export const Content = text("content", (content) => content.trim(), {
  description: "Markdown",
  example: "Written with *care*.",
});
const Excerpt = text("excerpt", oneLine, { description: "Plain text; generated from the content where it is empty" });

/** Letters and digits of any script; joiners, which Persian and Indic words contain; and signs that a path may contain. */
const NOT_IN_SLUG = /(?!\u200c|\u200d)[^\p{L}\p{M}\p{N}._~-]/u;

/** The longest slug before it is normalized, in UTF-16 units: normalizing is quadratic in a run of combining marks. */
const TYPED_SLUG_MAX = 2_000;
const SLUG_TOO_LONG = `Slug must be at most ${TEXT_FIELDS.slug.max} characters long`;

export const Slug = z
  .string("Slug must be text")
  .refine((slug) => slug.length <= TYPED_SLUG_MAX, { error: SLUG_TOO_LONG, abort: true })
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("Slug", { abort: true }))
  .overwrite((slug) => slug.normalize("NFC").trim().replace(/\s+/g, "-"))
  .refine(isAtMost(TEXT_FIELDS.slug.max), SLUG_TOO_LONG)
  .refine((slug) => !NOT_IN_SLUG.test(slug), {
    error: ({ input }) =>
      `Slug must not contain “${NOT_IN_SLUG.exec(String(input))}”; use letters and digits of any script, -, ., _ and ~`,
  })
  .refine((slug) => !/^\.+$/.test(slug), "Slug must not consist of dots only")
  .refine((slug) => !PAGES_OF_A_POST.includes(slug), {
    error: ({ input }) => `Slug must not be “${input}”, which is a page of every post`,
  })
  .meta({
    maxLength: TEXT_FIELDS.slug.max,
    description:
      "The last segment of the page's URL: letters and digits of any script, `-`, `.`, `_` and `~`. White space becomes a hyphen. Generated from the title where it is empty, or the slug that GET returned for a generated one",
  });

const CanonicalUrl = HttpUrl("Canonical URL", TEXT_FIELDS.canonicalUrl.max).meta({
  description: "Where the post was first published, if elsewhere: its page names it as `rel=canonical`",
  example: "https://example.org/2019/hello",
});

const Language = z
  .string("Language must be text")
  .overwrite((tag) => tag.trim())
  .refine((tag) => tag === "" || canonicalLanguage(tag) !== undefined, {
    error: "Language must be a language tag (BCP 47) such as en, pt-BR or fa",
    abort: true,
  })
  .overwrite((tag) => canonicalLanguage(tag) ?? tag)
  .meta({
    maxLength: LANGUAGE_MAX,
    description: "A BCP 47 tag; null for the language of the site",
    example: "pt-BR",
  });

const ImageId = z.string("Cover image must be the id of an image").regex(/^[\da-f]{64}$/, {
  error: ({ input }) => `Cover image must be the id of an uploaded image, but is ${quoted(input)}`,
});
const CoverAlt = z
  .string("Alternative text must be text; empty for a decorative image")
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("Alternative text"))
  .overwrite(oneLine)
  .refine(isAtMost(TEXT_FIELDS.cover.max), `Alternative text must be at most ${TEXT_FIELDS.cover.max} characters long`)
  .meta({ maxLength: TEXT_FIELDS.cover.max, description: "What the image shows; empty where it is decorative" });

/** The cover in responses: with what a client needs to show it. */
const PostCover = z
  .strictObject({
    image: z.string().meta({ description: "The id of the image" }),
    alt: z.string(),
    url: z.string().meta({ description: "The path of a file of it; `/images/<id>-<width>.webp` are all" }),
    width: z.int().min(1).meta({ description: "Of the image, in pixels" }),
    height: z.int().min(1),
  })
  .meta({ id: "Cover" });

const coverObject = z
  .strictObject(
    {
      image: ImageId,
      alt: CoverAlt,
      url: z.unknown().optional(),
      width: z.unknown().optional(),
      height: z.unknown().optional(),
    },
    "Cover must be an object with `image` and `alt`, or null",
  )
  .transform(({ alt, image }): Cover => ({ image, alt }));

const CoverInput = coverObject.meta({
  description: "An uploaded image for the top of the post, for feeds and for link previews",
});

export const POST_STATUSES = ["draft", "published"] as const;
const Status = z
  .enum(POST_STATUSES, "Status must be draft or published")
  .meta({ description: "`published` for a new post where it is left out" });

const FIRST_TIME = Date.UTC(1900, 0, 1);
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A date and time with an offset from UTC (RFC 3339), stored as UTC with milliseconds. */
const DateTime = z.iso
  .datetime({ offset: true, abort: true, error: "Must be a date and time with an offset, as 2030-01-31T09:00:00Z" })
  .refine((time) => Date.parse(time) >= FIRST_TIME && Date.parse(time) <= LAST_TIME, {
    error: "Must lie between the years 1900 and 9999",
    abort: true,
  })
  .overwrite((time) => new Date(time).toISOString())
  .meta({ description: "With an offset from UTC; a post with a future date is published automatically on that date" });

const dateTime = (description: string) => z.iso.datetime().meta({ description, example: "2026-11-22T09:30:00.000Z" });

/** A post in responses. */
export const Post = z
  .strictObject({
    id: z
      .string()
      .regex(/^[1-9]\d*$/)
      .meta({ description: "A number that counts up, as text; never reused", example: "3" }),
    title: z.string().meta({ example: "New Post" }),
    content: z.string().meta({ description: "Markdown" }),
    excerpt: z.string().meta({ description: "Plain text: the author's own, or generated from the content" }),
    cover: PostCover.nullable().meta({ example: null }),
    slug: z.string().meta({
      description: "The last segment of the page's URL: the author's own, or generated from the title",
      example: "new-post",
    }),
    canonicalUrl: z
      .url()
      .nullable()
      .meta({ description: "Where the post was first published, if elsewhere", example: null }),
    tags: z.array(z.string()).meta({ example: ["travel", "Slow Food"] }),
    language: z
      .string()
      .nullable()
      .meta({ description: "A BCP 47 tag; null for the language of the site", example: "pt-BR" }),
    direction: z.enum(DIRECTIONS).meta({
      description:
        "The base direction of title and content: that of `language`, or of most of the letters where it is null",
    }),
    status: z.enum(POST_STATUSES).meta({ description: "A published post with a future date is scheduled" }),
    author: z
      .strictObject({
        id: z.string(),
        name: z.string(),
        slug: z.string().meta({ description: "The author's page is `/authors/<slug>`", example: "ada-byron" }),
      })
      .nullable()
      .meta({ description: "null for an anonymous post" }),
    createdAt: dateTime("When it was created, UTC"),
    updatedAt: dateTime("When it was last saved, UTC"),
    publishedAt: dateTime("When it is or will be public, UTC; null while a draft").nullable(),
    version: z.int().min(1).meta({ description: "Counts saves" }),
    readingMinutes: z.int().min(1).meta({ description: "How long the text takes to read, in minutes" }),
    url: z.url().meta({ description: "The page's URL", example: "https://example.org/blog/3/new-post" }),
  })
  .meta({ id: "Post" });
export type Post = z.infer<typeof Post>;

/** A post with only the requested fields. */
export const PartialPost = Post.partial().meta({ id: "PartOfPost" });
export type PartialPost = z.infer<typeof PartialPost>;

/** When a post in the trash was deleted and will be purged. */
const trashDates = {
  deletedAt: dateTime("When it was moved to the trash, UTC"),
  purgeAt: dateTime(`When it will be deleted for good, UTC: ${TRASH_RETENTION} later`),
};
export type TrashDates = z.infer<z.ZodObject<typeof trashDates>>;

/** A post in the trash. */
export const TrashedPost = Post.extend(trashDates).meta({ id: "TrashedPost" });
export type TrashedPost = z.infer<typeof TrashedPost>;

/** A post in a list; in search results with its matches, as escaped HTML with `<mark>`, in the trash with its dates. */
export const PostListItem = PartialPost.extend({
  highlight: z
    .strictObject({ title: z.string(), content: z.string() })
    .optional()
    .meta({ description: "With `q`: HTML, escaped, the words found in `<mark>`" }),
  deletedAt: trashDates.deletedAt.optional(),
  purgeAt: trashDates.purgeAt.optional(),
}).meta({ id: "PostListItem" });
export type PostListItem = z.infer<typeof PostListItem>;

/** A saved state of a post. Sent back by PUT, it restores the post to it. */
export const Revision = Post.pick({
  title: true,
  content: true,
  excerpt: true,
  cover: true,
  slug: true,
  canonicalUrl: true,
  tags: true,
  language: true,
  status: true,
  publishedAt: true,
  version: true,
} satisfies Record<WritableField | "version", true>)
  .extend({ savedAt: dateTime("When this version was saved, UTC") })
  .meta({ id: "Revision" });
export type Revision = z.infer<typeof Revision>;

/** A revision in a list, without its content. */
export const RevisionSummary = Revision.omit({ content: true }).meta({ id: "RevisionSummary" });
export type RevisionSummary = z.infer<typeof RevisionSummary>;

/** The frozen shape of the first contract's list. */
export const LegacyPost = z
  .strictObject({ id: z.string(), title: z.string(), content: z.string() })
  .meta({ id: "LegacyPost" });
export type LegacyPost = z.infer<typeof LegacyPost>;

/** The response of GET may be sent back: read-only fields are accepted and ignored. */
const readOnly = {
  id: z.unknown().optional(),
  direction: z.unknown().optional(),
  author: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
  version: z.unknown().optional(),
  readingMinutes: z.unknown().optional(),
  url: z.unknown().optional(),
  savedAt: z.unknown().optional(),
  highlight: z.unknown().optional(),
  deletedAt: z.unknown().optional(),
  purgeAt: z.unknown().optional(),
};

/** In a body that saves a text: the autosave that is no longer needed then. */
export const savedFrom = {
  autosave: AutosaveId.optional().meta({
    description: "The id of an autosave of the account, deleted in the same transaction",
  }),
};

/** The body of POST. */
export const NewPost = z.strictObject({
  title: Title,
  content: Content,
  excerpt: Excerpt.nullish(),
  cover: CoverInput.nullish(),
  slug: Slug.nullish(),
  canonicalUrl: CanonicalUrl.nullish(),
  tags: Tags.optional(),
  language: Language.nullish(),
  status: Status.optional(),
  publishedAt: DateTime.nullish(),
  ...savedFrom,
  ...readOnly,
} satisfies Record<WritableField, z.ZodType>);
export type NewPost = z.output<typeof NewPost>;
export type NewPostInput = z.input<typeof NewPost>;

/**
 * The body of PUT: the whole text. Optional text fields that are left out are cleared (`completeText`); status and date
 * stay as they are when left out, so that saving a text never publishes it.
 */
export const PostReplacement = NewPost;
export type PostReplacement = z.output<typeof PostReplacement>;
export type PostReplacementInput = z.input<typeof PostReplacement>;

/** The body of PATCH (RFC 7396): the given fields change, null clears one. */
export const PostPatch = z.strictObject({
  title: Title.optional(),
  content: Content.optional(),
  excerpt: Excerpt.nullish(),
  cover: CoverInput.nullish(),
  slug: Slug.nullish(),
  canonicalUrl: CanonicalUrl.nullish(),
  tags: Tags.nullish(),
  language: Language.nullish(),
  status: Status.optional(),
  publishedAt: DateTime.nullish(),
  ...savedFrom,
  ...readOnly,
} satisfies Record<WritableField, z.ZodType>);
export type PostPatch = z.output<typeof PostPatch>;
export type PostPatchInput = z.input<typeof PostPatch>;

export const TITLE_AND_CONTENT_REQUIRED = "Title and content are required";

/** The problem title that the first contract gives a post without title or content; undefined for other errors. */
export function postErrorTitle({ title = [], content = [] }: FieldErrors): string | undefined {
  return [...title, ...content].some((message) => message.endsWith("is required"))
    ? TITLE_AND_CONTENT_REQUIRED
    : undefined;
}
