import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { stringify as stringifyToml, TomlDate } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";
import { detectSource } from "#lib/server/import/detect";
import { OldPaths } from "#lib/server/import/links";
import { openFiles } from "#lib/server/import/open-files";
import { convert, toDraft } from "#lib/server/import/to-draft";
import { renderPost } from "#lib/server/rendering/render";
import { withFolder } from "#support/folder";
import { htmlWords } from "#support/html-words";
import { holds } from "#support/property";
import { anySourcePost, type SourcePost } from "#support/source-records";

const folder = withFolder();
const NOW = Date.UTC(2026, 0, 1);

/** Reads the posts of a source that consists of files, each as the API would accept it, and what else a record has. */
async function readBack(files: Record<string, string>) {
  rmSync(folder.file("source"), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = folder.file(`source/${name}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const opened = await openFiles([folder.file("source")]);
  const source = await detectSource(opened, { timeZone: "UTC", site: "https://old.example" });
  const oldPaths = new OldPaths(["https://old.example"]);
  const posts = [];
  for await (const entry of source.read()) {
    if (!("record" in entry)) throw new Error(JSON.stringify(entry));
    const { record } = entry;
    const draft = toDraft(record, convert(record, oldPaths), { paths: new Map(), cover: undefined }, oldPaths, NOW);
    const words = htmlWords(renderPost(draft?.content ?? "", { isTrustedAuthor: true }).html).join("");
    posts.push({ record, draft, words });
  }
  return posts;
}

type Read = Awaited<ReturnType<typeof readBack>>[number];

/** The fields that a source has, of the post as it was written and as it was read. */
function compare(post: SourcePost, { draft, record, words }: Read, fields: (keyof SourcePost)[]) {
  const { paragraphs, publishedAt, status, ...written } = post;
  const isPublished = draft?.status === "published";
  const read = {
    ...{ title: draft?.title, slug: draft?.slug, tags: draft?.tags, excerpt: draft?.excerpt },
    ...{ updatedAt: record.updatedAt, author: record.authors[0]?.name ?? "" },
    ...{ canonicalUrl: draft?.canonicalUrl ?? "", language: draft?.language ?? "" },
    cover: record.cover,
  };
  const pick = (from: object) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => fields.includes(name as never)));
  expect({
    ...pick(read),
    words,
    status: !isPublished ? "draft" : Date.parse(String(draft?.publishedAt)) > NOW ? "scheduled" : "published",
    publishedAt: isPublished ? draft?.publishedAt : undefined,
  }).toEqual({
    ...pick(written),
    words: paragraphs.flatMap((text) => text.split(/\s+/)).join(""),
    status,
    publishedAt: status === "draft" ? undefined : publishedAt,
  });
}

const escapeHtml = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const html = ({ paragraphs }: SourcePost) => paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n");
const posts = fc.array(anySourcePost, { minLength: 1, maxLength: 4 });

const cdata = (text: string) => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
const wordpressDate = (moment: string) => moment.slice(0, 19).replace("T", " ");

/** @param write writes the text of an element: as CDATA or with entities */
function wxrItem(post: SourcePost, id: number, write: (text: string) => string): string {
  const statuses = { published: "publish", scheduled: "future", draft: "draft" };
  const meta = (key: string, value: string) =>
    `<wp:postmeta><wp:meta_key>${write(key)}</wp:meta_key><wp:meta_value>${write(value)}</wp:meta_value></wp:postmeta>`;
  const categories = post.tags.map(
    (tag, n) =>
      `<category domain="${n % 2 ? "post_tag" : "category"}" nicename="x">${write(escapeHtml(tag))}</category>`,
  );
  return `<item>
<title>${write(escapeHtml(post.title))}</title><link>https://old.example/${id}/</link><dc:creator>${write(post.author)}</dc:creator>
<guid isPermaLink="false">https://old.example/?p=${id}</guid><description></description>
<content:encoded>${write(`<!-- wp:paragraph -->${html(post)}<!-- /wp:paragraph -->`)}</content:encoded>
<excerpt:encoded>${write(escapeHtml(post.excerpt))}</excerpt:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date>${write("2001-01-01 00:00:00")}</wp:post_date>
<wp:post_date_gmt>${write(wordpressDate(post.publishedAt))}</wp:post_date_gmt>
<wp:post_modified_gmt>${write(wordpressDate(post.updatedAt))}</wp:post_modified_gmt>
<wp:post_name>${write(encodeURIComponent(post.slug).replace(/%../g, (code) => code.toLowerCase()))}</wp:post_name>
<wp:status>${write(statuses[post.status])}</wp:status><wp:post_type>${write("post")}</wp:post_type>
${categories.join("")}${post.canonicalUrl && meta("_yoast_wpseo_canonical", post.canonicalUrl)}${post.cover ? meta("_thumbnail_id", String(id + 1_000)) : ""}
</item>`;
}

const wxrAttachment = ({ cover }: SourcePost, id: number, write: (text: string) => string) =>
  cover
    ? `<item><title>x</title><wp:post_id>${id + 1_000}</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>${write(cover.src)}</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>${write(cover.alt)}</wp:meta_value></wp:postmeta></item>`
    : "";

test.each([
  ["CDATA", cdata],
  ["entities", escapeHtml],
])("WordPress, text as %s — any posts — are read as they were written", async (_name, write) => {
  await holds(posts, async (written) => {
    const items = written.map((post, id) => wxrAttachment(post, id + 1, write) + wxrItem(post, id + 1, write));
    const read = await readBack({
      "export.xml": `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>${items.join("\n")}</channel></rss>`,
    });
    expect(read).toHaveLength(written.length);
    for (const [n, post] of written.entries())
      compare(post, read[n] as Read, [
        ...(["title", "slug", "tags", "excerpt", "updatedAt", "author", "canonicalUrl", "cover"] as const),
      ]);
  });
});

test.each([
  ["today", (data: object) => ({ db: [{ meta: { version: "5.0.0" }, data }] }), (time: string): unknown => time],
  [
    "before version 1",
    (data: object) => ({ meta: { version: "003" }, data }),
    (time: string): unknown => Date.parse(time),
  ],
])("Ghost, as of %s — any posts — are read as they were written", async (_name, wrap, time) => {
  await holds(posts, async (written) => {
    const tags = [...new Set(written.flatMap((post) => post.tags))];
    const authors = [...new Set(written.map(({ author }) => author))];
    const data = {
      posts: written.map((post, id) => ({
        ...{ id: String(id), title: post.title, slug: post.slug, html: html(post), type: "post", visibility: "public" },
        ...{ status: post.status, feature_image: post.cover?.src ?? null, locale: post.language || null },
        ...{ custom_excerpt: post.excerpt || null, canonical_url: post.canonicalUrl || null },
        ...{ published_at: post.status === "draft" ? null : time(post.publishedAt), updated_at: time(post.updatedAt) },
      })),
      posts_meta: written.map((post, id) => ({ post_id: String(id), feature_image_alt: post.cover?.alt ?? null })),
      tags: tags.map((name, id) => ({ id: String(id), name })),
      users: authors.map((name, id) => ({ id: String(id), name })),
      posts_tags: written.flatMap((post, id) =>
        post.tags
          .map((tag, at) => ({ post_id: String(id), tag_id: String(tags.indexOf(tag)), sort_order: at }))
          .reverse(),
      ),
      posts_authors: written.map((post, id) => ({
        ...{ post_id: String(id), author_id: String(authors.indexOf(post.author)), sort_order: 0 },
      })),
    };
    const read = await readBack({ "ghost.json": JSON.stringify(wrap(data)) });
    expect(read).toHaveLength(written.length);
    for (const [n, post] of written.entries())
      compare(post, read[n] as Read, [
        ...(["title", "slug", "tags", "excerpt", "updatedAt", "author", "canonicalUrl", "language", "cover"] as const),
      ]);
  });
});

type Style = {
  /** The path of the file, and its front matter. */
  write(post: SourcePost): { file: string; format: "yaml" | "toml"; data: Record<string, unknown> };
  fields: (keyof SourcePost)[];
};

/** Leaves out what is empty. */
const given = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== "" && value !== undefined));

const draftOf = ({ status }: SourcePost) => (status === "draft" ? true : undefined);
const day = (moment: string) => moment.slice(0, 10);
const seconds = (moment: string) => moment.replace(".000Z", "Z");
const ALL = ["title", "slug", "tags", "excerpt", "updatedAt", "author"] as const;

const STYLES: Record<string, Style> = {
  Jekyll: {
    write: (post) => ({
      file: `_posts/${day(post.publishedAt)}-${post.slug}.md`,
      format: "yaml",
      data: given({
        ...{ layout: "post", title: post.title, date: `${wordpressDate(post.publishedAt)} +0000`, tags: post.tags },
        ...{ author: post.author, excerpt: post.excerpt, lang: post.language, canonical_url: post.canonicalUrl },
        ...{ last_modified_at: post.updatedAt, image: post.cover && { path: post.cover.src, alt: post.cover.alt } },
        published: post.status === "draft" ? false : undefined,
      }),
    }),
    fields: [...ALL, "canonicalUrl", "language", "cover"],
  },
  "Hugo with TOML": {
    write: (post) => ({
      file: `content/posts/${post.slug}/index.md`,
      format: "toml",
      data: given({
        ...{ title: post.title, date: new TomlDate(seconds(post.publishedAt)), draft: draftOf(post) ?? false },
        ...{ lastmod: new TomlDate(seconds(post.updatedAt)), tags: post.tags, authors: [post.author] },
        ...{ description: post.excerpt, canonicalURL: post.canonicalUrl },
        cover: post.cover && { image: post.cover.src, alt: post.cover.alt },
      }),
    }),
    fields: [...ALL, "canonicalUrl", "cover"],
  },
  "Hugo with YAML": {
    write: (post) => ({
      file: `content/posts/x-${post.slug}.md`,
      format: "yaml",
      data: given({
        ...{ title: post.title, slug: post.slug, date: seconds(post.publishedAt), lastmod: seconds(post.updatedAt) },
        ...{ tags: post.tags, author: { name: post.author }, summary: post.excerpt, draft: draftOf(post) },
        ...{ cover: post.cover && { image: post.cover.src, alt: post.cover.alt }, weight: 10 },
      }),
    }),
    fields: [...ALL, "cover"],
  },
  Astro: {
    write: (post) => ({
      file: `src/content/blog/${post.slug}.mdx`,
      format: "yaml",
      data: given({
        ...{ title: post.title, description: post.excerpt, pubDate: seconds(post.publishedAt), tags: post.tags },
        ...{
          updatedDate: seconds(post.updatedAt),
          author: post.author,
          heroImage: post.cover?.src,
          draft: draftOf(post),
        },
        ...{ heroImageAlt: post.cover?.alt, lang: post.language },
      }),
    }),
    fields: [...ALL, "language", "cover"],
  },
  Eleventy: {
    write: (post) => ({
      file: `posts/${post.slug}.md`,
      format: "yaml",
      data: given({
        ...{
          layout: "layouts/post.njk",
          title: post.title,
          description: post.excerpt,
          date: seconds(post.publishedAt),
        },
        ...{ tags: post.tags, author: post.author, updated: seconds(post.updatedAt), draft: draftOf(post) },
        ...{ canonical: post.canonicalUrl, eleventyExcludeFromCollections: draftOf(post) },
      }),
    }),
    fields: [...ALL, "canonicalUrl"],
  },
  Zola: {
    write: (post) => ({
      file: `content/blog/${day(post.publishedAt)}-${post.slug}.md`,
      format: "toml",
      data: given({
        ...{
          title: post.title,
          date: new TomlDate(seconds(post.publishedAt)),
          updated: new TomlDate(seconds(post.updatedAt)),
        },
        ...{ description: post.excerpt, draft: draftOf(post), authors: [post.author], taxonomies: { tags: post.tags } },
        extra: { canonical_url: post.canonicalUrl || "x" },
      }),
    }),
    fields: [...ALL],
  },
};

const YAML_STYLES = [
  {},
  { defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 },
  { defaultStringType: "QUOTE_SINGLE", lineWidth: 0 },
  { lineWidth: 30, collectionStyle: "flow" },
] as const;

test.each(Object.entries(STYLES))(
  "%s — any posts — are read as they were written",
  async (_name, { fields, write }) => {
    const sources = fc.tuple(
      fc.uniqueArray(anySourcePost, { minLength: 1, maxLength: 4, selector: ({ slug }) => slug.toLowerCase() }),
      fc.constantFrom(...YAML_STYLES),
      fc.constantFrom("\n", "\r\n"),
    );
    await holds(sources, async ([written, style, newline]) => {
      const files = written.map((post) => {
        const { data, file, format } = write(post);
        const text = post.paragraphs.map((paragraph) => paragraph.replace(/[^\p{L}\p{N} ]/gu, "x")).join("\n\n");
        const matter = format === "toml" ? `+++\n${stringifyToml(data)}\n+++` : `---\n${stringifyYaml(data, style)}---`;
        return { post, file, content: `${matter}\n${text}\n`.replaceAll("\n", newline) };
      });
      const read = await readBack(Object.fromEntries(files.map(({ content, file }) => [file, content])));
      expect(read).toHaveLength(written.length);
      for (const { file, post } of files) {
        const found = read.find(({ record }) => record.item.normalize("NFC") === file.normalize("NFC"));
        const paragraphs = post.paragraphs.map((paragraph) => paragraph.replace(/[^\p{L}\p{N} ]/gu, "x"));
        compare({ ...post, paragraphs }, found as Read, fields);
      }
    });
  },
);
