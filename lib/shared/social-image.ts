import { oneLine } from "./text.ts";

/** The image of a page in link previews (Open Graph): its path, its size in pixels and its alternative text. */
export type SocialImage = { path: string; width: number; height: number; alt: string };

/** The characters that the font has: Latin letters with those of Vietnamese, and common punctuation. */
const DRAWABLE =
  /^[\x20-\x7e\u00a0-\u017f\u0192\u0218-\u021b\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2010-\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2212]*$/;
/** Emoji and what joins them: left out of the drawing. */
const EMOJI = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]|\u200d|\u20e3|\ufe0e|\ufe0f/gu;

const drawable = (text: string) => oneLine(text.normalize("NFC").replace(EMOJI, ""));

/** The texts of a social image, and the colour of the site's name. */
export type SocialImageTexts = { title: string; author: string; site: string; accent?: string };

/** What is drawn of these texts; undefined where the font lacks a letter of the title. */
export function socialImageTexts({ author, site, title }: SocialImageTexts): SocialImageTexts | undefined {
  const drawn = drawable(title);
  if (drawn === "" || !DRAWABLE.test(drawn)) return undefined;
  const orNone = (text: string) => (DRAWABLE.test(drawable(text)) ? drawable(text) : "");
  return { title: drawn, author: orNone(author), site: orNone(site) };
}
