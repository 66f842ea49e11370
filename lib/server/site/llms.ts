import type { RenderContext } from "#lib/server/http/public-text";
import { listPosts } from "#lib/server/posts/list/list";
import { ANONYMOUS } from "#lib/server/viewer";
import { FEEDS } from "#lib/shared/feeds";
import { cleanText } from "#lib/shared/text";

/** Number of newest posts that are listed. */
const POSTS_MAX = 50;

/** Escapes plain text for Markdown. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#|~&!]/g, "\\$&");

/** Renders /llms.txt (llmstxt.org): an overview of the site for language models. */
export async function llmsText({ db, now, origin, tagline, title: siteTitle }: RenderContext): Promise<string> {
  const { posts } = await listPosts(db, { limit: POSTS_MAX, fields: ["title"] }, ANONYMOUS, now);
  const postLines = posts.map(
    ({ excerpt, id, title }) =>
      `- [${escapeMarkdown(cleanText(title))}](${origin}/blog/${id}.md): ${escapeMarkdown(cleanText(excerpt).replace(/\s+/g, " "))}`,
  );
  const feeds = Object.values(FEEDS).map(({ name, path }) => `- [${name}](${origin}${path}): the newest posts, whole`);
  const lines = [
    `# ${escapeMarkdown(siteTitle)}`,
    "",
    `> ${tagline && `${escapeMarkdown(tagline)} `}The posts of ${escapeMarkdown(siteTitle)}. Each is a page, \`/blog/<id>\`, and the same text in Markdown, \`/blog/<id>.md\`.`,
    "",
    "The REST API reads and searches all of them without a key: `/api/posts?q=<words>&fields=id,title,excerpt`.",
    "",
    ...(postLines.length > 0 ? ["## Newest posts", "", ...postLines, ""] : []),
    "## API",
    "",
    `- [OpenAPI](${origin}/api/openapi.json): every endpoint, as OpenAPI 3.1`,
    `- [Guide](${origin}/docs/http): the API step by step`,
    `- [Tags](${origin}/api/tags): what the posts are about, as JSON`,
    "",
    "## Optional",
    "",
    `- [About](${origin}/about): who writes here`,
    ...feeds,
    `- [Sitemap](${origin}/sitemap.xml): every page`,
  ];
  return `${lines.join("\n")}\n`;
}
