import { diffArrays } from "diff";

/**
 * A part of a three-way merge: the same passage in the text that both sides started from (`base`) and on each side. Joining
 * `base`, `mine` or `theirs` of all parts gives that whole text, so a merge drops nothing.
 */
export type MergePart = { base: string; mine: string; theirs: string };

/** What a clash becomes. */
export const CLASH_CHOICES = ["mine", "theirs", "both"] as const;
export type ClashChoice = (typeof CLASH_CHOICES)[number];

/** Whether both sides changed the passage, and differently. */
export const isClash = ({ base, mine, theirs }: MergePart): boolean =>
  mine !== theirs && mine !== base && theirs !== base;

/** Whether one side changed the passage, or both in the same way. */
export const isMerged = (part: MergePart): boolean =>
  !isClash(part) && (part.mine !== part.base || part.theirs !== part.base);

/** The most edits that are aligned, as the time is quadratic; past it, everything from the first to the last change is one part. */
const EDITS_MAX = 1_500;
/** A clash of lines stays whole if merging it by words leaves more clashes than this: half-mixed sentences help nobody. */
const WORD_CLASHES_MAX = 3;

/** A passage of the base that one side replaced, as token indexes. */
type Hunk = { start: number; end: number; replacement: string[] };

/** How many tokens two lists have in common at the start. */
function commonStart(one: string[], other: string[]): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** The changes from one list of tokens to another. */
function findHunks(base: string[], changed: string[]): Hunk[] {
  const start = commonStart(base, changed);
  const rest = [base.slice(start), changed.slice(start)] as const;
  const end = commonStart(rest[0].toReversed(), rest[1].toReversed());
  const [from, to] = rest.map((tokens) => tokens.slice(0, tokens.length - end)) as [string[], string[]];
  if (from.length === 0 && to.length === 0) return [];
  const changes = diffArrays(from, to, { maxEditLength: EDITS_MAX });
  if (!changes) return [{ start, end: start + from.length, replacement: to }];
  const hunks: Hunk[] = [];
  let at = start;
  for (const { added, removed, value } of changes) {
    const length = added ? 0 : value.length;
    if (added || removed) {
      // Removed and added tokens side by side are one replacement.
      const last = hunks.at(-1);
      const hunk = last?.end === at ? last : { start: at, end: at, replacement: [] };
      if (hunk !== last) hunks.push(hunk);
      hunk.end += length;
      if (added) hunk.replacement.push(...value);
    }
    at += length;
  }
  return hunks;
}

/** One side's tokens for a passage of the base: its hunks there, and the base's own tokens between them. */
function sideOf(base: string[], hunks: Hunk[], start: number, end: number): string {
  let text = "";
  let at = start;
  for (const hunk of hunks) {
    text += base.slice(at, hunk.start).join("") + hunk.replacement.join("");
    at = hunk.end;
  }
  return text + base.slice(at, end).join("");
}

/** Merges token by token (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007): changes that touch are one part. */
function mergeTokens(base: string[], mine: string[], theirs: string[]): MergePart[] {
  const sides = { mine: findHunks(base, mine), theirs: findHunks(base, theirs) };
  const parts: MergePart[] = [];
  let at = 0;
  for (;;) {
    const start = Math.min(sides.mine[0]?.start ?? Infinity, sides.theirs[0]?.start ?? Infinity);
    const unchanged = base.slice(at, start).join("");
    if (unchanged !== "") parts.push({ base: unchanged, mine: unchanged, theirs: unchanged });
    if (start === Infinity) return parts;
    const taken = { mine: [] as Hunk[], theirs: [] as Hunk[] };
    let end = start;
    for (let isGrowing = true; isGrowing; ) {
      isGrowing = false;
      for (const side of ["mine", "theirs"] as const) {
        while ((sides[side][0]?.start ?? Infinity) <= end) {
          const hunk = sides[side].shift() as Hunk;
          taken[side].push(hunk);
          end = Math.max(end, hunk.end);
          isGrowing = true;
        }
      }
    }
    parts.push({
      base: base.slice(start, end).join(""),
      mine: sideOf(base, taken.mine, start, end),
      theirs: sideOf(base, taken.theirs, start, end),
    });
    at = end;
  }
}

const toLines = (text: string): string[] => text.split(/(?<=\n)/);
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const toWords = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment);

/** Merges the words of a part that clashes. */
function mergeWords(part: MergePart): MergePart[] {
  const parts = mergeTokens(toWords(part.base), toWords(part.mine), toWords(part.theirs));
  return parts.filter(isClash).length > WORD_CLASHES_MAX ? [part] : parts;
}

/** Merges two texts that were changed from the same base: by lines, and inside a clash by words. */
export function mergeTexts(base: string, mine: string, theirs: string): MergePart[] {
  return mergeTokens(toLines(base), toLines(mine), toLines(theirs)).flatMap((part) =>
    isClash(part) ? mergeWords(part) : [part],
  );
}

/** Both sides of a clash, one after the other. */
function joinSides({ mine, theirs }: MergePart): string {
  if (mine === "" || theirs === "" || /\s$/.test(mine) || /^\s/.test(theirs)) return mine + theirs;
  return `${mine}${mine.includes("\n") || theirs.includes("\n") ? "\n\n" : " "}${theirs}`;
}

/** The text that a part becomes. @param choice for a clash */
export function resolvePart(part: MergePart, choice: ClashChoice): string {
  const { base, mine, theirs } = part;
  if (!isClash(part)) return mine === base ? theirs : mine;
  return choice === "both" ? joinSides(part) : part[choice];
}
