import fc from "fast-check";
import type { WritableField } from "#lib/shared/post-fields";
import { PostQuery } from "#lib/shared/post-query";
import { CONTENT_MAX, NewPost, PostReplacement } from "#lib/shared/posts";
import { validNewPost } from "./arbitraries.ts";
import { anyText } from "./text-arbitraries.ts";

/** A body with its headers; `name` is the invalid field, if there is one. */
export type Sent = { name?: string | undefined; raw: string | Uint8Array; headers: Record<string, string> };

const JSON_TYPE = { "content-type": "application/json" };
const KNOWN_TYPES = ["application/json", "application/merge-patch+json", "application/x-www-form-urlencoded"];

/** JSON with any names, also `__proto__` and duplicates, of which the last one counts. */
const toJson = (entries: [string, unknown][]) =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;

const anything = fc.jsonValue({ maxDepth: 2 });
const notText = anything.filter((value) => typeof value !== "string");
const notTextNorNull = notText.filter((value) => value !== null);
const notListNorNull = anything.filter((value) => !Array.isArray(value) && value !== null);

/** Texts that may not be stored. */
const unstorable = fc.constantFrom(
  "\ud800",
  "a\udc00b",
  "\0",
  "nul \0 within",
  "\u0007",
  "a\u0085b",
  "\ufffe",
  "\u{1ffff}",
);
const longer = (max: number) => fc.constantFrom("x", "東", "😀").map((sign) => sign.repeat(max + 1));
const blank = fc.constantFrom("", " ", "\n\t", "\u3000", "\ufeff");

/** Invalid values of each field. */
const WRONG = {
  title: fc.oneof(notText, blank, longer(200), unstorable),
  content: fc.oneof(
    { weight: 20, arbitrary: fc.oneof(notText, blank, unstorable) },
    { weight: 1, arbitrary: longer(CONTENT_MAX) },
  ),
  excerpt: fc.oneof(notTextNorNull, longer(280), unstorable),
  slug: fc.oneof(notTextNorNull, longer(200), unstorable, fc.constantFrom("a/b", "..", "edit", "a?b", "\u202e")),
  cover: fc.oneof(
    anything.filter((value) => value !== null && typeof value !== "string"),
    fc.record({ image: fc.constantFrom("", "a", "A".repeat(64), "0".repeat(64)), alt: fc.constant("a") }),
    fc.record({ image: fc.constant("0".repeat(64)), alt: fc.oneof(notText, longer(1_000), unstorable) }),
  ),
  canonicalUrl: fc.oneof(notTextNorNull, longer(2_000), unstorable, fc.constantFrom("/a", "a", "ftp://a/", "http://")),
  tags: fc.oneof(
    notListNorNull,
    fc.array(fc.oneof(notText, blank, fc.constantFrom("#", "a,b", "東、京", "a;b", "x".repeat(61), "\u200d")), {
      minLength: 1,
    }),
    fc.constant(Array.from({ length: 21 }, (_, n) => `tag-${n}`)),
  ),
  language: fc.oneof(
    notTextNorNull,
    longer(100),
    unstorable,
    fc.constantFrom("english", "e", "en_US", "pt--BR", "x-private", "*", "en-"),
  ),
  status: anything.filter((value) => value !== "draft" && value !== "published"),
  publishedAt: fc.oneof(
    notTextNorNull,
    fc.string(),
    fc.constantFrom("2026-01-01", "2026-01-01T00:00:00", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "tomorrow"),
    fc.constantFrom(
      "1899-12-31T23:59:59Z",
      "0000-01-01T00:00:00Z",
      "+010000-01-01T00:00:00Z",
      "9999-12-31T23:59:59-00:01",
    ),
  ),
} satisfies Record<WritableField, fc.Arbitrary<unknown>>;

const wrongField = fc
  .constantFrom(...(Object.keys(WRONG) as (keyof typeof WRONG)[]))
  .chain((name) => WRONG[name].map((value): [string, unknown] => [name, value]));

function unknownField(known: object): fc.Arbitrary<[string, unknown]> {
  const names = fc.oneof(
    fc.string({ unit: "binary-ascii" }),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "Title",
      "title ",
      "author_id",
      "trashed_at",
    ),
  );
  return fc.tuple(
    names.filter((name) => !Object.hasOwn(known, name)),
    anything,
  );
}

const withField = (field: fc.Arbitrary<[string, unknown]>): fc.Arbitrary<Sent> =>
  fc
    .tuple(validNewPost, field)
    .map(([post, entry]) => ({ name: entry[0], raw: toJson([...Object.entries(post), entry]), headers: JSON_TYPE }));

const missingField: fc.Arbitrary<Sent> = fc
  .tuple(validNewPost, fc.constantFrom("title", "content"))
  .map(([post, gone]) => ({
    name: gone,
    raw: toJson(Object.entries(post).filter(([name]) => name !== gone)),
    headers: JSON_TYPE,
  }));

const validJson = validNewPost.map((post) => JSON.stringify(post));

/** Bodies that no endpoint can parse. */
const unreadable: fc.Arbitrary<Sent> = fc.oneof(
  fc
    .tuple(validJson, fc.nat())
    .map(([json, at]) => ({ raw: json.slice(0, 1 + (at % (json.length - 1))), headers: JSON_TYPE })),
  anything
    .filter((value) => typeof value !== "object" || value === null || Array.isArray(value))
    .map((value) => ({ raw: JSON.stringify(value), headers: JSON_TYPE })),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => ({ raw: Uint8Array.from([0xff, ...bytes]), headers: JSON_TYPE })),
  fc
    .tuple(
      validJson,
      fc.stringMatching(/^[a-z]{1,12}\/[a-z.+-]{1,20}$/).filter((type) => !KNOWN_TYPES.includes(type)),
    )
    .map(([raw, type]) => ({ raw, headers: { "content-type": type } })),
  fc
    .tuple(validJson, fc.constantFrom("gzip", "br", "x", "identity, gzip"))
    .map(([raw, encoding]) => ({ raw, headers: { ...JSON_TYPE, "content-encoding": encoding } })),
);

/** Invalid input of POST. */
export const invalidNewPost: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 4, arbitrary: withField(wrongField) },
  { weight: 2, arbitrary: withField(unknownField(NewPost.shape)) },
  { weight: 1, arbitrary: missingField },
  { weight: 3, arbitrary: unreadable },
);

/** Input that is invalid for both PUT and PATCH. */
export const invalidChange: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 4, arbitrary: withField(wrongField) },
  { weight: 2, arbitrary: withField(unknownField(PostReplacement.shape)) },
  { weight: 3, arbitrary: unreadable },
);

const PARAMETERS = Object.keys(PostQuery.shape);
const OF_ANY_LIST: Record<string, fc.Arbitrary<string>> = {
  limit: fc.oneof(fc.constantFrom("", "0", "101", "-1", "1.0", "1e1", " 5", "05", "٣", "Infinity"), anyText(8)),
  after: anyText(40),
};
/** Invalid values of each parameter. Random texts that happen to be valid are filtered out below. */
const WRONG_VALUES: Record<string, fc.Arbitrary<string>> = {
  ...OF_ANY_LIST,
  q: longer(200),
  author: fc.oneof(longer(100), unstorable),
  tag: fc.constantFrom("", "#", "東、京", "x".repeat(101), "\u200d"),
  sort: fc.oneof(fc.constantFrom("", "id", "-id", "publishedAt;drop table posts", "TITLE", "--title"), anyText(12)),
  status: fc.oneof(fc.constantFrom("", "published", "Draft"), anyText(12)),
  fields: fc.constantFrom("", ",", "id,", "id;title", "constructor", "__proto__", "trashed_at", "*"),
};

const RIGHT_VALUES = ["1", "99", ...(PostQuery.shape.sort.unwrap().options as string[]), "draft", "scheduled", "trash"];

/** An invalid query; `name` is the parameter that the response names. */
export const invalidQuery: fc.Arbitrary<{ name: string; query: [string, string][] }> = fc.oneof(
  fc
    .constantFrom(...Object.keys(WRONG_VALUES))
    .chain((name) =>
      (WRONG_VALUES[name] as fc.Arbitrary<string>)
        .filter((value) => !RIGHT_VALUES.includes(value) && !/^[1-9]\d?$/.test(value))
        .map((value) => ({ name, query: [[name, value]] as [string, string][] })),
    ),
  fc
    .tuple(
      fc.oneof(fc.string(), fc.constantFrom("Q", "page", "offset", "constructor", "limit[]", "toString", "id")),
      anyText(10),
    )
    .filter(([name]) => !PARAMETERS.includes(name) && name !== "__proto__")
    .map(([name, value]) => ({ name, query: [[name, value]] as [string, string][] })),
  fc.constantFrom(...PARAMETERS).map((name) => ({
    name,
    query: [
      [name, "1"],
      [name, "1"],
    ] as [string, string][],
  })),
);

/** Text that a header may contain. */
const headerText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."\"',;=*/\\W -"),
    fc
      .integer({ min: 0x21, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
  ),
  maxLength: 60,
});
const header = (...likely: string[]) => fc.oneof(fc.constantFrom(...likely), headerText);

/** Valid and invalid values of headers. */
const HEADERS: Record<string, fc.Arbitrary<string>> = {
  "if-match": header("*", "*", '"1-1"', 'W/"1-1"', '"1-1", "2-1"', '"'),
  "if-none-match": header("*", "*", "*", '"1-1"', "W/", '"1-1'),
  "idempotency-key": header("a-key", "another-key", "x".repeat(256)),
  authorization: header("Bearer wrong", "Bearer ", "Basic YTpi", "Bearer sixteen-signs-or-more"),
  origin: header("null", "https://good.example", "https://evil.example"),
  "sec-fetch-site": header("cross-site", "same-origin", "none"),
  range: header("bytes=0-1", "bytes=-", "items=0-5"),
  accept: header("text/html", "application/json;q=0", "*/*"),
  host: header("example.org", "example.org:99999", "1.2.3.4.5", "[::1]", "a b"),
  "x-request-id": header("an-id-of-mine", "x"),
  "x-forwarded-for": header("1.2.3.4", "::1", "%"),
  "accept-encoding": header("gzip", "br;q=x"),
  cookie: header("a=b", ";;;="),
  "content-type": header(...KNOWN_TYPES, "application/json; charset=latin1", "text/plain"),
};
const anyHeaders = fc
  .array(
    fc
      .constantFrom(...Object.keys(HEADERS), "if-match", "if-none-match", "if-none-match")
      .chain((name) => fc.tuple(fc.constant(name), HEADERS[name] ?? headerText)),
    { maxLength: 3 },
  )
  .map((headers) => Object.fromEntries(headers));

const segment = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("posts", "1", "2", "revisions", "restore", "tags", "legacy-posts", "health", "ready"),
  },
  fc.constantFrom(
    "",
    ".",
    "..",
    "%2e%2e",
    "%00",
    "%",
    "%ff",
    "%2F",
    "0",
    "-1",
    "1e3",
    "99999999999999999999",
    "__proto__",
  ),
  anyText(12).map(encodeURIComponent),
);
/** Paths of posts that are likely to exist. */
const likelyPath = fc
  .tuple(
    fc.constantFrom(
      "posts",
      "posts/:id",
      "posts/:id",
      "posts/:id/revisions",
      "posts/:id/revisions/1",
      "posts/:id/restore",
      "trash/:id",
    ),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([path, id]) => path.replace(":id", String(id)));
const anyPath = fc
  .oneof(
    { weight: 4, arbitrary: likelyPath },
    fc.array(segment, { maxLength: 5 }).map((all) => all.join("/")),
  )
  .map((path) => `/api/${path}`);

const anyValue = fc.oneof(fc.constantFrom(...RIGHT_VALUES, "title", "id,title", "red"), anyText(30));
const anySearch = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), anyText(6)), anyValue), { maxLength: 3 })
    .map((pairs) => `?${new URLSearchParams(pairs)}`),
  fc.stringMatching(/^\?[!-"$-~]{0,30}$/),
);

const anyBody = fc.oneof(
  { weight: 4, arbitrary: validJson },
  invalidNewPost.map(({ raw }) => raw),
  fc.constantFrom("", "{}", "[]", "title=A&content=B", "null"),
  fc.uint8Array({ maxLength: 40 }),
);

/** Any request to any path. */
export const anyRequest = fc
  .record({
    method: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE") },
      fc.constantFrom("HEAD", "OPTIONS", "PROPFIND", "TRACE"),
    ),
    path: fc.tuple(anyPath, anySearch).map((parts) => parts.join("")),
    headers: anyHeaders,
    raw: anyBody,
  })
  .map(({ headers, raw, ...request }) => ({
    ...request,
    headers: { ...JSON_TYPE, ...headers } as Record<string, string>,
    raw: request.method === "TRACE" ? "" : raw,
  }));
