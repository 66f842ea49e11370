import { LRUCache } from "lru-cache";
import type { Token } from "markdown-it";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { proseOf } from "./excerpt.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { LimitExceeded } from "./limits.ts";
import { createParser } from "./parser.ts";
import { plainTextOf } from "./tokens.ts";

const parser = createParser();

/** What `read` makes of the tokens of Markdown; of the source where it exceeds a limit, as it is rendered as plain text then. */
function readMarkdown(content: string, read: (tokens: Token[]) => string): string {
  const source = withoutFrontMatter(content);
  try {
    return read(parser.parse(source, {}));
  } catch (error) {
    if (error instanceof LimitExceeded) return source;
    throw error;
  }
}

/** Plain texts by source: searches read the same posts. Sizes are UTF-16 units of both. */
const cache = new LRUCache<string, string>({
  maxSize: 8_000_000,
  sizeCalculation: (text, source) => text.length + source.length + 1,
  memoMethod: (source) => readMarkdown(source, plainTextOf),
});

/** The plain text of Markdown: one line per block, without marks, HTML tags and link URLs, with code. */
export const plainText = (source: string): string => cache.memo(source);

/** The excerpt that is generated from Markdown: prose of at most EXCERPT_MAX characters. */
export const generateExcerpt = (source: string): string => truncate(readMarkdown(source, proseOf), EXCERPT_MAX);
