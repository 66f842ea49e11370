import type TurndownService from "turndown";
import { create, elementsOf, isBlock, moveChildren, nameOf, remove, unwrap } from "./dom.ts";
import { trimBreaks } from "./line-breaks.ts";
import { rawHtml } from "./raw-html.ts";

const rowsOf = (table: Element) => elementsOf(table, "tr");
const cellsOf = (row: Element) => Array.from(row.children).filter(({ localName }) => /^t[dh]$/.test(localName));
const isSpanning = (cell: Element) => ["colspan", "rowspan"].some((name) => Number(cell.getAttribute(name) ?? 1) > 1);

/** Whether a table's first row is its header, and each cell holds a line of text: Markdown has no other tables. */
function isSimple(table: HTMLElement): boolean {
  const [header, ...rows] = rowsOf(table).map(cellsOf);
  if (!header || header.length === 0) return false;
  const first = header[0]?.parentElement?.parentElement;
  if (nameOf(first) !== "thead" && !header.every(({ localName }) => localName === "th")) return false;
  if (rows.some((cells) => cells.length > header.length)) return false;
  const inner = elementsOf(table, "th *, td *");
  return (
    ![...header, ...rows.flat()].some(isSpanning) &&
    !inner.some((element) => isBlock(element) && element.localName !== "p") &&
    !inner.some((element) => element.localName === "code" && (element.textContent ?? "").includes("\\|"))
  );
}

const SIMPLE = "data-simple";

/** Prepares tables for the rules: those that Markdown has get cells of one line, and a paragraph for the caption. */
export function normalizeTables(body: HTMLElement): void {
  for (const table of elementsOf(body, "table").reverse()) {
    if (!isSimple(table)) continue;
    table.setAttribute(SIMPLE, "");
    for (const caption of elementsOf(table, "caption")) {
      const paragraph = create(table, "p");
      moveChildren(caption, paragraph);
      table.parentNode?.insertBefore(paragraph, table);
      remove(caption);
    }
    for (const paragraph of elementsOf(table, "p")) {
      if (paragraph.nextElementSibling) paragraph.appendChild(create(table, "br"));
      unwrap(paragraph);
    }
  }
}

const ALIGNMENT = /text-align:\s*(left|center|right)|has-text-align-(left|center|right)/i;
const MARKS: Record<string, string> = { left: ":--", center: ":-:", right: "--:" };

function alignmentOf(cell: Element): string {
  const [, style, named] = ALIGNMENT.exec(`${cell.getAttribute("style")} ${cell.className}`) ?? [];
  return MARKS[(style ?? named ?? cell.getAttribute("align") ?? "").toLowerCase()] ?? "---";
}

export function addTableRules(service: TurndownService, linked: ReadonlySet<string>): void {
  service.addRule("tableCell", {
    filter: ["th", "td"],
    replacement: (content) =>
      `| ${trimBreaks(content)
        .replace(/\s*\ufdd0\s*/g, "<br>")
        .replace(/\s*\n\s*/g, " ")
        .replace(/(\\*)\|/g, (_, marks: string) => (marks.length > 1 ? `${marks}&#124;` : "\\|"))} `,
  });
  service.addRule("tableRow", {
    filter: "tr",
    replacement(content, node) {
      const row = node as HTMLElement;
      const table = row.closest("table");
      const cells = cellsOf(row);
      const isHeader = table && rowsOf(table)[0] === row;
      const delimiters = isHeader ? `| ${cells.map(alignmentOf).join(" | ")} |\n` : "";
      return `${content.trim()} |\n${delimiters}`;
    },
  });
  service.addRule("tableSection", { filter: ["thead", "tbody", "tfoot"], replacement: (content) => content });
  service.addRule("table", {
    filter: "table",
    replacement(content, node) {
      const table = node as HTMLElement;
      const isMarked = table.hasAttribute(SIMPLE);
      return `\n\n${isMarked ? content.replace(/\n+/g, "\n").trim() : rawHtml(table, linked)}\n\n`;
    },
  });
}
