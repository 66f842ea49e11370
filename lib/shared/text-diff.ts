import { type ChangeObject, diffLines, diffWordsWithSpace } from "diff";

/** A stretch of two texts: in both, in the older one only, or in the newer one only. */
export type DiffPart = { kind: "same" | "removed" | "added"; text: string };

/** Texts further apart than this, in lines, are shown as one removed and another added: time grows with the square. */
const LINE_EDITS_MAX = 1_500;
/** The same for the words of one stretch of lines, and the squares of all of them in a text. */
const WORD_EDITS_MAX = 1_000;
const WORD_SQUARES_MAX = 1_500 ** 2;

/** Two texts as wholes. */
export const diffWhole = (before: string, after: string): DiffPart[] => [
  { kind: "removed", text: before },
  { kind: "added", text: after },
];

const partsOf = (changes: ChangeObject<string>[]): DiffPart[] =>
  changes.map(({ added, removed, value }) => ({ kind: added ? "added" : removed ? "removed" : "same", text: value }));

/** The last line is a line like the others, whether a line end follows it or not. */
const ended = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** What two texts have in common and what not, line by line. */
export function diffByLine(before: string, after: string): DiffPart[] {
  const [from, to] = [ended(before), ended(after)];
  const changes = diffLines(from, to, { maxEditLength: LINE_EDITS_MAX });
  return changes ? partsOf(changes) : diffWhole(from, to);
}

const editsIn = (changes: ChangeObject<string>[]) =>
  changes.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);

/** What two texts have in common and what not by words, within the lines that differ. */
export function diffByWord(before: string, after: string): DiffPart[] {
  let squaresLeft = WORD_SQUARES_MAX;

  function byWord(from: string, to: string): DiffPart[] {
    const maxEditLength = Math.min(WORD_EDITS_MAX, Math.floor(Math.sqrt(squaresLeft)));
    const changes = diffWordsWithSpace(from, to, { maxEditLength });
    squaresLeft -= (changes ? editsIn(changes) : maxEditLength) ** 2;
    return changes ? partsOf(changes) : diffWhole(from, to);
  }

  const parts: DiffPart[] = [];
  for (const part of diffByLine(before, after)) {
    const last = parts.at(-1);
    if (part.kind === "added" && last?.kind === "removed") parts.splice(-1, 1, ...byWord(last.text, part.text));
    else parts.push(part);
  }
  return parts;
}
