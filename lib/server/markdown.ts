import { withoutFrontMatter } from "./rendering/front-matter.ts";
import { newParser } from "./rendering/parser.ts";
import { plainTextOf } from "./rendering/tokens.ts";

const parser = newParser();

/** Whoever saves a text asks twice, for its beginning and for what can be found of it: the last answer is at hand. */
let last: { source: string; plain: string } | undefined;

/** What a Markdown text says, without its marks: one line a block, link addresses left out, code kept. */
export function plainText(source: string): string {
  if (last?.source === source) return last.plain;
  const plain = plainTextOf(parser.parse(withoutFrontMatter(source), {}));
  last = { source, plain };
  return plain;
}

/**
 * The beginning of a text as plain text on one line, whole words, at most `max` characters (code points), with an ellipsis where
 * it was cut.
 */
export function beginning(plain: string, max: number): string {
  const line = plain.replace(/\s+/g, " ").trim();
  const characters = [...line];
  if (characters.length <= max) return line;
  const cut = characters.slice(0, max - 1).join("");
  const atWord = cut.replace(/\s+\S*$/, "");
  return `${atWord.length > max / 2 ? atWord : cut}…`;
}
