import type * as HtmlParser from "htmlparser2";
import { requirePackage } from "#lib/server/require-package";
import { cleanText } from "#lib/shared/text";

/** A piece of HTML source: a tag, a text with entities decoded, or a comment. */
export type Piece =
  | { type: "open"; tag: string; attributes: Map<string, string>; isEmpty: boolean }
  | { type: "close"; tag: string }
  | { type: "text"; text: string }
  | { type: "comment"; text: string };

/**
 * Splits HTML into its pieces as browsers do, except that `<a id="b" />` is an empty element, as those who write it mean.
 * What is never completed, such as `<b` at the end, is left out.
 */
export function tokenizeHtml(html: string): Piece[] {
  const pieces: Piece[] = [];
  let tag = "";
  let attributes = new Map<string, string>();
  let name = "";
  let value = "";

  function addText(text: string): void {
    const last = pieces.at(-1);
    if (last?.type === "text") last.text += text;
    else pieces.push({ type: "text", text });
  }
  const open = (isEmpty: boolean) => pieces.push({ type: "open", tag, attributes, isEmpty });
  /** A numeric entity may stand for a character that no text may have. */
  const decoded = (codePoint: number) => cleanText(String.fromCodePoint(codePoint));

  // Required, not imported: sanitize-html requires it too, and Node fails where both load an ES module at the same moment.
  const { Tokenizer } = requirePackage("htmlparser2") as typeof HtmlParser;
  const tokenizer = new Tokenizer(
    { decodeEntities: true, recognizeSelfClosing: true },
    {
      ontext: (start, end) => addText(html.slice(start, end)),
      ontextentity: (codePoint) => addText(decoded(codePoint)),
      onopentagname(start, end) {
        tag = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname(start, end) {
        name = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata: (start, end) => {
        value += html.slice(start, end);
      },
      onattribentity: (codePoint) => {
        value += decoded(codePoint);
      },
      onattribend() {
        if (!attributes.has(name)) attributes.set(name, value);
      },
      onopentagend: () => open(false),
      onselfclosingtag: () => open(true),
      onclosetag: (start, end) => pieces.push({ type: "close", tag: html.slice(start, end).toLowerCase() }),
      oncomment: (start, end, offset) => pieces.push({ type: "comment", text: html.slice(start, end - offset) }),
      oncdata() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return pieces;
}
