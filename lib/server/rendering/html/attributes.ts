import type { MarkdownIt } from "markdown-it";
import { attributesOf } from "#lib/shared/html-elements";

/** The most columns or rows that a cell may span: browsers lay out each of them. */
const SPAN_MAX = 100;
/** The longest id and language tag, in characters. */
const NAME_MAX = 200;

/** What browsers ignore in a URL, so that it cannot hide a scheme (WHATWG URL, section 4.4). */
const IGNORED_IN_URL = /^[\0-\x20]+|[\0-\x20]+$|[\t\n\r]+/g;
const LANGUAGE = /^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i;
const DATE_TIME = /^[\dTWPZ:+. -]{1,40}$/;
const SIZE = /^\s*(\d{1,4})(?:px|(%))?\s*$/i;

const oneOf = (...values: string[]) => {
  return (value: string) => values.find((allowed) => allowed === value.trim().toLowerCase());
};
const matching = (pattern: RegExp) => (value: string) => (pattern.test(value) ? value : undefined);

function span(value: string): string | undefined {
  const count = /^\s*\d{1,5}\s*$/.test(value) ? Number(value) : 0;
  return count >= 1 && count <= SPAN_MAX ? String(count) : undefined;
}

function size(value: string): string | undefined {
  const [, number, percent = ""] = SIZE.exec(value) ?? [];
  return number && Number(number) > 0 ? Number(number) + percent : undefined;
}

const id = (value: string) => (/^\S+$/.test(value) && value.length <= NAME_MAX ? value : undefined);
const align = oneOf("left", "center", "right", "justify");
const text = (value: string) => value;

/** The value to render for each attribute; undefined where it is not allowed. URLs are handled separately. */
const CLEANERS: Record<string, (value: string) => string | undefined> = {
  ...{ id, align, title: text, alt: text, width: size, height: size, colspan: span, rowspan: span },
  lang: (value) => (value.length <= NAME_MAX ? matching(LANGUAGE)(value) : undefined),
  dir: oneOf("ltr", "rtl", "auto"),
  datetime: matching(DATE_TIME),
  open: () => "",
};

/** A URL as Markdown would have it; undefined for schemes that Markdown refuses, such as `javascript:`. */
export function cleanUrl(written: string, parser: MarkdownIt): string | undefined {
  const url = parser.normalizeLink(written.replace(IGNORED_IN_URL, ""));
  return url !== "" && parser.validateLink(url) ? url : undefined;
}

type Attributes = ReadonlyMap<string, string>;

/** The attributes to render of those that were written: allowed ones with allowed values. */
export function cleanAttributes(tag: string, written: Attributes, parser: MarkdownIt): [string, string][] {
  if (written.size === 0) return [];
  const cleaned: [string, string][] = [];
  for (const name of attributesOf(tag)) {
    // `<a name>` is how anchors were written before HTML 5.
    const value = written.get(name) ?? (name === "id" && tag === "a" ? written.get("name") : undefined);
    if (value === undefined) continue;
    const clean = name === "href" || name === "src" ? cleanUrl(value, parser) : CLEANERS[name]?.(value);
    if (clean !== undefined) cleaned.push([name, clean]);
  }
  return cleaned;
}
