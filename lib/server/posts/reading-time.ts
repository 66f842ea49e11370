/** Reading speed; a character of a script without spaces counts as half a word. */
const WORDS_A_MINUTE = 220;

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** The minutes that a text takes to read, at least 1. */
export function readingMinutes(text: string): number {
  const characters = text.match(SPACELESS)?.length ?? 0;
  const words = text.replace(SPACELESS, " ").match(WORD)?.length ?? 0;
  return Math.max(1, Math.round((words + characters / 2) / WORDS_A_MINUTE));
}
