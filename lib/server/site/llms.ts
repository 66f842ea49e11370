import type { RenderContext } from "#lib/server/http/public-text";
import { listPosts } from "#lib/server/posts/list/list";
import { ANONYMOUS } from "#lib/server/viewer";
import { FEEDS } from "#lib/shared/feeds";
import { cleanText } from "#lib/shared/text";

/** How many of the newest posts are listed. The API has them all. */
const LISTED = 50;

/** Plain text as it stands in Markdown: no mark of it means anything. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_[\]<>#|~&!]/g, "\\$&");

/** What a program that reads a site for somebody is told about this one, in the form of llmstxt.org. */
export async function llmsText({ db, now, origin, title }: RenderContext): Promise<string> {
  const { posts } = await listPosts(db, { limit: LISTED, fields: ["title"] }, ANONYMOUS, now);
  const listed = posts.map(
    ({ excerpt, id, title }) =>
      `- [${escapeMarkdown(cleanText(title))}](${origin}/blog/${id}.md): ${escapeMarkdown(cleanText(excerpt).replace(/\s+/g, " "))}`,
  );
  const feeds = Object.values(FEEDS).map(({ name, path }) => `- [${name}](${origin}${path}): the newest posts, whole`);
  const lines = [
    `# ${escapeMarkdown(title)}`,
    "",
    `> The posts of ${escapeMarkdown(title)}. Each is a page, \`/blog/<id>\`, and the same text in Markdown, \`/blog/<id>.md\`.`,
    "",
    "The REST API reads and searches all of them without a key: `/api/posts?q=<words>&fields=id,title,excerpt`.",
    "",
    ...(listed.length > 0 ? ["## Newest posts", "", ...listed, ""] : []),
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
