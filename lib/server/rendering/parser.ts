import MarkdownItParser, { type MarkdownIt } from "markdown-it";
import footnotes from "markdown-it-footnote";
import { taskLists } from "./task-lists.ts";

/**
 * A parser of CommonMark with tables, strikethrough, task lists and footnotes. Raw HTML is text. With it everything reads
 * Markdown that shows, searches or shortens it; what it gives is tokens, and the HTML that CommonMark says.
 */
export function newParser(): MarkdownIt {
  const parser = new MarkdownItParser({ html: false, linkify: false }).use(footnotes).use(taskLists);
  // Notes within the line, `^[so]`, stand in each other: a long row of `^[` would take hours.
  parser.inline.ruler.disable("footnote_inline");
  return parser;
}
