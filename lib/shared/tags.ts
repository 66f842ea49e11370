import { z } from "zod";
import { TEXT_FIELDS } from "./post-fields.ts";
import { TAG_SEPARATORS, tidyTag, uniqueTags } from "./tag-names.ts";
import { isAtMost, withoutForbidden } from "./text.ts";

export const TAGS_MAX = TEXT_FIELDS.tags.max;
/** The most characters of a name, in code points. */
export const TAG_MAX = 60;
/** The same for what a filter takes: a slug may be longer than its name. */
const FILTER_MAX = 100;
/** The longest name before normalization, in UTF-16 units: normalizing is quadratic in a run of combining marks. */
const TYPED_MAX = 1_000;

const LENGTH_ERROR = `A tag is 1 to ${TAG_MAX} characters long`;

function separatorError(name: string): string {
  const found = TAG_SEPARATORS.find((separator) => name.includes(separator)) ?? "";
  return `A tag must not contain “${found}”, which separates tags; send each tag by itself`;
}

const name = (max: number) =>
  z
    .string("A tag must be text")
    .refine((typed) => typed.length <= TYPED_MAX, { error: LENGTH_ERROR, abort: true })
    .refine(...withoutForbidden("A tag"))
    .overwrite(tidyTag)
    .refine((tag) => tag !== "" && isAtMost(max)(tag), { error: LENGTH_ERROR, abort: true })
    .refine((tag) => !TAG_SEPARATORS.some((separator) => tag.includes(separator)), {
      error: ({ input }) => separatorError(String(input)),
      abort: true,
    })
    .refine((tag) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(tag), "A tag needs a letter, a digit or a sign that can be seen")
    .meta({ minLength: 1, maxLength: max });

/** The name of a tag, as it is stored. */
export const TagName = name(TAG_MAX);

/** A tag in a filter: its name or its slug. */
export const TagFilter = name(FILTER_MAX);

/** The tags of a post that is sent. */
export const Tags = z
  .array(TagName, "Tags must be a list of texts")
  .overwrite(uniqueTags)
  .refine((tags) => tags.length <= TAGS_MAX, `At most ${TAGS_MAX} tags`)
  .meta({
    maxItems: TAGS_MAX,
    description: "Case does not matter, and each tag is stored as it was spelled first: `cafe` and `Café` are two tags",
    example: ["Travel", "雑記", "C++"],
  });

/** A tag with the number of its public posts. */
export const TagCount = z
  .strictObject({
    tag: z.string().meta({ description: "The name, as it was spelled first", example: "Café Noir" }),
    count: z.int().min(0).meta({ description: "How many public posts have it" }),
    slug: z.string().meta({ description: "Unique, for URLs; filters take it too", example: "cafe-noir" }),
  })
  .meta({ id: "TagCount" });
export type TagCount = z.infer<typeof TagCount>;

/** The path parameter of a tag. */
export const TagParams = z.strictObject({
  slug: z
    .string()
    .refine(...withoutForbidden("slug"))
    .meta({ description: "The tag's slug", example: "cafe-noir" }),
});

/** The body of PATCH. */
export const TagPatch = z.strictObject({
  name: TagName.meta({ description: "The new name; that of another tag merges this one into it", example: "Coffee" }),
});
export type TagPatch = z.output<typeof TagPatch>;

/** A merge to be confirmed: the name that a tag is to get, and the tag that has it already. */
export type TagMerge = { name: string; into: string };
