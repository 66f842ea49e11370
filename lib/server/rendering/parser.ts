import MarkdownItParser, { type MarkdownIt } from "markdown-it";
import { alerts } from "./alerts.ts";
import { autolinks } from "./autolinks.ts";
import { cjk } from "./cjk.ts";
import { figures } from "./figures.ts";
import { footnotes } from "./footnotes.ts";
import { headingIds } from "./heading-ids.ts";
import { html } from "./html/html.ts";
import { limits } from "./limits.ts";
import { mathSyntax } from "./math/math-syntax.ts";
import { taskLists } from "./task-lists.ts";

/**
 * A parser of CommonMark with safe HTML, tables, strikethrough, task lists, footnotes, bare links, alerts, formulas, figures and
 * ids of headings. Everything that shows, searches or shortens Markdown reads it with this parser.
 * @throws {LimitExceeded} from `parse` and `render`, for texts that would cost too much
 */
export function createParser(): MarkdownIt {
  return new MarkdownItParser({ linkify: false })
    .use(footnotes)
    .use(limits)
    .use(taskLists)
    .use(alerts)
    .use(headingIds)
    .use(mathSyntax)
    .use(html)
    .use(autolinks)
    .use(cjk)
    .use(figures);
}
