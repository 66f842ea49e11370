import sanitize, { type Attributes, type IOptions } from "sanitize-html";
import { ALLOWED_HTML, attributesOf, VOID } from "#lib/shared/html-elements";
import { MATH_CLASSES, MATH_ML } from "./math/math-elements.ts";
import { HEADING_PREFIX, NOTE_PREFIX } from "./render-env.ts";
import { sanitizeByTag } from "./sanitize-by-tag.ts";

/** Ids with our prefixes; others could collide with ids of the surrounding page. */
const OWN_ID = new RegExp(`^(?:${HEADING_PREFIX}|${NOTE_PREFIX})`);

function withOwnId(tagName: string, { id, ...attribs }: Attributes) {
  return { tagName, attribs: id !== undefined && OWN_ID.test(id) ? { ...attribs, id } : attribs };
}

const ALERTS = ["note", "tip", "important", "warning", "caution"].map((kind) => `alert-${kind}`);

/** Attributes of the renderer, beside those that HTML in a text may have. */
const OWN_ATTRIBUTES: Record<string, string[]> = {
  a: ["rel", "aria-label", "name"],
  img: ["loading", "decoding"],
  ol: ["start"],
  input: ["type", "checked", "disabled"],
  pre: ["role", "aria-label", "tabindex"],
  div: ["role", "aria-label", "tabindex"],
  section: ["aria-label"],
};

const VOID_TAGS = new Set([...VOID, "input"]);

const TAGS = [...Object.keys(ALLOWED_HTML).filter((tag) => tag !== "h1"), "section", "label", "input"];

/** Allows exactly what the renderer produces, HTML in texts included: it has no class and no role (html/attributes.ts). */
const ALLOWED: IOptions = {
  allowedTags: [...TAGS, ...Object.keys(MATH_ML)],
  allowedAttributes: {
    ...Object.fromEntries(TAGS.map((tag) => [tag, [...attributesOf(tag), ...(OWN_ATTRIBUTES[tag] ?? [])]])),
    ...MATH_ML,
  },
  selfClosing: [...VOID_TAGS],
  allowedClasses: {
    a: ["part-link", "note-back", "bare-url"],
    div: ["scroll-box", "part", "alert", ...ALERTS],
    p: ["alert-title"],
    figure: ["code"],
    ...MATH_CLASSES,
    section: ["notes"],
    sup: ["note-call"],
    ul: ["tasks"],
    ol: ["tasks"],
    li: ["task"],
    th: ["at-left", "at-center", "at-right"],
    td: ["at-left", "at-center", "at-right"],
    span: ["reply", /^hljs-[\w-]+$/, /^[a-z]+_+$/],
  },
  allowedSchemes: ["http", "https", "mailto"],
  // The images that `img-src` of the Content-Security-Policy allows.
  allowedSchemesByTag: { img: ["https", "data"] },
  allowProtocolRelative: true,
  transformTags: { "*": withOwnId },
  // Only disabled checkboxes (task lists) are allowed; other inputs belong to forms.
  exclusiveFilter: ({ tag, attribs }) =>
    tag === "input" && (attribs.type !== "checkbox" || attribs.disabled === undefined),
  disallowedTagsMode: "discard",
  parseStyleAttributes: false,
};

/** Defense in depth: removes everything that the renderer does not produce on purpose. */
export const sanitizeWhole = (html: string): string => sanitize(html, ALLOWED);

/** `sanitizeWhole` in a fraction of its time for what the renderer usually produces. */
export const sanitizeHtml = sanitizeByTag(sanitizeWhole, VOID_TAGS);
