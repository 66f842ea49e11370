import { type ChangeObject, diffLines, diffWordsWithSpace } from "diff";

/** A stretch of two texts: in both, in the older one only, or in the newer one only. */
export type DiffPart = { kind: "same" | "removed" | "added"; text: string };

/** Texts further apart than this, in words or lines, are shown as one taken out and another put in: time grows with the square. */
const EDITS_MAX = 1_500;

const replaced = (before: string, after: string): DiffPart[] => [
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
  const changes = diffLines(from, to, { maxEditLength: EDITS_MAX });
  return changes ? partsOf(changes) : replaced(from, to);
}

function byWord(before: string, after: string): DiffPart[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: EDITS_MAX });
  return changes ? partsOf(changes) : replaced(before, after);
}

/** The same by words, within the lines that differ. */
export function diffByWord(before: string, after: string): DiffPart[] {
  const parts: DiffPart[] = [];
  for (const part of diffByLine(before, after)) {
    const last = parts.at(-1);
    if (part.kind === "added" && last?.kind === "removed") parts.splice(-1, 1, ...byWord(last.text, part.text));
    else parts.push(part);
  }
  return parts;
}
