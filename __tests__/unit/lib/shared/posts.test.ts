import { NumericId } from "#lib/shared/params";
import { PostQuery } from "#lib/shared/post-query";
import {
  CONTENT_MAX,
  EXCERPT_MAX,
  NewPost,
  PostPatch,
  PostReplacement,
  postErrorTitle,
  TITLE_AND_CONTENT_REQUIRED,
  TITLE_MAX,
} from "#lib/shared/posts";
import { newPost } from "#support/factories";

type Schema = typeof NewPost | typeof PostPatch | typeof PostReplacement | typeof PostQuery;

/** The names of the invalid and unknown fields; none if `schema` accepts the value. */
function wrongFields(schema: Schema, value: unknown): string[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const names = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")]));
  return [...new Set(names)].sort();
}

/** The messages about one field. */
const faults = (schema: Schema, value: unknown, field: string) =>
  (schema.safeParse(value).error?.issues ?? [])
    .filter(({ path }) => path.join(".") === field)
    .map(({ message }) => message);

const emoji = "🙂";

describe("NewPost — title", () => {
  test.each([
    ["  Hello  ", "Hello"],
    ["a\nb\t c", "a b c"],
    ["\u00a0\u3000Wide\u3000", "Wide"],
    ["שלום עולם", "שלום עולם"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
  ])("%j — stored as %j", (title, stored) => {
    expect(NewPost.parse(newPost({ title })).title).toBe(stored);
  });

  test("200 emoji — accepted", () => {
    expect(wrongFields(NewPost, newPost({ title: emoji.repeat(TITLE_MAX) }))).toEqual([]);
  });

  test("201 characters — refused", () => {
    expect(faults(NewPost, newPost({ title: "x".repeat(TITLE_MAX + 1) }), "title")).toEqual([
      "Title must be at most 200 characters long",
    ]);
    expect(wrongFields(NewPost, newPost({ title: emoji.repeat(TITLE_MAX + 1) }))).toEqual(["title"]);
  });

  test("length — measured after trimming", () => {
    expect(wrongFields(NewPost, newPost({ title: ` ${"x".repeat(TITLE_MAX)}${" ".repeat(500)}` }))).toEqual([]);
  });
});

describe("NewPost — content", () => {
  test("white space — trimmed at the ends, unchanged within", () => {
    expect(NewPost.parse(newPost({ content: "\n\n# A\n\n    code\n\n" })).content).toBe("# A\n\n    code");
  });

  test("250,000 emoji — accepted; one character more — refused", () => {
    expect(wrongFields(NewPost, newPost({ content: emoji.repeat(CONTENT_MAX) }))).toEqual([]);
    expect(faults(NewPost, newPost({ content: "x".repeat(CONTENT_MAX + 1) }), "content")).toEqual([
      "Content must be at most 250,000 characters long",
    ]);
  });
});

describe("postErrorTitle — “Title and content are required”", () => {
  test.each([
    ["both missing", {}],
    ["title missing", { content: "b" }],
    ["content missing", { title: "a" }],
    ["title empty", { title: "", content: "b" }],
    ["content of white space", { title: "a", content: " \n\t" }],
    ["title null", { title: null, content: "b" }],
  ])("%s — the first contract's message", (_name, value) => {
    const fields = Object.fromEntries(
      wrongFields(NewPost, value).map((name) => [name, faults(NewPost, value, name)] as const),
    );
    expect(postErrorTitle(fields)).toBe(TITLE_AND_CONTENT_REQUIRED);
  });

  test("TITLE_AND_CONTENT_REQUIRED — the first contract's message", () => {
    expect(TITLE_AND_CONTENT_REQUIRED).toBe("Title and content are required");
  });

  test.each([[{ title: ["Title must be text"] }], [{ tags: ["At most 20 tags"] }], [{}]])(
    "other errors %j — undefined",
    (fields) => {
      expect(postErrorTitle(fields)).toBeUndefined();
    },
  );
});

test.each([
  ["a number", 5],
  ["an object", {}],
  ["a list", ["a"]],
  ["true", true],
])("NewPost — %s as title, content and excerpt — must be text", (_name, value) => {
  const post = { title: value, content: value, excerpt: value };
  expect(wrongFields(NewPost, post)).toEqual(["content", "excerpt", "title"]);
  expect(faults(NewPost, post, "title")).toEqual(["Title must be text"]);
});

test.each([
  ["a lone high surrogate", "a\ud83d"],
  ["a lone low surrogate", "\ude00b"],
  ["NUL", "a\0b"],
])("NewPost — %s in title, content and excerpt — refused", (_name, text) => {
  const post = { title: text, content: text, excerpt: text };
  expect(wrongFields(NewPost, post)).toEqual(["content", "excerpt", "title"]);
});

test("NewPost — title too long and with NUL — both errors", () => {
  expect(faults(NewPost, newPost({ title: "\0".repeat(TITLE_MAX + 1) }), "title")).toHaveLength(2);
});

test("NewPost — excerpt — one line of at most 280 characters", () => {
  expect(NewPost.parse(newPost({ excerpt: " a\n b " })).excerpt).toBe("a b");
  expect(wrongFields(NewPost, newPost({ excerpt: emoji.repeat(EXCERPT_MAX) }))).toEqual([]);
  expect(wrongFields(NewPost, newPost({ excerpt: "x".repeat(EXCERPT_MAX + 1) }))).toEqual(["excerpt"]);
});

describe("NewPost — tags", () => {
  test.each([
    ["News", "News"],
    ["Café Noir", "Café Noir"],
    ["Cafe\u0301", "Café"],
    ["  two   words ", "two words"],
    ["#travel", "travel"],
    ["C#", "C#"],
    ["雑記", "雑記"],
    ["2026", "2026"],
  ])("%j is stored as %j", (tag, stored) => {
    expect(NewPost.parse(newPost({ tags: [tag] })).tags).toEqual([stored]);
  });

  test("a tag of 2,000 combining marks — refused without being normalized", () => {
    const normalize = jest.spyOn(String.prototype, "normalize");
    const tag = `a${"\u0323\u0301".repeat(1_000)}`;
    expect(faults(NewPost, newPost({ tags: [tag] }), "tags.0")).toEqual(["A tag is 1 to 60 characters long"]);
    expect(faults(PostQuery, { tag }, "tag")).toHaveLength(1);
    expect(normalize).not.toHaveBeenCalled();
    normalize.mockRestore();
  });

  test("several spellings of a tag — the first one", () => {
    expect(NewPost.parse(newPost({ tags: ["News", "b", "news ", "NEWS"] })).tags).toEqual(["News", "b"]);
  });

  test("more than 20 without duplicates — refused", () => {
    const twenty = Array.from({ length: 20 }, (_, n) => `tag${n}`);
    expect(wrongFields(NewPost, newPost({ tags: [...twenty, "TAG0", " tag1"] }))).toEqual([]);
    expect(wrongFields(NewPost, newPost({ tags: [...twenty, "more"] }))).toEqual(["tags"]);
  });

  test.each([[""], ["#"], ["\u200b"], ["a,b"], ["a；b;"], ["x".repeat(61)], [7], [null]])("%j is none", (tag) => {
    expect(wrongFields(NewPost, { ...newPost(), tags: ["fine", tag] })).toEqual(["tags.1"]);
  });

  test.each([["a,b"], [{}], [5]])("tags %j — not a list, refused", (tags) => {
    expect(wrongFields(NewPost, { ...newPost(), tags })).toEqual(["tags"]);
  });
});

describe("NewPost — publishedAt", () => {
  test.each([
    ["2030-01-31T09:00:00Z", "2030-01-31T09:00:00.000Z"],
    ["2030-01-31T09:00:00.5Z", "2030-01-31T09:00:00.500Z"],
    ["2030-01-31T09:00:00.123456Z", "2030-01-31T09:00:00.123Z"],
    ["2030-01-31T09:00:00+02:00", "2030-01-31T07:00:00.000Z"],
    ["2028-02-29T23:30:00-01:00", "2028-03-01T00:30:00.000Z"],
    ["1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("%s — stored as %s", (date, stored) => {
    expect(NewPost.parse(newPost({ publishedAt: date })).publishedAt).toBe(stored);
  });

  test.each([
    "tomorrow",
    "2030-01-31",
    "2030-01-31T09:00:00",
    "2030-01-31 09:00:00Z",
    "2030-02-30T09:00:00Z",
    "2029-02-29T09:00:00Z",
    "2030-13-01T09:00:00Z",
    "2030-01-31T25:00:00Z",
    "2016-12-31T23:59:60Z",
    "+12030-01-31T09:00:00Z",
    "",
    1_900_000_000,
  ])("%j — not a date and time, refused", (moment) => {
    expect(faults(NewPost, { ...newPost(), publishedAt: moment }, "publishedAt")).toEqual([
      "Must be a date and time with an offset, as 2030-01-31T09:00:00Z",
    ]);
  });

  test.each(["1899-12-31T23:59:59Z", "1900-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00Z"])(
    "%s — outside of the years 1900 to 9999, refused",
    (moment) => {
      expect(faults(NewPost, newPost({ publishedAt: moment }), "publishedAt")).toEqual([
        "Must lie between the years 1900 and 9999",
      ]);
    },
  );
});

test.each(["scheduled", "Published", "", null, 1])("NewPost — status %j — refused", (status) => {
  expect(wrongFields(NewPost, { ...newPost(), status })).toEqual(["status"]);
});

test("NewPost — several invalid fields — all named", () => {
  const wrong = {
    title: " ",
    content: 5,
    excerpt: 7,
    tags: ["ok", "a,b"],
    status: "x",
    publishedAt: "y",
    foo: 1,
    bar: 2,
  };
  expect(wrongFields(NewPost, wrong)).toEqual(
    ["title", "content", "excerpt", "tags.1", "status", "publishedAt", "foo", "bar"].sort(),
  );
});

describe("NewPost, PostReplacement, PostPatch — unknown fields", () => {
  test.each([
    ["NewPost", NewPost],
    ["PostReplacement", PostReplacement],
    ["PostPatch", PostPatch],
  ])("%s — refused by name", (_name, schema) => {
    expect(wrongFields(schema, { ...newPost(), Title: "x", is_admin: true })).toEqual(["Title", "is_admin"]);
  });

  test("`__proto__` in JSON — refused, pollutes no prototype", () => {
    const sent = JSON.parse('{"title":"a","content":"b","__proto__":{"polluted":true},"constructor":{}}');
    expect(wrongFields(NewPost, sent)).toEqual(["__proto__", "constructor"]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("NewPost with id, version and dates — read-only fields ignored", () => {
    const sent = { ...newPost(), id: "9", version: 7, createdAt: "2020-01-01T00:00:00Z" };
    expect(wrongFields(NewPost, sent)).toEqual([]);
  });
});

describe("PostPatch", () => {
  test("no fields — accepted", () => {
    expect(PostPatch.parse({})).toEqual({});
  });

  test.each(["excerpt", "tags", "publishedAt"])("%s null — accepted", (field) => {
    expect(PostPatch.parse({ [field]: null })).toEqual({ [field]: null });
  });

  test.each(["title", "content", "status"])("%s null — refused", (field) => {
    expect(wrongFields(PostPatch, { [field]: null })).toEqual([field]);
  });

  test.each(["title", "content"])("%s empty — refused as required", (field) => {
    expect(faults(PostPatch, { [field]: " " }, field)).toEqual([expect.stringMatching(/is required$/)]);
  });
});

test("PostReplacement — read-only fields with any value — ignored", () => {
  const readOnly = {
    id: "1",
    author: null,
    createdAt: "",
    updatedAt: {},
    version: "x",
    url: [],
    highlight: 1,
  };
  expect(wrongFields(PostReplacement, { ...newPost(), ...readOnly })).toEqual([]);
});

test("PostReplacement — title or content missing — refused", () => {
  expect(wrongFields(PostReplacement, {})).toEqual(["content", "title"]);
});

test.each(["1", "10", "999999999999999"])("NumericId — %s — accepted", (id) => {
  expect(NumericId.safeParse(id).success).toBe(true);
});

test.each(["", "0", "01", "-1", "+1", "1.0", "1e3", "0x1", " 1", "1\n", "١", "abc", "99999999999999999999", 1, ["1"]])(
  "NumericId — %j — refused",
  (id) => {
    expect(NumericId.safeParse(id).success).toBe(false);
  },
);

describe("PostQuery", () => {
  test.each(["1", "20", "100"])("limit=%s — accepted", (limit) => {
    expect(PostQuery.parse({ limit }).limit).toBe(Number(limit));
  });

  test.each(["0", "101", "-1", "1.5", "1e1", "ten", "", " 5"])("limit=%j — refused", (limit) => {
    expect(wrongFields(PostQuery, { limit })).toEqual(["limit"]);
  });

  test("repeated or unknown parameters — named", () => {
    expect(wrongFields(PostQuery, { q: ["a", "b"], limit: ["1", "2"], foo: "1" })).toEqual(["foo", "limit", "q"]);
  });
});
