import { parseHtml } from "./html/parse-html.ts";

/** The text of HTML on one line: a title, or a summary. */
export function textOfHtml(html: string): string {
  const text = /[<&]/.test(html) ? (parseHtml(html.replace(/<br\b/gi, " <br")).textContent ?? "") : html;
  return text.replace(/\s+/g, " ").trim();
}

/** A percent-encoded text as it is read; one that is not well-formed stays. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `1 comment`, `2 comments`. */
export const count = (number: number, noun: string) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
