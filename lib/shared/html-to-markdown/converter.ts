import type TurndownService from "turndown";
import { oneLine } from "../text.ts";
import { bareUrl } from "./bare-links.ts";
import { FOOTNOTE, MORE, NUMBER, TIGHT } from "./data-attributes.ts";
import { elementsOf, isText, nameOf } from "./dom.ts";
import { beside, canBeMarked, isBesideCode } from "./emphasis.ts";
import { EscapingTurndown, escapeLineStarts } from "./escape.ts";
import { BREAK, mark, trimBreaks, writeBreaks } from "./line-breaks.ts";
import { rawAttributes, rawContent, rawHtml } from "./raw-html.ts";
import { addTableRules } from "./tables.ts";

/** Inline elements that Markdown has no marks for. */
const INLINE_HTML = new Set("kbd samp var sub sup u ins mark small abbr cite q time ruby rt rp bdi bdo".split(" "));

/** A URL as the target of a link or image. */
export const destination = (url: string) =>
  url.trim().replace(/[\s<>()\\`[\]]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const title = (text: string) => (text === "" ? "" : ` "${oneLine(text).replace(/["\\&<]/g, "\\$&")}"`);

/** Punctuation after a bare link that is no part of it. */
const AFTER_LINK = /^[)"”».,;:?]*(\s|$)/;

/** Whether a link may stand in the text as it is, without marks. */
function isBare(link: Element, href: string, text: string): boolean {
  if (bareUrl(text) !== href || !/^[\s("“«]?$/.test(beside(link, "previousSibling"))) return false;
  const next = link.nextSibling;
  if (!isText(next)) return /^ ?$/.test(beside(link, "nextSibling"));
  const [after, space] = AFTER_LINK.exec(next.data) ?? [];
  return after !== undefined && (space !== "" || beside(next, "nextSibling") === "");
}

function emphasisRule(service: TurndownService, name: string, tags: string[], sign: string, tag: string): void {
  service.addRule(name, {
    filter: (node) => tags.includes(node.localName),
    replacement(content, node) {
      const element = node as HTMLElement;
      const outer = element.parentElement;
      const isRepeated =
        outer?.closest(tags.join(", ")) || (tag === "strong" && outer?.closest("h1, h2, h3, h4, h5, h6"));
      if (isRepeated) return content;
      return mark(content, (inner) =>
        canBeMarked(element, inner) ? sign + inner + sign : `<${tag}>${inner}</${tag}>`,
      );
    },
  });
}

/** An image with an optional caption, as Markdown. */
function imageMarkdown(service: TurndownService, image: Element, caption: string): string {
  const alt = service.escape(oneLine(image.getAttribute("alt") ?? ""));
  return `![${alt}](${destination(image.getAttribute("src") ?? "")}${title(caption)})`;
}

function addImageRules(service: TurndownService, linked: ReadonlySet<string>): void {
  service.addRule("image", {
    filter: "img",
    replacement: (_content, node) =>
      imageMarkdown(service, node as Element, (node as Element).getAttribute("title") ?? ""),
  });
  service.addRule("figure", {
    filter: "figure",
    replacement(content, node) {
      const figure = node as HTMLElement;
      const [image, ...others] = elementsOf(figure, "img");
      const caption = figure.querySelector("figcaption");
      const captionText = oneLine(caption?.textContent ?? "");
      if (!image || others.length > 0) return `\n\n${content.trim()}\n\n`;
      if (oneLine(figure.textContent ?? "") !== captionText) return `\n\n${content.trim()}\n\n`;
      if (elementsOf(caption ?? figure, "*").some(({ localName }) => caption && localName !== "br"))
        return `\n\n${rawHtml(figure, linked)}\n\n`;
      const shown = imageMarkdown(service, image, captionText || (image.getAttribute("title") ?? ""));
      const href = image.closest("a")?.getAttribute("href");
      return href ? `\n\n[${shown}](${destination(href)})\n\n` : `\n\n${shown}\n\n`;
    },
  });
}

function addBlockRules(service: TurndownService, linked: ReadonlySet<string>): void {
  service.addRule("paragraph", {
    filter: ["p", "figcaption"],
    replacement(content, node) {
      const text = escapeLineStarts(writeBreaks(trimBreaks(content)));
      return (node as Element).hasAttribute(TIGHT) ? `${text}\n` : `\n\n${text}\n\n`;
    },
  });
  service.addRule("heading", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement(content, node) {
      const { id, localName } = node as HTMLElement;
      const text = oneLine(content.replaceAll(BREAK, " ")).replace(/#+$/, "\\$&");
      if (text === "") return "";
      const idMark = linked.has(id) && /^\S+$/.test(id) && !/[{}]/.test(id) ? ` {#${id}}` : "";
      return `\n\n${"#".repeat(Number(localName.charAt(1)))} ${text}${idMark}\n\n`;
    },
  });
  service.addRule("listItem", {
    filter: "li",
    replacement(content, node, { bulletListMarker }) {
      const item = node as HTMLElement;
      const number = item.getAttribute(NUMBER);
      const marker = `${number === null ? bulletListMarker : `${number}.`} `;
      const checkbox = item.querySelector("input[type=checkbox]");
      const task =
        checkbox && checkbox.closest("li") === item ? (checkbox.hasAttribute("checked") ? "[x] " : "[ ] ") : "";
      const lines = (task + content.trim()).split("\n");
      const indent = " ".repeat(marker.length);
      const text = lines.map((line, at) => (at === 0 || line === "" ? line : indent + line)).join("\n");
      const isLoose = content.trim().includes("\n\n");
      return marker + text.trimEnd() + (item.nextElementSibling ? (isLoose ? "\n\n" : "\n") : "");
    },
  });
  service.addRule("list", {
    filter: ["ul", "ol"],
    replacement(content, node) {
      const list = node as HTMLElement;
      const isNested = nameOf(list.parentElement) === "li";
      // Two lists of a kind in a row would be one.
      const separator = nameOf(list.nextElementSibling) === list.localName ? "<!-- -->\n\n" : "";
      const isTight = list.previousElementSibling?.hasAttribute(TIGHT) ?? true;
      return isNested && isTight && !separator ? `\n${content}\n` : `\n\n${content}\n\n${separator}`;
    },
  });
  service.addRule("details", {
    filter: "details",
    replacement(content, node) {
      const details = node as HTMLElement;
      const summary = details.querySelector("summary");
      const start = summary ? `<summary>${rawContent(summary, linked)}</summary>\n\n` : "\n";
      return `\n\n<details>\n${start}${content.trim()}\n\n</details>\n\n`;
    },
  });
  service.addRule("more", {
    filter: (node) => node.hasAttribute(MORE),
    replacement: () => "\n\n<!-- more -->\n\n",
  });
  service.addRule("summary", { filter: "summary", replacement: () => "" });
  service.addRule("definitions", {
    filter: "dl",
    replacement: (_content, node) => `\n\n${rawHtml(node as HTMLElement, linked)}\n\n`,
  });
}

function addInlineRules(service: TurndownService, linked: ReadonlySet<string>): void {
  emphasisRule(service, "strong", ["b", "strong"], "**", "strong");
  emphasisRule(service, "emphasis", ["i", "em"], "*", "em");
  emphasisRule(service, "deleted", ["s", "del", "strike"], "~~", "del");
  service.addRule("inlineHtml", {
    filter: (node) => INLINE_HTML.has(node.localName),
    replacement(content, node) {
      const element = node as HTMLElement;
      if (element.localName === "ruby") return rawHtml(element, linked);
      const tag = element.localName;
      return mark(content, (inner) => `<${tag}${rawAttributes(element, linked)}>${inner}</${tag}>`);
    },
  });
  service.addRule("link", {
    filter: "a",
    replacement(content, node) {
      const link = node as HTMLElement;
      const href = link.getAttribute("href") ?? "";
      const name = link.id || link.getAttribute("name") || "";
      const anchor = linked.has(name) && /^[^\s"<>&]+$/.test(name) ? `<a id="${name}"></a>` : "";
      if (href === "") return anchor + content;
      if (isBare(link, href, link.textContent ?? "")) return anchor + link.textContent;
      if (bareUrl(link.textContent ?? "") === href && !/^www/i.test(link.textContent ?? ""))
        return `${anchor}<${link.textContent}>`;
      const target = destination(href) + title(link.getAttribute("title") ?? "");
      return anchor + mark(content, (inner) => `[${inner}](${target})`);
    },
  });
  service.addRule("codeBesideCode", {
    filter: (node) => node.localName === "code" && nameOf(node.parentNode) !== "pre" && isBesideCode(node),
    replacement: (_content, node) => `<code>${service.escape(node.textContent ?? "")}</code>`,
  });
  service.addRule("lineBreak", { filter: "br", replacement: () => BREAK });
  service.addRule("footnote", {
    filter: (node) => node.hasAttribute(FOOTNOTE),
    replacement: (_content, node) => `[^${(node as Element).getAttribute(FOOTNOTE)}]`,
  });
}

/** A converter from normalized HTML to Markdown. @param linked the ids that links in the text lead to */
export function createConverter(linked: ReadonlySet<string>): TurndownService {
  const service = new EscapingTurndown({
    headingStyle: "atx",
    hr: "***",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
  });
  addBlockRules(service, linked);
  addImageRules(service, linked);
  addInlineRules(service, linked);
  addTableRules(service, linked);
  return service;
}
