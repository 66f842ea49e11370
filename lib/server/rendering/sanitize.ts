import sanitize, { type Attributes, type IOptions } from "sanitize-html";
import { HEADING_PREFIX, NOTE_PREFIX } from "./render-env.ts";

/** Ids with our prefixes; others could collide with ids of the surrounding page. */
const OWN_ID = new RegExp(`^(?:${HEADING_PREFIX}|${NOTE_PREFIX})`);

function withOwnId(tagName: string, { id, ...attribs }: Attributes) {
  return { tagName, attribs: id !== undefined && OWN_ID.test(id) ? { ...attribs, id } : attribs };
}

const LEFT_TO_RIGHT = { name: "dir", multiple: false, values: ["ltr"] };

/** Allows exactly what the renderer produces. */
const ALLOWED: IOptions = {
  allowedTags: [
    ...["h2", "h3", "h4", "h5", "h6", "p", "blockquote", "hr", "ul", "ol", "li", "pre", "div", "section"],
    ...["table", "thead", "tbody", "tr", "th", "td"],
    ...["a", "em", "strong", "s", "code", "br", "img", "sup", "span", "label", "input"],
  ],
  allowedAttributes: {
    "*": ["id"],
    a: ["href", "title", "rel", "aria-label"],
    img: ["src", "alt", "title", "width", "height", "loading", "decoding"],
    ol: ["start"],
    input: [{ name: "type", multiple: false, values: ["checkbox"] }, "checked", "disabled"],
    pre: [LEFT_TO_RIGHT, "role", "aria-label", "tabindex"],
    code: [LEFT_TO_RIGHT],
    div: ["role", "aria-label", "tabindex"],
    section: ["aria-label"],
  },
  allowedClasses: {
    a: ["part-link", "note-back", "bare-url"],
    div: ["scroll-box", "part"],
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
export const sanitizeHtml = (html: string): string => sanitize(html, ALLOWED);
