/** Maximum length of front matter, in UTF-16 units; a longer block is text. */
const BLOCK_MAX = 8_000;
/** Maximum nesting of values, which parsers follow recursively. */
const DEPTH_MAX = 20;

const FENCES = { "---": "yaml", "+++": "toml" } as const;
const FIRST_LINE = /^\ufeff?(---|\+\+\+)[^\S\n]*\n/;

/** A block between two lines of `---` or `+++` at the very start of a text; not yet known to be front matter. */
export type FrontMatterBlock = { format: "yaml" | "toml"; block: string; rest: string };

/** Whether brackets, or lists in one line, are nested deeper than front matter is. */
function isDeep(block: string): boolean {
  let depth = 0;
  for (const [bracket] of block.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > DEPTH_MAX) return true;
  }
  return block.split("\n").some((line) => /^\s{100}|^(?:\s*[-?]\s){20}/.test(line));
}

/**
 * Splits a text after the block at its start, if it has one that may be front matter.
 * @param max the longest block, in UTF-16 units
 */
export function splitFrontMatter(source: string, max = BLOCK_MAX): FrontMatterBlock | undefined {
  const [first, fence = ""] = FIRST_LINE.exec(source) ?? [];
  if (first === undefined) return undefined;
  const beginning = source.slice(first.length, first.length + max);
  const [last] = beginning.matchAll(fence === "---" ? /^---[^\S\n]*(?:\n|$)/gm : /^\+\+\+[^\S\n]*(?:\n|$)/gm);
  if (!last) return undefined;
  const block = beginning.slice(0, last.index);
  if (isDeep(block)) return undefined;
  const rest = source.slice(first.length + last.index + last[0].length);
  return { format: FENCES[fence as keyof typeof FENCES], block, rest };
}
