/** Reading speed; a character of a script without spaces counts as half a word. */
const WORDS_A_MINUTE = 220;

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text, and its characters of scripts without spaces. */
export function countWords(text: string): { words: number; characters: number } {
  const characters = text.match(SPACELESS)?.length ?? 0;
  return { words: text.replace(SPACELESS, " ").match(WORD)?.length ?? 0, characters };
}

/** The minutes that so many words take to read, at least 1. */
export const minutesFor = ({ characters, words }: ReturnType<typeof countWords>): number =>
  Math.max(1, Math.round((words + characters / 2) / WORDS_A_MINUTE));

/** The minutes that a text takes to read, at least 1. */
export const readingMinutes = (text: string): number => minutesFor(countWords(text));
