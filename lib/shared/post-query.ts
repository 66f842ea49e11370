import { z } from "zod";
import { isSortable, LIST_STATUSES, SORTS } from "./list-options.ts";
import { described, idParams, PageQuery, parameter } from "./params.ts";
import { Post } from "./posts.ts";
import { TagFilter } from "./tags.ts";
import { normalizeNewlines, withoutForbidden } from "./text.ts";

export const POST_FIELDS = Object.keys(Post.shape) as (keyof Post)[];

const AuthorFilter = parameter("author")
  .max(100, "author must be at most 100 characters long")
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("author"));

/** The query of a feed. */
export const FeedQuery = z.strictObject({
  tag: TagFilter.optional().meta({
    description: "Only posts with this tag: its name or its slug, current or former",
  }),
  author: AuthorFilter.optional().meta({
    description: "Only posts by the author with this slug",
    example: "ada-byron",
  }),
});
export type FeedQuery = z.output<typeof FeedQuery>;

/** The path parameters of a post and of a revision. Whether it exists is checked where it is loaded. */
export const PostParams = idParams("post", "1");
export const RevisionParams = PostParams.extend({
  version: z.string().meta({ description: "The number of the revision, counted from 1", example: "1" }),
});

/** The path parameters of a sitemap file. */
export const SitemapParams = z.strictObject({
  part: z.string().meta({ description: "Its number in the sitemap index", example: "1" }),
});

const Fields = z
  .union([z.string(), z.array(z.string())])
  .transform((names) => [...new Set([names].flat().join(",").split(","))])
  .pipe(z.array(z.enum(POST_FIELDS, { error: ({ input }) => `${String(input)} is not a field of a post` })))
  .meta({
    override: described({ type: "array", items: { type: "string", enum: POST_FIELDS } }),
    example: ["id", "title", "excerpt"],
  });

const FieldsParam = Fields.optional().meta({
  param: { style: "form", explode: false },
  description: "Only these fields, separated by commas; the parameter may also be repeated",
});

/** The path parameters and the query of GET /api/posts/{id}. */
export const OnePostQuery = PostParams.extend({ fields: FieldsParam });

/** The query of GET /api/posts; in a URL every value is text. */
export const PostQuery = PageQuery.extend({
  q: parameter("q").max(200, "q must be at most 200 characters long").optional().meta({
    description:
      "Words of title, content or tags; accents and case are ignored, the last word also matches as a prefix (from two letters on). Signs within or attached to a word count (`C++`, `.NET`). Words after the first 32 distinct ones are ignored",
  }),
  tag: TagFilter.optional().meta({
    description: "Only posts with this tag: its name or its slug, current or former",
  }),
  author: AuthorFilter.optional().meta({ description: "Only posts by the author with this id" }),
  status: z
    .enum(LIST_STATUSES, `status must be one of ${LIST_STATUSES.join(", ")}`)
    .optional()
    .meta({
      description:
        "Posts that the viewer may edit: those of a status, or with `any` drafts, scheduled and published ones together",
    }),
  sort: z
    .enum(SORTS, `sort must be one of ${SORTS.join(", ")}`)
    .optional()
    .meta({
      description: "`-publishedAt` unless a search is sorted by relevance, or `any`, drafts and trash by `-updatedAt`",
    }),
  fields: FieldsParam,
}).refine(isSortable, {
  path: ["sort"],
  error: "Drafts and trash have no date of publication to sort by",
});
export type PostQuery = z.output<typeof PostQuery>;

/** The query of a list, with parsed values. */
export type PostListQuery = Partial<PostQuery>;

/** One page of a list; `next` is the cursor (`after`) of the next page, `total` the number of items over all pages. */
export type Page<Item> = {
  items: Item[];
  next?: string;
  total?: number;
  /** Whether there are more than `total`: a search is counted up to a limit. */
  isCapped?: boolean;
};
