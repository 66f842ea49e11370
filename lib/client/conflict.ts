import { clashKeys, type FieldMerge, mergePosts, resolveMerge } from "#lib/shared/merge-posts";
import type { ClashChoice } from "#lib/shared/merge-texts";
import { comparableWith, completeText, DERIVED_FIELDS, type PostText } from "#lib/shared/post-fields";
import type { Conflict } from "./editor-state.ts";

/** What becomes of each clash, by its key. One without a choice becomes both texts. */
export type ClashChoices = Record<string, ClashChoice>;
/** What becomes of a conflict. */
export type Resolution = ClashChoices | "theirs";

/** The merge of both texts; null where the text that they started from is not known. */
export function mergeConflict({ base, mine, theirs }: Conflict): FieldMerge[] | null {
  return base && mergePosts(base, mine, comparableWith(mine, theirs));
}

/** The text that a resolution makes, and whether it leaves out a part of each text. */
type Resolved = { text: PostText; isPartial: Record<"mine" | "theirs", boolean> };

export function resolveConflict(conflict: Conflict, resolution: Resolution): Resolved {
  const { base, mine, theirs } = conflict;
  const merges = mergeConflict(conflict);
  if (resolution === "theirs" || !base || !merges) {
    return { text: completeText(theirs), isPartial: { mine: true, theirs: false } };
  }
  const choices = clashKeys(merges).map((key) => resolution[key] ?? "both");
  const text = resolveMerge(mine, merges, (clash) => choices[clash] ?? "both");
  // Fields that are generated where they are empty stay as they are stored: the writer has not touched them.
  const untouched = DERIVED_FIELDS.filter((name) => base[name] === "" && mine[name] === "");
  const derived = Object.fromEntries(untouched.map((name) => [name, theirs[name]]));
  const isPartial = { mine: choices.includes("theirs"), theirs: choices.includes("mine") };
  return { text: { ...text, ...derived }, isPartial };
}
