import MarkdownItParser, { type MarkdownIt } from "markdown-it";
import { footnotes } from "./footnotes.ts";
import { html } from "./html/html.ts";
import { limits } from "./limits.ts";
import { taskLists } from "./task-lists.ts";

/**
 * A parser of CommonMark with tables, strikethrough, task lists, footnotes and safe HTML. Everything that shows, searches or
 * shortens Markdown reads it with this parser.
 * @throws {LimitExceeded} from `parse` and `render`, for texts that would cost too much
 */
export function createParser(): MarkdownIt {
  return new MarkdownItParser({ linkify: false }).use(footnotes).use(limits).use(taskLists).use(html);
}
