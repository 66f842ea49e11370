import { LRUCache } from "lru-cache";
import { EXCERPT_MAX } from "#lib/shared/posts";
import { truncate } from "#lib/shared/truncate";
import { proseOf } from "./excerpt.ts";
import { withoutFrontMatter } from "./front-matter.ts";
import { LimitExceeded } from "./limits.ts";
import { createParser } from "./parser.ts";
import { plainTextOf } from "./tokens.ts";

/** What Markdown says without its marks: all of it, for search, and the prose that it begins with. */
type Plain = { text: string; prose: string };

const parser = createParser();

/** Plain texts by source: a save needs one twice, and searches read the same posts. Sizes are UTF-16 units of both. */
const cache = new LRUCache<string, Plain>({
  maxSize: 8_000_000,
  sizeCalculation: ({ text, prose }, source) => text.length + prose.length + source.length + 1,
  memoMethod: (source) => read(withoutFrontMatter(source)),
});

/**
 * The plain text of Markdown: one line per block, without marks, HTML tags and link URLs, with code. Returns the source if it
 * exceeds a limit, in which case it is rendered as plain text too.
 */
export const plainText = (source: string): string => cache.memo(source).text;

/** The excerpt that is generated from Markdown: prose of at most EXCERPT_MAX characters. */
export const generateExcerpt = (source: string): string => truncate(cache.memo(source).prose, EXCERPT_MAX);

function read(source: string): Plain {
  try {
    const tokens = parser.parse(source, {});
    return { text: plainTextOf(tokens), prose: proseOf(tokens) };
  } catch (error) {
    if (error instanceof LimitExceeded) return { text: source, prose: source };
    throw error;
  }
}
