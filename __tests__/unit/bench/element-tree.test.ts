import { createElement, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { bodyOf, pageElements, parseElements, type Tree } from "../../../bench/element-tree.ts";

/** As `bench/empty/elements.js` creates them, which is for a browser's build and not for Jest. */
const create = (trees: Tree[]): ReactNode[] =>
  trees.map((tree) =>
    typeof tree === "string" ? tree : createElement(tree.name, tree.props, ...create(tree.children)),
  );
const render = (trees: Tree[]) => renderToString(createElement("main", null, ...create(trees)));

const TIME = createElement("time", { dateTime: "2026-11-30", className: "date" }, "30 Nov 2026");
const LINK = createElement(
  "a",
  { href: "/blog?a=1&b=2", tabIndex: -1, "aria-label": "“Zoë” & <Co.>" },
  "It's ",
  "a & b",
  " ",
);
const FIELD = createElement("input", {
  type: "search",
  maxLength: 200,
  autoComplete: "off",
  defaultValue: "",
});
const IMAGE = createElement("img", { src: "/a.webp", srcSet: "/a.webp 1x", alt: "", loading: "lazy" });
const HTML = { __html: "<p>one &amp; two<br>three</p><p>four</p>" };
const PROSE = createElement("div", { className: "prose", dangerouslySetInnerHTML: HTML });
const ICON = createElement("div", {
  dangerouslySetInnerHTML: { __html: '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>' },
});
const ALL: ReactNode[] = [TIME, " ", LINK, 20, " posts", createElement("p"), FIELD, IMAGE, PROSE, ICON];

test("parseElements — elements, attributes, texts and HTML — are rendered to the same markup", () => {
  const html = renderToString(createElement("main", null, ...ALL));
  const trees = parseElements(html.slice("<main>".length, -"</main>".length));
  expect(render(trees)).toBe(html);
});

test("parseElements — HTML that a component has as a text — stays a text", () => {
  expect(parseElements(renderToString(PROSE))).toEqual([
    { name: "div", props: { className: "prose", dangerouslySetInnerHTML: HTML }, children: [] },
  ]);
});

test("pageElements — a page of Next — its elements, its tags without Next's own, and its props", () => {
  const body = "<p>a</p><div>b</div>";
  const data = { props: { pageProps: { text: "a" }, site: { title: "T" }, __N_SSP: true }, page: "/" };
  const html = `<!DOCTYPE html><html><head><meta charSet="utf-8" data-next-head=""/><title data-next-head="">A</title><link rel="icon" href="/icon.svg"/><script src="/_next/a.js" defer=""></script></head><body><div id="__next">${body}</div><script id="__NEXT_DATA__" type="application/json">${JSON.stringify(data)}</script></body></html>`;
  expect(bodyOf(html)).toBe(body);
  expect(pageElements(html)).toEqual({
    body: parseElements(body),
    head: [{ name: "title", props: {}, children: ["A"] }],
    document: [{ name: "link", props: { rel: "icon", href: "/icon.svg" }, children: [] }],
    props: { text: "a", site: { title: "T" } },
  });
});
