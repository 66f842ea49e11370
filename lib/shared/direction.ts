export const DIRECTIONS = ["ltr", "rtl"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The scripts that are written from right to left (ISO 15924). */
const RTL_SCRIPTS =
  "Adlm Arab Aran Armi Avst Cprt Hebr Mand Mani Mend Merc Nkoo Nbat Orkh Palm Phnx Prti Rohg Samr Sarb Sogd Syrc Thaa Yezi";

/** The blocks that the Unicode Bidirectional Algorithm (UAX 9) assigns to right-to-left scripts. */
const RTL = "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const RTL_LETTER = new RegExp(`(?=\\p{L})[${RTL}]`, "u");
const NOT_RTL = new RegExp(`[^${RTL}]+`, "gu");
const NOT_LETTERS = /\P{L}+/gu;

/**
 * Markdown that is no prose, and Latin in a text of any language: inline code, URLs, the targets of links, HTML tags. No
 * alternative can fail after reading far, so that matching takes linear time.
 */
const NOT_PROSE = /`[^`]*`|https?:\/\/\S+|\]\([^()\]]*\)|<[^<>]*>/g;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Letters of a text: those written from right to left, and all, in UTF-16 units. */
export type LetterCount = { rtl: number; all: number };

export function countLetters(text: string): LetterCount {
  const letters = text.replace(NOT_LETTERS, "");
  return { rtl: letters.replace(NOT_RTL, "").length, all: letters.length };
}

/** The direction of the majority of letters; undefined where there is none. */
export function majority({ rtl, all }: LetterCount): Direction | undefined {
  if (2 * rtl === all) return undefined;
  return 2 * rtl > all ? "rtl" : "ltr";
}

/** The direction of a language's script. @param language a BCP 47 tag */
export function directionOf(language: string): Direction {
  const { script = "" } = new Intl.Locale(language).maximize();
  return script !== "" && RTL_SCRIPTS.includes(script) ? "rtl" : "ltr";
}

export const hasRtlLetter = (text: string) => RTL_LETTER.test(text);

/** Markdown without fenced code, inline code, URLs and tags. */
function prose(markdown: string): string {
  let fence = "";
  const lines = markdown.split("\n").filter((line) => {
    const [, mark = ""] = FENCE.exec(line) ?? [];
    if (fence === "") fence = mark;
    else if (mark.startsWith(fence)) fence = "";
    else return false;
    return mark === "";
  });
  return lines.join("\n").replace(NOT_PROSE, " ");
}

type Source = { title?: string; content: string; language?: string | null };

/** The base direction of a post: that of its language if it has one, else that of the majority of its letters, code left out. */
export function baseDirection({ title = "", content, language }: Source): Direction {
  if (language) return directionOf(language);
  const text = `${title}\n${content}`;
  // Most texts have none.
  if (!hasRtlLetter(text)) return "ltr";
  return majority(countLetters(`${title}\n${prose(content)}`)) ?? "ltr";
}
