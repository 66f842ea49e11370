import { writeFileSync } from "node:fs";
import { strToU8, type Zippable, zipSync } from "fflate";
import { OldPaths, rewriteMarkdownLinks } from "#lib/server/import/links";
import { convertShortcodes } from "#lib/server/import/sources/wordpress-shortcodes";
import { convert } from "#lib/server/import/to-draft";
import { withDatabase } from "#support/database";
import { expectLinearTime } from "#support/expect-linear";
import { withFolder } from "#support/folder";
import { IMPORT_TIME, postsIn, redirectsIn, runImport } from "#support/import";

const state = withDatabase();
const folder = withFolder();

const post = (title: string, more = "") => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText of ${title}.\n`;

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(folder.file(name), content);
  return folder.file(name);
}
const writeZip = (files: Zippable) => write("source.zip", zipSync(files));
const writeGhost = (posts: object[]) => write("ghost.json", JSON.stringify({ db: [{ data: { posts } }] }));
const ghostPost = (more: object) => ({
  id: "1",
  title: "A",
  slug: "a",
  html: "<p>x</p>",
  status: "published",
  ...more,
});
const wordpress = (more: string, content = "x", id = "1") =>
  `<rss><channel><wp:base_blog_url>https://old.example</wp:base_blog_url><item><title>A</title><link>https://old.example/a/</link><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${content}]]></content:encoded>${more}</item></channel></rss>`;

/** Digits that do not compress. */
const digits = (length: number) =>
  Array.from({ length }, (_, index) =>
    Math.floor((Math.sin(index + 1) + 1) * 1e6)
      .toString(36)
      .at(-1),
  ).join("");

test.each([
  ["Markdown in a zip, long paths", () => writeZip({ [`posts/${digits(3_500)}.md`]: strToU8(post("A")) })],
  ["Markdown in a zip, a path with U+0000", () => writeZip({ "posts/a\0b.md": strToU8(post("A")) })],
  ["Ghost, a long id", () => writeGhost([ghostPost({ uuid: digits(9_000) })])],
  ["Ghost, an id with U+0000", () => writeGhost([ghostPost({ id: "a\0" })])],
  ["WordPress, a long id", () => write("a.xml", wordpress("", "x", digits(9_000)))],
  ["WordPress, an id with U+0000", () => write("a.xml", wordpress("", "x", "1\0"))],
])("import of %s — imported, and known when it is repeated", async (_, make) => {
  const source = make();
  expect((await runImport(state.db, source)).counts).toMatchObject({ posts: 1, published: 1 });
  expect((await runImport(state.db, source)).counts).toMatchObject({ posts: 1, published: 0, known: 1 });
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A"]);
});

test("import of a zip — a path that no file system has — left out, and reported", async () => {
  const path = `${digits(5_000)}.md`;
  const { entries } = await runImport(
    state.db,
    writeZip({ [path]: strToU8(post("Long")), "a.md": strToU8(post("A")) }),
  );
  expect(entries.map(({ item, text }) => [item, text])).toEqual([
    [path.slice(-200), "its path has more than 4,096 bytes"],
  ]);
});

test.each([
  ["a date out of range", { published_at: 1e300 }],
  ["a slug with a lone surrogate", { slug: "a\ud800" }],
])("import of Ghost — %s — imported, and the other posts too", async (_, more) => {
  const { counts } = await runImport(state.db, writeGhost([ghostPost(more), ghostPost({ id: "2", slug: "b" })]));
  expect(counts).toMatchObject({ posts: 2, published: 2 });
});

test("import of Ghost — times that no post may have — those of the import", async () => {
  const far = { published_at: 8.64e15, created_at: 8.64e15, updated_at: -8.64e15 };
  await runImport(state.db, writeGhost([ghostPost(far)]));
  const [row] = await state.db.selectFrom("posts").select(["created_at", "updated_at"]).execute();
  expect(row).toEqual({ created_at: IMPORT_TIME, updated_at: IMPORT_TIME });
});

test("import — more old paths than a statement may have — the first 100 are redirected, the rest is reported", async () => {
  const aliases = Array.from({ length: 18_000 }, (_, index) => `- /a${index}\n`).join("");
  const { counts, entries } = await runImport(
    state.db,
    writeZip({ "a.md": strToU8(post("A", `aliases:\n${aliases}`)) }),
  );
  expect(counts).toMatchObject({ published: 1, redirects: 100 });
  expect(Object.keys(await redirectsIn(state.db))).toHaveLength(100);
  expect(entries.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^redirects from all but the first 100 of its 36,\d{3} old paths$/),
  ]);
});

test("import of WordPress — 20,000 former slugs and a long link — imported", async () => {
  const slugs = Array.from({ length: 20_000 }, (_, index) => `<wp:meta_value>s${index}</wp:meta_value>`).join("");
  const link = `<link>https://old.example/${"a".repeat(9_000)}//</link>`;
  const source = wordpress(`<wp:meta_key>_wp_old_slug</wp:meta_key>${slugs}`).replace(/<link>.*?<\/link>/, link);
  expect((await runImport(state.db, write("a.xml", source))).counts.published).toBe(1);
});

test("import of a zip — many files that become large together — refused as a bomb", async () => {
  const zeros = new Uint8Array(2 ** 20);
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`${index}.md`, zeros]));
  await expect(runImport(state.db, writeZip(files))).rejects.toThrow(
    "source.zip is damaged: it becomes more than 200 times as large, and may be a zip bomb",
  );
});

test.each([
  ["1,000,000 characters", "x".repeat(1_000_001)],
  ["30,000 tags and lines", "a\n".repeat(30_001)],
])(
  "import of WordPress — HTML of more than %s — left out before it is converted, and reported",
  async (limit, html) => {
    const { entries } = await runImport(state.db, write("a.xml", wordpress("", html)));
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([["left-out", `its HTML has more than ${limit}`]]);
  },
);

const shortcodes = (text: string) => convertShortcodes(text, new Map());
const markup = (text: string) => {
  const record = {
    ...{ item: "a", place: { file: "a" }, title: "a", isPublished: true, authors: [], tags: [], paths: [], notes: [] },
    body: { format: "markdown" as const, text },
  };
  return convert(record, new OldPaths([]));
};

test.each([
  ["[caption]<img>", shortcodes],
  ["[caption", shortcodes],
  ["[code]", shortcodes],
  ["[code][cc]", shortcodes],
  ["[audio ", shortcodes],
  ["[audio src=http://a ", shortcodes],
  ["[audio src=http://a", shortcodes],
  ["[gallery ", shortcodes],
  ["[embed ", shortcodes],
  ["{{<", (text: string) => rewriteMarkdownLinks(text, () => undefined)],
  ["{{% ref ", (text: string) => rewriteMarkdownLinks(text, () => undefined)],
  ["](", markup],
  ["{% a", markup],
  ["``` \n", markup],
])("import — %j over and over — CPU time linear in the length", async (part, act) => {
  await expectLinearTime((n) => part.repeat(n / part.length), 10_000, { import: act });
});
