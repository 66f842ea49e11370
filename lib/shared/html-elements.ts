const GLOBAL = ["id", "title", "lang", "dir"];
const SIZE = ["width", "height"];
const CELL = ["align", "width", "colspan", "rowspan"];

/**
 * The HTML that a text may contain: its elements, each with the attributes that it may have beside `id`, `title`, `lang`
 * and `dir`. The guide documents this list (docs/guide/writing.md).
 */
export const ALLOWED_HTML: Readonly<Record<string, readonly string[]>> = {
  ...{ a: ["href"], img: ["src", "alt", ...SIZE, "align"], br: [], wbr: [], hr: [] },
  ...{ p: ["align"], div: ["align"], span: [] },
  ...{ h1: ["align"], h2: ["align"], h3: ["align"], h4: ["align"], h5: ["align"], h6: ["align"] },
  ...{ ul: [], ol: [], li: [], dl: [], dt: [], dd: [], blockquote: [], pre: [] },
  ...{ code: [], kbd: [], samp: [], var: [], sub: [], sup: [], b: [], strong: [], i: [], em: [], u: [], s: [] },
  ...{ del: ["datetime"], ins: ["datetime"], mark: [], small: [], abbr: [], cite: [], q: [], time: ["datetime"] },
  ...{ figure: [], figcaption: [], details: ["open"], summary: [] },
  ...{ table: ["align", "width"], caption: ["align"], thead: [], tbody: [], tfoot: [], tr: ["align"] },
  ...{ th: CELL, td: CELL },
  ...{ ruby: [], rt: [], rp: [], bdi: [], bdo: [] },
};

export const attributesOf = (tag: string): readonly string[] => [...(ALLOWED_HTML[tag] ?? []), ...GLOBAL];

export const isAllowedTag = (tag: string): boolean => Object.hasOwn(ALLOWED_HTML, tag);

const setOf = (tags: string): ReadonlySet<string> => new Set(tags.split(" "));

/** Elements that are left out together with what they contain. */
export const WITHOUT_CONTENT = setOf(
  "script style title textarea option template svg iframe video audio noembed noframes",
);
/** Elements that are replaced by a link to what they embed. */
export const EMBEDS = setOf("iframe video audio");
export const VOID = setOf("img br wbr hr");
/** Elements that may stand in a line of text (HTML: phrasing content). All other allowed elements are blocks. */
export const PHRASING = setOf(
  "a img br wbr span code kbd samp var sub sup b strong i em u s del ins mark small abbr cite q time ruby rt rp bdi bdo",
);
export const HEADINGS = setOf("h1 h2 h3 h4 h5 h6");
export const SECTIONS = setOf("thead tbody tfoot");
/** Elements whose children are rows, cells and the like only. */
export const ROW_PARENTS = setOf("table thead tbody tfoot tr");
export const CELLS = setOf("td th caption");
/** Containers whose headings are not in the table of contents. */
export const ASIDES = setOf("blockquote li dd dt td th caption figure");
/** Containers in which a link beside a heading would be in the way. */
export const CONTROLS = setOf("a summary");

/** Elements with required parents, and the unclosed siblings that their start tag closes. */
export const PARENTS: Readonly<Record<string, { parents: ReadonlySet<string>; closes: ReadonlySet<string> }>> = {
  li: { parents: setOf("ul ol"), closes: setOf("li p") },
  dt: { parents: setOf("dl"), closes: setOf("dt dd p") },
  dd: { parents: setOf("dl"), closes: setOf("dt dd p") },
  rt: { parents: setOf("ruby"), closes: setOf("rt rp") },
  rp: { parents: setOf("ruby"), closes: setOf("rt rp") },
  summary: { parents: setOf("details"), closes: setOf("p") },
  tr: { parents: setOf("table thead tbody tfoot"), closes: setOf("tr td th caption") },
  td: { parents: setOf("table thead tbody tfoot tr"), closes: setOf("td th caption") },
  th: { parents: setOf("table thead tbody tfoot tr"), closes: setOf("td th caption") },
  caption: { parents: setOf("table"), closes: setOf("thead tbody tfoot tr td th caption") },
  thead: { parents: setOf("table"), closes: setOf("thead tbody tfoot tr td th caption") },
  tbody: { parents: setOf("table"), closes: setOf("thead tbody tfoot tr td th caption") },
  tfoot: { parents: setOf("table"), closes: setOf("thead tbody tfoot tr td th caption") },
};
