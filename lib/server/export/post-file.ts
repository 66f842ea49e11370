import { z } from "zod";
import { usualWidth } from "#lib/shared/image-paths";
import { postPagePath } from "#lib/shared/paths";
import { imagesFrom, postFile } from "./file-names.ts";
import { ABOUT_FILE, ExportedAbout, ExportedPost } from "./format.ts";
import { type FrontMatter, markdownWith, parseMarkdown } from "./front-matter.ts";
import { REWRITING_NAMES, restoreText, rewrite } from "./rewriting.ts";

/** A Markdown file of an export. */
export type TextFile = { path: string; text: string };

/** What is written of a post beside its own fields. */
type Context = {
  authorName: string | null;
  /** Paths that are redirected to it. */
  redirects: string[];
  /** Whether readers may see it at the time of the export. */
  isPublic: boolean;
};

/** Liquid, which Eleventy would run. */
const LIQUID = /\{[{%]/;

/** Old paths of the page, as Hugo's `aliases` have them: not encoded, and without those that differ in their query. */
function aliasesOf({ id }: ExportedPost, redirects: string[]): string[] {
  const paths = redirects.filter((path) => !path.includes("?") && path !== "/").map(decodeURIComponent);
  return [postPagePath({ id, slug: "" }).replace(/\/$/, ""), ...paths];
}

const dateOf = (time: string) => new Date(time);

/**
 * A post as a Markdown file: front matter that Hugo, Eleventy and Jekyll know, and below `octavo` what only Octavo does.
 * A post that readers may not see is a draft for Hugo, and Eleventy writes nothing for it.
 */
export function writePost(post: ExportedPost, { authorName, isPublic, redirects }: Context): TextFile {
  const path = postFile(post);
  const folder = path.split("/").at(-2);
  const { text, rewritten } = rewrite(post.content, path);
  const { canonicalUrl, cover, deletedAt, excerpt, generated, language, publishedAt, slug, tags, title } = post;
  const isDraft = post.status === "draft" || deletedAt !== null;
  const data: FrontMatter = {
    title,
    date: dateOf(publishedAt ?? post.createdAt),
    lastmod: dateOf(post.updatedAt),
    draft: isDraft,
    slug: folder ?? "",
    ...(excerpt !== "" && { description: excerpt }),
    tags,
    ...(authorName !== null && { author: authorName }),
    ...(language !== "" && { lang: language }),
    ...(canonicalUrl !== "" && { canonicalURL: canonicalUrl }),
    ...(cover && {
      cover: {
        image: `${imagesFrom(path)}${cover.image}-${usualWidth(cover.width)}.webp`,
        alt: cover.alt,
        relative: true,
      },
    }),
    aliases: aliasesOf(post, redirects),
    ...(!isPublic && { permalink: false, eleventyExcludeFromCollections: true }),
    ...(LIQUID.test(text) && { templateEngineOverride: "md" }),
    octavo: {
      id: post.id,
      version: post.version,
      status: post.status,
      createdAt: dateOf(post.createdAt),
      updatedAt: dateOf(post.updatedAt),
      publishedAt: publishedAt === null ? null : dateOf(publishedAt),
      deletedAt: deletedAt === null ? null : dateOf(deletedAt),
      author: post.author,
      ...(slug !== folder && { slug }),
      generated,
      ...(cover && { cover }),
      rewritten,
    },
  };
  return { path, text: markdownWith(data, text) };
}

const PostFrontMatter = z.object({
  title: z.string(),
  slug: z.string(),
  description: z.string().default(""),
  tags: z.array(z.string()),
  lang: z.string().default(""),
  canonicalURL: z.string().default(""),
  octavo: ExportedPost.pick({
    ...{ id: true, version: true, status: true, author: true, generated: true },
    ...{ createdAt: true, updatedAt: true, publishedAt: true, deletedAt: true },
  }).extend({
    slug: z.string().optional(),
    cover: ExportedPost.shape.cover.unwrap().optional(),
    rewritten: z.array(z.enum(REWRITING_NAMES)),
  }),
});

/** The inverse of `writePost`. @throws {SyntaxError} @throws {z.ZodError} */
export function readPost({ path, text }: TextFile): ExportedPost {
  const parsed = parseMarkdown(text);
  const { canonicalURL, description, lang, octavo, slug, tags, title } = PostFrontMatter.parse(parsed.data);
  const { cover = null, rewritten, slug: ownSlug = slug, ...others } = octavo;
  return ExportedPost.parse({
    ...{ title, tags, excerpt: description, slug: ownSlug, canonicalUrl: canonicalURL, language: lang, cover },
    ...others,
    content: restoreText(parsed.content, path, rewritten),
  });
}

/** The text about the site as a page. */
export function writeAbout({ content, updatedAt, version }: ExportedAbout): TextFile {
  const { text, rewritten } = rewrite(content, ABOUT_FILE);
  const data: FrontMatter = {
    title: "About",
    lastmod: dateOf(updatedAt),
    ...(LIQUID.test(text) && { templateEngineOverride: "md" }),
    octavo: { version, updatedAt: dateOf(updatedAt), rewritten },
  };
  return { path: ABOUT_FILE, text: markdownWith(data, text) };
}

const AboutFrontMatter = z.object({
  octavo: ExportedAbout.pick({ version: true, updatedAt: true }).extend({
    rewritten: z.array(z.enum(REWRITING_NAMES)),
  }),
});

/** The inverse of `writeAbout`. @throws {SyntaxError} @throws {z.ZodError} */
export function readAboutFile({ path, text }: TextFile): ExportedAbout {
  const { content, data } = parseMarkdown(text);
  const { rewritten, ...about } = AboutFrontMatter.parse(data).octavo;
  return ExportedAbout.parse({ ...about, content: restoreText(content, path, rewritten) });
}
