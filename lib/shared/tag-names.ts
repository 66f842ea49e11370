import { oneLine } from "./text.ts";

/** The characters that separate tags in a form, and so are no part of a name. */
export const TAG_SEPARATORS = [",", "，", "、", ";"] as const;
const SEPARATOR = new RegExp(`[${TAG_SEPARATORS.join("")}]`);

/** The hashes of a hashtag, which are no part of its name: `#travel`, `＃旅`. */
const HASHES = /^[#＃]+\s*/;
/** Where the next hashtag begins. */
const NEXT_HASHTAG = /\s+(?=[#＃])/;

/** A name on one line, in NFC, without the hashes of a hashtag. */
export const tidyTag = (name: string) => oneLine(name.normalize("NFC")).replace(HASHES, "");

/**
 * Splits what is typed into the form's tags. `#a #b` is two tags; elsewhere a hash belongs to the name, as in `C#`.
 * What is joined by `, ` comes back as it was.
 */
export function splitTags(typed: string): string[] {
  return typed
    .split(SEPARATOR)
    .map((piece) => piece.trim())
    .flatMap((piece) => (HASHES.test(piece) ? piece.split(NEXT_HASHTAG) : [piece]))
    .map((piece) => piece.replace(HASHES, ""))
    .filter((name) => name !== "");
}

/** Full case folding (Unicode, section 3.13), which JavaScript lacks: but for ı, the lower case of the upper case is it. */
const foldCase = (text: string) => text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");

const IS_ASCII = /^[ -~]*$/;

/** What identifies a tag: two names are the same tag if they are equal after NFC and case folding. */
export const tagKey = (name: string) =>
  // ASCII needs no more than that; a save asks for each of its keys several times.
  IS_ASCII.test(name) ? name.toLowerCase() : name.normalize("NFC").split("ı").map(foldCase).join("ı").normalize("NFC");

/** The names without those that name a tag again; the first spelling stays. */
export function uniqueTags(names: string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = tagKey(name);
    return !seen.has(key) && seen.add(key);
  });
}
