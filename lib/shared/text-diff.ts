import { type ChangeObject, diffLines, diffWordsWithSpace } from "diff";

/** A segment of a diff: in both texts, in the older one only, or in the newer one only. */
export type DiffPart = { kind: "same" | "removed" | "added"; text: string };

/** The most line edits that are computed, as the time is quadratic; past it the whole text is removed and added. */
const LINE_EDITS_MAX = 1_500;
/** The same for the words of one segment of lines, and for the sum of squares over a text. */
const WORD_EDITS_MAX = 1_000;
const WORD_SQUARES_MAX = 1_500 ** 2;

/** A diff that removes the older text and adds the newer one. */
export const diffWhole = (before: string, after: string): DiffPart[] => [
  { kind: "removed", text: before },
  { kind: "added", text: after },
];

const toParts = (changes: ChangeObject<string>[]): DiffPart[] =>
  changes.map(({ added, removed, value }) => ({ kind: added ? "added" : removed ? "removed" : "same", text: value }));

/** Ends the last line with a newline, so that it compares like the others. */
const withFinalNewline = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** Compares two texts line by line. */
export function diffByLine(before: string, after: string): DiffPart[] {
  const [from, to] = [withFinalNewline(before), withFinalNewline(after)];
  const changes = diffLines(from, to, { maxEditLength: LINE_EDITS_MAX });
  return changes ? toParts(changes) : diffWhole(from, to);
}

const editsIn = (changes: ChangeObject<string>[]) =>
  changes.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);

/** Compares two texts by words, within the lines that differ. */
export function diffByWord(before: string, after: string): DiffPart[] {
  let squaresLeft = WORD_SQUARES_MAX;

  function byWord(from: string, to: string): DiffPart[] {
    const maxEditLength = Math.min(WORD_EDITS_MAX, Math.floor(Math.sqrt(squaresLeft)));
    const changes = diffWordsWithSpace(from, to, { maxEditLength });
    squaresLeft -= (changes ? editsIn(changes) : maxEditLength) ** 2;
    return changes ? toParts(changes) : diffWhole(from, to);
  }

  const parts: DiffPart[] = [];
  for (const part of diffByLine(before, after)) {
    const last = parts.at(-1);
    if (part.kind === "added" && last?.kind === "removed") parts.splice(-1, 1, ...byWord(last.text, part.text));
    else parts.push(part);
  }
  return parts;
}
