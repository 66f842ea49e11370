import fc from "fast-check";
import { HttpUrl } from "#lib/shared/http-url";
import { Slug } from "#lib/shared/posts";
import { uniqueTags } from "#lib/shared/tag-names";
import { TagName } from "#lib/shared/tags";
import { cleanText, oneLine } from "#lib/shared/text";
import { anyTag, anyWords } from "./text-arbitraries.ts";

/** What a post of another program says. Dates are RFC 3339 in whole seconds, empty texts are missing ones. */
export type SourcePost = {
  title: string;
  slug: string;
  tags: string[];
  excerpt: string;
  status: "published" | "scheduled" | "draft";
  publishedAt: string;
  updatedAt: string;
  author: string;
  canonicalUrl: string;
  language: string;
  cover: { src: string; alt: string } | undefined;
  /** Plain text. */
  paragraphs: string[];
};

const line = (max: number) =>
  anyWords(max)
    .map((text) => oneLine(cleanText(text).replaceAll("\u200b", "")))
    .filter((text) => text !== "" && [...text].length <= max);

const date = (min: string, max: string) =>
  fc
    .date({ min: new Date(min), max: new Date(max), noInvalidDate: true })
    .map((time) => `${time.toISOString().slice(0, 19)}.000Z`);

const tags = fc
  .array(
    anyTag.filter((tag) => tag === tag.trim() && TagName.safeParse(tag).success && !/^#|[,;，、]/.test(tag)),
    { maxLength: 6 },
  )
  .map((names) => uniqueTags(names.map((name) => TagName.parse(name))));

const slug = fc
  .oneof(
    fc.stringMatching(/^[a-z0-9]{1,12}(?:-[a-z0-9]{1,12}){0,3}$/),
    fc.stringMatching(/^\p{L}[\p{L}\p{N}]{0,20}$/u).map((text) => text.normalize("NFC")),
  )
  .filter((text) => Slug.safeParse(text).data === text && !/^(?:_?index|\d)/i.test(text));

const canonicalUrl = fc
  .webUrl({ withQueryParameters: true, size: "small" })
  .map((url) => HttpUrl("URL", 500).safeParse(url).data ?? "https://first.example/");

const optional = <Value>(value: fc.Arbitrary<Value>, none: Value) => fc.oneof(value, fc.constant(none));

/** Any post of another program. */
export const anySourcePost: fc.Arbitrary<SourcePost> = fc
  .record({
    ...{ title: line(200), slug, tags, excerpt: optional(line(280), "") },
    status: fc.constantFrom("published" as const, "scheduled" as const, "draft" as const),
    ...{ past: date("1999-01-01", "2025-12-31"), future: date("2040-01-01", "2090-01-01") },
    ...{ updatedAt: date("2000-01-01", "2025-12-31"), author: fc.constantFrom("Ada Lovelace", "ольга", 'o\'neil "x"') },
    ...{ canonicalUrl: optional(canonicalUrl, ""), language: fc.constantFrom("", "en", "pt-BR", "zh-Hant") },
    cover: optional(
      fc.record({
        src: fc.stringMatching(/^https:\/\/img\.example\/[a-z0-9]{1,10}\.(?:png|jpg)$/),
        alt: optional(line(100), ""),
      }),
      undefined as never,
    ),
    paragraphs: fc.array(line(300), { minLength: 1, maxLength: 4 }),
  })
  .map(({ future, past, ...post }) => ({ ...post, publishedAt: post.status === "scheduled" ? future : past }));
