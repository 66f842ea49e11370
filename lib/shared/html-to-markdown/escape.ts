import TurndownService from "turndown";

/**
 * What Octavo's Markdown would read as a mark anywhere in a line: of code, emphasis, links, strikethrough, formulas, HTML,
 * entities, ids of headings, images and footnotes.
 */
const MARKS = /[\\`*[\]~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=\S|$)|&(?=#?\w+;)|\{(?=#)|!(?=$|\[)|\^(?=$|\[)/gu;
/** Bare links, which may end elsewhere than in the original: bare-links.ts links those that are meant. */
const BARE_LINKS = /:(?=\/\/)|(?<=www)\.(?=\S)|(?<=\S)@(?=\S)/gi;
/** A text that may be the line below the header of a table. */
const DELIMITERS = /^[\s|:-]*\|[\s|:-]*$/;

/** Turndown whose escapes fit Octavo's Markdown. */
export class EscapingTurndown extends TurndownService {
  override escape(text: string): string {
    const escaped = text.replace(MARKS, "\\$&").replace(BARE_LINKS, "\\$&");
    return DELIMITERS.test(escaped) ? escaped.replaceAll("|", "\\|") : escaped;
  }
}

/** The marks of blocks at the start of a line. */
const LINE_STARTS = /^(?:(\d{1,9})([.)])(?=\s|$)|([-+*]|#{1,6})(?=\s|$)|(>|[-=+]{2,}\s*$))/;

/** Escapes what would begin a block of another kind at the start of each line of a paragraph. */
export function escapeLineStarts(markdown: string): string {
  return markdown
    .split("\n")
    .map((line) =>
      line
        .trimStart()
        .replace(LINE_STARTS, (mark, digits?: string, delimiter?: string) =>
          digits ? `${digits}\\${delimiter}` : `\\${mark}`,
        ),
    )
    .join("\n");
}
