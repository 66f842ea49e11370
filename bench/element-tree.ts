import { Parser } from "htmlparser2";

/** An element as its name, its props for React and its children, or a text. */
export type Tree = string | { name: string; props: Props; children: Tree[] };
type Props = Record<string, string | boolean | { __html: string }>;

/** What one page of Octavo consists of, for a page of the empty app that renders it from constants. */
export type PageElements = {
  body: Tree[];
  /** Tags that the page renders by `next/head`, and those of the document, without Next's own. */
  head: Tree[];
  document: Tree[];
  /** The props, which are sent with the page. */
  props: unknown;
};

/** Attributes that React writes differently, of those that occur. */
const REACT_NAMES: Record<string, string> = {
  autocomplete: "autoComplete",
  class: "className",
  datetime: "dateTime",
  enterkeyhint: "enterKeyHint",
  maxlength: "maxLength",
  srcset: "srcSet",
  tabindex: "tabIndex",
  value: "defaultValue",
};
const BOOLEANS = ["async", "defer", "hidden"];

/** Elements whose content Octavo has as HTML (`dangerouslySetInnerHTML`): by their class, or by what they contain. */
const WITH_HTML = ["prose", "footer-text"];
const IN_HTML = ["svg", "details", "fieldset"];

const toProps = (attributes: Record<string, string>): Props =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) =>
      BOOLEANS.includes(name) ? [name, true] : [REACT_NAMES[name] ?? name, value],
    ),
  );

/** Parses HTML as React has written it into elements that are rendered to the same. */
export function parseElements(html: string): Tree[] {
  const root = { name: "", props: {}, children: [] as Tree[], isHtml: false, start: 0 };
  const open = [root];
  /** A text with a character reference comes in parts; React separates two texts by a comment. */
  let isText = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      isText = false;
      const parent = open.at(-1) ?? root;
      parent.isHtml ||= IN_HTML.includes(name);
      const element = { name, props: toProps(attributes), children: [] };
      parent.children.push(element);
      const isHtml = name === "script" || WITH_HTML.includes(attributes.class ?? "");
      open.push({ ...element, isHtml, start: parser.endIndex + 1 });
    },
    ontext(text) {
      const { children } = open.at(-1) ?? root;
      children.push(isText ? children.pop() + text : text);
      isText = true;
    },
    oncomment() {
      isText = false;
    },
    onclosetag() {
      isText = false;
      const { children, isHtml, props, start } = open.pop() ?? root;
      const content = html.slice(start, parser.startIndex);
      if (!isHtml || content === "") return;
      children.length = 0;
      (props as Props).dangerouslySetInnerHTML = { __html: content };
    },
  });
  parser.end(html);
  return root.children;
}

/** What is between the first of `before` and the last of `after`. @throws if `text` lacks one of them */
function between(text: string, before: string, after: string): string {
  const [start, end] = [text.indexOf(before), text.lastIndexOf(after)];
  if (start < 0 || end < start) throw new Error(`there is no ${before}…${after}`);
  return text.slice(start + before.length, end);
}

const DATA = '<script id="__NEXT_DATA__"';

/** The elements of a page, as HTML. */
export const bodyOf = (html: string) => between(html.slice(0, html.indexOf(DATA)), '<div id="__next">', "</div>");

const NEXTS_OWN = /"charset"|"viewport"|\/_next\/|"data-n-/;

/** Parses a page of Octavo. */
export function pageElements(html: string): PageElements {
  const { pageProps, __N_SSP: _, ...frame } = JSON.parse(/__NEXT_DATA__"[^>]*>([^<]*)/.exec(html)?.[1] ?? "").props;
  const elements: PageElements = {
    body: parseElements(bodyOf(html)),
    head: [],
    document: [],
    props: { ...frame, ...pageProps },
  };
  for (const tag of parseElements(between(html, "<head>", "</head>"))) {
    if (typeof tag === "string" || NEXTS_OWN.test(JSON.stringify(tag))) continue;
    const { "data-next-head": isOfPage, ...props } = tag.props;
    elements[isOfPage === undefined ? "document" : "head"].push({ ...tag, props });
  }
  return elements;
}
