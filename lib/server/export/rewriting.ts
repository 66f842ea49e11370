import { imagesFrom } from "./file-names.ts";

/** A change of a text for site generators that can be taken back. */
type Rewriting = {
  apply(text: string, file: string): string;
  undo(text: string, file: string): string;
};

const IMAGE_NAME = "[\\da-f]{64}-\\d{1,5}\\.webp";
/** Paths of images; not those in URLs of other sites. */
const IMAGE_PATH = new RegExp(`(?<![\\w.~%:/-])/images/(?=${IMAGE_NAME})`, "g");

const images: Rewriting = {
  apply: (text, file) => text.replace(IMAGE_PATH, imagesFrom(file)),
  undo: (text, file) => {
    const before = imagesFrom(file).replaceAll(".", "\\.");
    return text.replace(new RegExp(`(?<![\\w.~%:/-])${before}(?=${IMAGE_NAME})`, "g"), "/images/");
  },
};

/** What Hugo would take for shortcodes, with the comment that makes it a text. */
const shortcodes: Rewriting = {
  apply: (text) => text.replace(/\{\{([<%])(?!\/\*)((?:(?!\*\/|\{\{)[\s\S])*?)([>%])\}\}/g, "{{$1/*$2*/$3}}"),
  undo: (text) => text.replace(/\{\{([<%])\/\*((?:(?!\*\/|\{\{)[\s\S])*?)\*\/([>%])\}\}/g, "{{$1$2$3}}"),
};

const REWRITINGS = { images, shortcodes } as const;
export const REWRITING_NAMES = Object.keys(REWRITINGS) as (keyof typeof REWRITINGS)[];
type Name = (typeof REWRITING_NAMES)[number];

/**
 * Rewrites a text for site generators: paths of images become relative, and shortcodes of Hugo are escaped. What could not be
 * taken back exactly stays.
 * @param file the path of its file
 * @returns the text, and what was rewritten in it
 */
export function rewrite(text: string, file: string): { text: string; rewritten: Name[] } {
  const rewritten: Name[] = [];
  let current = text;
  for (const name of REWRITING_NAMES) {
    const { apply, undo } = REWRITINGS[name];
    const next = apply(current, file);
    if (next === current || undo(next, file) !== current) continue;
    rewritten.push(name);
    current = next;
  }
  return { text: current, rewritten };
}

/** The inverse of `rewrite`. */
export const restoreText = (text: string, file: string, rewritten: readonly Name[]) =>
  rewritten.toReversed().reduce((current, name) => REWRITINGS[name].undo(current, file), text);
