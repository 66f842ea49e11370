/** The tags that may stand in a post, and their attributes with the values that they may have. */
const HREF = /^(?:https?:\/\/|mailto:|\/|#|\?|\.|(?![a-z][a-z\d+.-]*:)[^/])|^$/i;
const SRC = /^(?:https:\/\/|data:image\/(?:png|gif|jpeg|webp);|\/|#|\?|\.|(?![a-z][a-z\d+.-]*:)[^/])|^$/i;
const ANY = /^[^<>"]*$/;
const NUMBER = /^\d+$/;
const ID = /^(?:part|note)-/;
const is = (value: string) => new RegExp(`^(?:${value})$`);

const HEADING = { id: ID };
const BOX = { role: is("group"), "aria-label": is("Code|Table"), tabindex: is("0") };
const CELL = { class: is("at-(?:left|center|right)") };
const ALLOWED: Record<string, Record<string, RegExp>> = {
  ...{ h2: HEADING, h3: HEADING, h4: HEADING, h5: HEADING, h6: HEADING },
  ...{
    p: { class: is("plain-text-reason") },
    blockquote: {},
    hr: {},
    table: {},
    thead: {},
    tbody: {},
    tr: {},
    th: CELL,
    td: CELL,
  },
  ul: { class: is("tasks") },
  ol: { class: is("tasks"), start: NUMBER },
  li: { class: is("task"), id: ID },
  pre: { ...BOX, dir: is("ltr"), class: is("plain-text") },
  code: { dir: is("ltr") },
  div: { ...BOX, class: is("scroll-box|part") },
  section: { class: is("notes"), "aria-label": is("Notes") },
  a: {
    href: HREF,
    title: ANY,
    rel: is("nofollow ugc"),
    id: ID,
    class: is("part-link|note-back|bare-url"),
    "aria-label": ANY,
  },
  img: { src: SRC, alt: ANY, title: ANY, width: NUMBER, height: NUMBER, loading: is("lazy"), decoding: is("async") },
  ...{ em: {}, strong: {}, s: {}, br: {}, label: {} },
  sup: { class: is("note-call") },
  span: { class: is("reply|hljs-[\\w-]+(?: [a-z]+_+)*") },
  input: { type: is("checkbox"), disabled: is(""), checked: is("") },
};
const EMPTY = ["hr", "br", "img", "input"];

const TAG = /<(\/?)([a-z]+\d?)((?: [a-z-]+(?:="[^"<>]*")?)*)( \/)?>/y;

function faultsOf(name: string, attributes: string): string[] {
  const allowed = ALLOWED[name];
  if (!allowed) return [name];
  const given = [...attributes.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)];
  return given
    .filter(([, attribute = "", value = ""]) => !allowed[attribute]?.test(value.replaceAll("&amp;", "&")))
    .map(([all]) => name + all);
}

/**
 * What is in a rendered text and may not be. Reads it by a stricter grammar than browsers have: whatever begins with `<`
 * and is no plain, closed, known tag is a fault.
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
