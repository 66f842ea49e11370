import { LRUCache } from "lru-cache";
import { withoutFrontMatter } from "./front-matter.ts";
import { LimitExceeded } from "./limits.ts";
import { createParser } from "./parser.ts";
import { plainTextOf } from "./tokens.ts";

const parser = createParser();

/** Plain texts by source: a save needs one twice, and searches read the same posts. Sizes are UTF-16 units of both. */
const cache = new LRUCache<string, string>({
  maxSize: 8_000_000,
  sizeCalculation: (plain, source) => plain.length + source.length + 1,
  memoMethod: (source) => parsedText(withoutFrontMatter(source)),
});

/**
 * The plain text of Markdown: one line per block, without marks and link URLs, with code. Returns the source if it exceeds a
 * limit, in which case it is rendered as plain text too.
 */
export const plainText = (source: string): string => cache.memo(source);

function parsedText(source: string): string {
  try {
    return plainTextOf(parser.parse(source, {}));
  } catch (error) {
    if (error instanceof LimitExceeded) return source;
    throw error;
  }
}

/**
 * Truncates plain text to one line of at most `max` code points, at a word boundary, with an ellipsis if it was cut.
 */
export function truncate(plain: string, max: number): string {
  const line = plain.replace(/\s+/g, " ").trim();
  const characters = [...line];
  if (characters.length <= max) return line;
  const cut = characters.slice(0, max - 1).join("");
  const atWord = cut.replace(/\s+\S*$/, "");
  return `${atWord.length > max / 2 ? atWord : cut}…`;
}
