import { createHash } from "node:crypto";
import { comparePosts } from "#lib/shared/compare-posts";
import type { Cover } from "#lib/shared/cover";
import {
  completeText,
  LIST_FIELDS,
  mapTextFields,
  type PostText,
  parseText,
  TEXT_FIELD_NAMES,
  TEXT_FIELDS,
  type TextFieldName,
} from "#lib/shared/post-fields";
import { toFormValues } from "#lib/shared/post-form";
import { type Post, Revision } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost } from "#support/factories";
import one from "../../../pages/api/posts/[id]";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import list from "../../../pages/api/posts/index";

const database = withDatabase();

const imageOf = (word: string) => createHash("sha256").update(word).digest("hex");
beforeEach(async () => {
  const size = { width: 100, height: 50, is_animated: 0, bytes: 1, created_at: 0 };
  const images = ["before", "after"].map((word) => ({ id: imageOf(word), key: word, ...size, unused_since: 0 }));
  await database.db.insertInto("images").values(images).execute();
});

/** Fields that do not take any text. */
const SPECIAL: Partial<Record<TextFieldName, (word: string) => string | Cover>> = {
  cover: (word) => ({ image: imageOf(word), alt: `${word} [alt] (text)` }),
  slug: (word) => `${word}-slug`,
  language: (word) => (word === "before" ? "fr" : "pt-BR"),
  canonicalUrl: (word) => `https://example.org/${word}`,
};
const valueWith = (word: string, name: TextFieldName) =>
  LIST_FIELDS.includes(name) ? [`${word}-${name}`] : (SPECIAL[name]?.(word) ?? `${word} ${name}`);
const textWith = (word: string) => mapTextFields((name) => valueWith(word, name)) as PostText;
const [before, after] = [textWith("before"), textWith("after")];
const change = async (method: "PUT" | "PATCH", { id }: Post, body: object) =>
  asPost((await call(one, { method, query: { id }, body })).json());

/** What the API returns for a field that is cleared, where it is not an empty text. */
const CLEARED: Record<string, unknown> = {
  tags: [],
  excerpt: "before content",
  slug: "before-title",
  canonicalUrl: null,
  cover: null,
  language: null,
};

describe.each(TEXT_FIELD_NAMES)("text field %s", (name) => {
  test("POST /api/posts — field given — in the revision and the list", async () => {
    const post = await makePost(before);
    expect(post).toMatchObject({ [name]: before[name] });
    const query = { id: post.id, version: "1" };
    expect(Revision.parse((await call(revision, { query })).json())).toMatchObject({ [name]: before[name] });
    expect((await call(list, {})).json()).toMatchObject([{ [name]: before[name] }]);
  });

  test("PATCH /api/posts/{id} — only this field — nothing else changes", async () => {
    const post = await makePost(before);
    const changed = await change("PATCH", post, { [name]: after[name] });
    expect(completeText(changed)).toMatchObject({ ...before, [name]: after[name] });
    expect(changed.version).toBe(2);
    expect((await change("PATCH", changed, { [name]: after[name] })).version).toBe(2);
  });

  test("comparison of two texts that differ in it — under its label", () => {
    expect(comparePosts(before, { ...before, [name]: after[name] }, "whole").map(({ label }) => label)).toEqual([
      TEXT_FIELDS[name].label,
    ]);
  });

  test("form values — parsed to the same value", async () => {
    const post = await makePost(before);
    expect(parseText(toFormValues(post, Date.now(), "UTC"))[name]).toEqual(before[name]);
  });
});

test.each(TEXT_FIELD_NAMES.filter((name) => !TEXT_FIELDS[name].isRequired))(
  "PUT /api/posts/{id} — %s omitted — 200, emptied",
  async (name) => {
    const replaced = await change("PUT", await makePost(before), { ...before, [name]: undefined });
    expect(replaced[name]).toEqual(name in CLEARED ? CLEARED[name] : "");
  },
);
