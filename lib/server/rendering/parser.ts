import MarkdownItParser, { type MarkdownIt } from "markdown-it";
import { footnotes } from "./footnotes.ts";
import { limits } from "./limits.ts";
import { taskLists } from "./task-lists.ts";

/**
 * A parser of CommonMark with tables, strikethrough, task lists and footnotes. Raw HTML is text. With it everything reads
 * Markdown that shows, searches or shortens it; what it gives is tokens, and the HTML that CommonMark says.
 * It throws LimitExceeded at texts that would cost too much.
 */
export function createParser(): MarkdownIt {
  return new MarkdownItParser({ html: false, linkify: false }).use(footnotes).use(limits).use(taskLists);
}
