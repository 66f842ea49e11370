/** The tags that a rendered post may contain, with their attributes and the values of these. */
const HREF = /^(?:https?:\/\/|mailto:|\/|#|\?|\.|(?![a-z][a-z\d+.-]*:)[^/])|^$/i;
const SRC = /^(?:https:\/\/|data:image\/(?:png|gif|jpeg|webp);|\/|#|\?|\.|(?![a-z][a-z\d+.-]*:)[^/])|^$/i;
const ANY = /^[^<>"]*$/;
const NUMBER = /^\d+$/;
const ID = /^(?:part|note)-/;
const is = (value: string) => new RegExp(`^(?:${value})$`);

const LANGUAGE = /^[a-zA-Z]{2,8}(?:-[a-zA-Z\d]{1,8})*$/;
const ALIGN = { align: is("left|center|right|justify") };
const WIDTH = { width: /^\d+%?$/ };
const DATE_TIME = { datetime: /^[\dTWPZ:+. -]+$/ };

/** Attributes that any element may have. */
const GLOBAL = { id: ID, title: ANY, lang: LANGUAGE, dir: is("ltr|rtl|auto") };
const BOX = {
  role: is("group|note"),
  "aria-label": is("Code|Table|Formula|Note|Tip|Important|Warning|Caution"),
  tabindex: is("0"),
};
const CELL = { class: is("at-(?:left|center|right)"), ...ALIGN, ...WIDTH, colspan: NUMBER, rowspan: NUMBER };
const BOOLEAN = is("true|false");
const LENGTH = is("-?[\\d.]+(?:em|ex|pt|px|mu)?");
const MATH: Record<string, Record<string, RegExp>> = {
  math: { display: is("block"), class: is("tml-display") },
  ...Object.fromEntries(
    "mn ms mtext msqrt mroot mphantom msub msup msubsup munderover merror mmultiscripts mprescripts none mtr"
      .split(" ")
      .map((name) => [name, {}]),
  ),
  mrow: { displaystyle: BOOLEAN, scriptlevel: NUMBER },
  mstyle: { displaystyle: BOOLEAN, scriptlevel: NUMBER },
  mi: { mathvariant: is("[a-z-]+") },
  mo: {
    ...Object.fromEntries(
      ["stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits", "accent"].map((name) => [
        name,
        BOOLEAN,
      ]),
    ),
    ...{ lspace: LENGTH, rspace: LENGTH, minsize: LENGTH, maxsize: LENGTH, form: is("prefix|infix|postfix") },
  },
  mspace: { width: LENGTH, height: LENGTH, depth: LENGTH },
  mpadded: { width: LENGTH, height: LENGTH, depth: LENGTH, lspace: LENGTH, voffset: LENGTH },
  mfrac: { linethickness: LENGTH },
  mover: { accent: BOOLEAN },
  munder: { accentunder: BOOLEAN },
  menclose: { notation: is("[a-z ]+") },
  mtable: { displaystyle: BOOLEAN, class: is("tml-jot") },
  mtd: { class: is("tml-left|tml-right"), columnspan: NUMBER, rowspan: NUMBER },
};

const ALLOWED: Record<string, Record<string, RegExp>> = {
  ...{ h2: ALIGN, h3: ALIGN, h4: ALIGN, h5: ALIGN, h6: ALIGN },
  p: { class: is("plain-text-reason|alert-title"), ...ALIGN },
  ...{
    blockquote: {},
    hr: {},
    dl: {},
    dt: {},
    dd: {},
    figure: { class: is("code") },
    figcaption: {},
    details: { open: is("") },
    summary: {},
  },
  ...{ table: { ...ALIGN, ...WIDTH }, caption: ALIGN, thead: {}, tbody: {}, tfoot: {}, tr: ALIGN, th: CELL, td: CELL },
  ul: { class: is("tasks") },
  ol: { class: is("tasks"), start: NUMBER },
  li: { class: is("task") },
  pre: { ...BOX, class: is("plain-text") },
  div: { ...BOX, ...ALIGN, class: is("scroll-box|part|alert alert-[a-z]+") },
  section: { class: is("notes"), "aria-label": is("Notes") },
  a: { href: HREF, rel: is("nofollow ugc"), name: ANY, class: is("part-link|note-back|bare-url"), "aria-label": ANY },
  img: {
    ...{ src: SRC, alt: ANY, ...WIDTH, height: /^\d+%?$/, ...ALIGN },
    ...{ loading: is("lazy"), decoding: is("async") },
  },
  ...{ em: {}, strong: {}, s: {}, b: {}, i: {}, u: {}, del: DATE_TIME, ins: DATE_TIME, mark: {}, small: {}, sub: {} },
  ...{ abbr: {}, cite: {}, q: {}, time: DATE_TIME, kbd: {}, samp: {}, var: {}, code: {}, br: {}, wbr: {}, label: {} },
  ...{ ruby: {}, rt: {}, rp: {}, bdi: {}, bdo: {} },
  sup: { class: is("note-call") },
  span: { class: is("reply|hljs-[\\w-]+(?: [a-z]+_+)*") },
  input: { type: is("checkbox"), disabled: is(""), checked: is("") },
  ...MATH,
};
const EMPTY = ["hr", "br", "wbr", "img", "input"];

const TAG = /<(\/?)([a-z]+\d?)((?: [a-z-]+(?:="[^"<>]*")?)*)( \/)?>/y;

function faultsOf(name: string, attributes: string): string[] {
  const allowed = ALLOWED[name];
  if (!allowed) return [name];
  const given = [...attributes.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)];
  return given
    .filter(
      ([, attribute = "", value = ""]) =>
        !(allowed[attribute] ?? GLOBAL[attribute as keyof typeof GLOBAL])?.test(value.replaceAll("&amp;", "&")),
    )
    .map(([all]) => name + all);
}

/**
 * Finds forbidden tags and attributes in rendered HTML. The grammar is stricter than that of browsers: every `<` that begins no
 * well-formed allowed tag is reported.
 */
export function unallowedIn(html: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    TAG.lastIndex = at;
    const [, end, name = "", attributes = ""] = TAG.exec(html) ?? [];
    if (name === "") faults.push(html.slice(at, at + 40));
    else if (end === "/" && open.pop() !== name) faults.push(`a stray </${name}>`);
    else if (end === "") {
      faults.push(...faultsOf(name, attributes));
      if (!EMPTY.includes(name)) open.push(name);
    }
  }
  return [...faults, ...open.map((name) => `<${name}> is never closed`)];
}
