import type { MarkdownIt, Token } from "markdown-it";
import type Temml from "temml";
import { requirePackage } from "#lib/server/require-package";

/** Limits in characters: a longer formula, and those of a text beyond the total, are shown as their source. */
const FORMULA_MAX = 2_000;
const TEXT_MAX = 20_000;
/** Maximum nesting of groups, which the parser and browsers follow recursively. */
const DEPTH_MAX = 50;
/** Maximum macro expansions in a formula. */
const EXPANSIONS_MAX = 500;

/** Macro definitions, whose expansion is not in proportion to the source, and commands that load something or set attributes. */
const REFUSED =
  /\\(?:[egx]?def|let|futurelet|global|long|(?:re)?new(?:command|environment)|providecommand|DeclareMathOperator|char|href|url|includegraphics|class|id|style|data|tag|label|(?:eq)?ref)(?![A-Za-z])/;

function isTooDeep(source: string): boolean {
  let depth = 0;
  for (const [opening] of source.matchAll(/\\[{}]|[{}]|\\(?:left|right|begin|end)(?![A-Za-z])/g)) {
    if (/^(?:\{|\\left|\\begin)$/.test(opening)) depth += 1;
    if (/^(?:\}|\\right|\\end)$/.test(opening)) depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

/** MathML of TeX, without inline styles; undefined for a formula that is wrong or past a limit. */
function mathMl(source: string, displayMode: boolean): string | undefined {
  if (source.length > FORMULA_MAX || REFUSED.test(source) || isTooDeep(source)) return undefined;
  const temml = requirePackage("temml") as typeof Temml;
  try {
    return temml
      .renderToString(source, { displayMode, throwOnError: true, maxExpand: EXPANSIONS_MAX, maxSize: [50, 50] })
      .replace(/ style="[^"]*"/g, "");
  } catch {
    return undefined;
  }
}

const isDisplay = ({ type }: Token) => type !== "math_inline";
const isMath = ({ type, info }: Token) => type.startsWith("math_") || (type === "fence" && info.trim() === "math");

/** Formulas as MathML, and fences of the language `math`. Loads the library with the first formula. */
export function mathHtml(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;
  const { rules } = parser.renderer;

  parser.core.ruler.push("math", ({ tokens }) => {
    let left = TEXT_MAX;
    for (const token of tokens.flatMap((token) => [token, ...(token.children ?? [])])) {
      if (!isMath(token)) continue;
      left -= token.content.length;
      const html = left < 0 ? undefined : mathMl(token.content.trim(), isDisplay(token));
      token.meta = { html };
      if (token.type === "fence" && html !== undefined) token.type = "math_block";
    }
  });

  const render = (token: Token | undefined) => {
    const { content = "", markup = "", meta } = token ?? {};
    return (meta?.html as string | undefined) ?? `<code dir="ltr">${escapeHtml(markup + content + markup)}</code>`;
  };
  rules.math_inline = (tokens, index) => render(tokens[index]);
  rules.math_display = rules.math_inline;
  rules.math_block = (tokens, index) =>
    `<div class="scroll-box" role="group" aria-label="Formula" tabindex="0">${render(tokens[index])}</div>\n`;
}
