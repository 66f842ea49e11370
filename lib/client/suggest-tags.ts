import { TAG_SEPARATORS, tagKey } from "#lib/shared/tag-names";

/** The most suggestions at once. */
const SUGGESTIONS_MAX = 8;

/** A tag while it is typed: its range in the field, in UTF-16 units, and what is typed of it. */
type TypedTag = { start: number; end: number; typed: string };

/** The tag of which the caret is at the end; undefined elsewhere. */
export function tagAtCaret(text: string, caret: number): TypedTag | undefined {
  const rest = text.slice(caret).trimStart();
  if (rest !== "" && !TAG_SEPARATORS.some((separator) => rest.startsWith(separator))) return undefined;
  const before = text.slice(0, caret);
  const separated = Math.max(...TAG_SEPARATORS.map((separator) => before.lastIndexOf(separator))) + 1;
  const piece = before.slice(separated);
  // Of `#a #b` the last one.
  const [, hashes = ""] = /^\s*([#＃].*\s[#＃]|[#＃])/su.exec(piece) ?? [];
  const typed = hashes === "" ? piece.trimStart() : piece.trimStart().slice(hashes.length);
  return { start: caret - typed.length, end: caret, typed };
}

/** The tags that begin with what is typed, then those that contain it, without the ones that the field has. */
export function suggestTags(names: string[], typed: string, taken: string[]): string[] {
  const key = tagKey(typed.trim());
  if (key === "") return [];
  const takenKeys = new Set(taken.map(tagKey));
  const free = names.filter((name) => !takenKeys.has(tagKey(name)));
  const beginning = free.filter((name) => tagKey(name).startsWith(key));
  const containing = free.filter((name) => tagKey(name).includes(key) && !tagKey(name).startsWith(key));
  return [...beginning, ...containing].slice(0, SUGGESTIONS_MAX);
}
