import fc from "fast-check";
import { z } from "zod";
import { isSortable, LIST_STATUSES, SORTS } from "#lib/shared/list-options";
import { PostQuery } from "#lib/shared/post-query";
import { NewPost, PostPatch, PostReplacement, Slug } from "#lib/shared/posts";
import { anyTag, anyText, anyWords } from "./text-arbitraries.ts";

/** The part of JSON Schema that zod generates for the schemas of the API. */
type JsonSchema = {
  type?: string;
  enum?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
};

/** Values of properties whose JSON Schema is less strict than their zod schema, by name. */
type Special = Record<string, fc.Arbitrary<unknown>>;

const anyMoment = fc
  .tuple(
    fc.date({ min: new Date(0), max: new Date("9999-12-30T00:00:00Z"), noInvalidDate: true }),
    fc.constantFrom("Z", "+00:00", "-00:00", "+13:45", "-11:30"),
    fc.constantFrom("", ".5", ".123456789"),
  )
  // A day is added, so that no offset from UTC leads out of the accepted years.
  .map(([date, offset, fraction]) => `${new Date(+date + 86_400_000).toISOString().slice(0, 19)}${fraction}${offset}`);

function ofText({ format, maxLength = 40, minLength = 0, pattern, enum: choices }: JsonSchema): fc.Arbitrary<unknown> {
  if (choices) return fc.constantFrom(...choices);
  if (format === "date-time") return anyMoment;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return minLength > 0 ? anyWords(maxLength) : anyText(maxLength);
}

function ofSchema(schema: JsonSchema, special: Special): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => ofSchema(one, special)));
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "string":
      return ofText(schema);
    case "array":
      return fc.array(ofSchema(schema.items ?? {}, special), { maxLength: schema.maxItems ?? 5 });
    case "object": {
      const properties = Object.entries(schema.properties ?? {});
      const values = properties.map(([name, one]) => [name, special[name] ?? ofSchema(one, special)] as const);
      return fc.record(Object.fromEntries(values), { requiredKeys: (schema.required ?? []) as never[] });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Valid input of a schema, generated from its JSON Schema. */
function validFor<Schema extends z.ZodType>(schema: Schema, special: Special = {}): fc.Arbitrary<z.input<Schema>> {
  const jsonSchema = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return ofSchema(jsonSchema, special) as fc.Arbitrary<z.input<Schema>>;
}

const tags = fc.array(anyTag, { maxLength: 10 });
const anySlug = fc.oneof(
  fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._~ -]{0,60}$/u).filter((slug) => Slug.safeParse(slug).success),
  fc.constantFrom("", null, "hello", "mine", "東".repeat(200), "cafe\u0301"),
);
const anyCanonicalUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true, size: "small" }),
  fc.constantFrom("", null, "HTTP://例え.jp/日"),
);
const anyLanguage = fc.constantFrom("", " ", null, "en", " pt-br\n", "FA", "zh-hant-tw", "sr-Latn", "de-1996");
/** Other covers need an image. */
const anyCover = fc.constant(null);
const special = { tags, cover: anyCover, slug: anySlug, canonicalUrl: anyCanonicalUrl, language: anyLanguage };

export const validNewPost = validFor(NewPost, special);
export const validReplacement = validFor(PostReplacement, special);
export const validPatch = validFor(PostPatch, { ...special, tags: fc.option(tags) });

const fields = fc
  .array(fc.constantFrom("id", "title", "content", "tags", "version", "url", "publishedAt"), { minLength: 1 })
  .map((names) => names.join(","));
/** The query of a list, as in the URL, without a cursor. */
export const validPostQuery = validFor(PostQuery, { tag: anyTag, fields, after: fc.constant(undefined) })
  .filter(isSortable as never)
  .map((query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))) as fc.Arbitrary<
  Record<string, string>
>;

/** Few words, so that generated posts and searches match. */
const VOCABULARY = ["red", "Réd", "redder", "blue", "東京", "東", "京都", "straße", "STRASSE", "😀", "code", "Σίσυφος"];
const phrase = (maxLength: number) =>
  fc.array(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength }).map((words) => words.join(" "));

/** Milliseconds from now: ties, zero and its neighbours are likely. */
const offset = fc.constantFrom(-86_400_000, -1000, -1, 0, 1, 1000, 86_400_000);

const plannedText = {
  title: phrase(3),
  content: phrase(6),
  tags: fc.subarray(["a", "b", "c-d"]),
  excerpt: fc.option(fc.constantFrom("", "My own words", "red"), { nil: null }),
  status: fc.constantFrom("published" as const, "published" as const, "draft" as const),
  publishedIn: fc.option(offset, { nil: undefined }),
};

const which = fc.nat({ max: 20 });
const create = fc.record({
  do: fc.constant("create" as const),
  author: fc.constantFrom(null, "ann", "bob"),
  text: fc.record(plannedText, { requiredKeys: ["title", "content"] }),
});

/** An operation on a database of posts. `which`, modulo the number of posts, is the index of a post. */
const write = fc.oneof(
  { weight: 4, arbitrary: create },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      which,
      text: fc.record(plannedText, { requiredKeys: [] }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("replace" as const),
      which,
      text: fc.record(plannedText, { requiredKeys: ["title", "content"] }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restore" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(1, 999, 1000, 86_400_000, 31 * 86_400_000),
    }),
  },
);

/** The query of a list of generated posts. */
export type PlannedQuery = Partial<Pick<PostQuery, "q" | "tag" | "author" | "status" | "sort">>;

const q = fc.oneof(phrase(2), fc.constantFrom("re", "東京都", "!", "my", "c d", "stras", "🙂"));
const sort = fc.constantFrom(...SORTS);

export const plannedSearch = q;
const listed = {
  q,
  tag: fc.constantFrom("a", "b", "c-d", "none"),
  status: fc.constantFrom(...LIST_STATUSES),
  sort,
};
export const plannedQuery: fc.Arbitrary<PlannedQuery> = fc
  .record({ ...listed, author: fc.constantFrom("ann", "bob", "none") }, { requiredKeys: [] })
  .filter(isSortable);
/** The query of a list that is likely to be long. */
export const longQuery: fc.Arbitrary<PlannedQuery> = fc.oneof(
  fc.record({ sort }, { requiredKeys: [] }),
  fc.record({ q: fc.constantFrom("re", "red", "東"), sort }, { requiredKeys: ["q"] }),
  fc.record(listed, { requiredKeys: [] }).filter(isSortable),
);

export type Write = typeof write extends fc.Arbitrary<infer Command> ? Command : never;
export const someWrites = (maxLength: number, minLength = 0) => fc.array(write, { minLength, maxLength, size: "max" });
/** Enough posts for a list of several pages. */
export const somePosts = (minLength: number, maxLength: number) => fc.array(create, { minLength, maxLength });
