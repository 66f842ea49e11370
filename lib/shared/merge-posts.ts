import { type ClashChoice, isClash, type MergePart, mergeTexts, resolvePart } from "./merge-texts.ts";
import {
  formatField,
  LIST_FIELDS,
  mapTextFields,
  type PostText,
  parseText,
  type TextFieldName,
} from "./post-fields.ts";

/** The merge of one field of a post that either side changed. */
export type FieldMerge = { name: TextFieldName; parts: MergePart[] };

/** Merges lists item by item; an item that one side added or removed never clashes. */
function mergeLists(base: string[], mine: string[], theirs: string[]): MergePart[] {
  const items = new Set([...mine, ...theirs, ...base]);
  const has = (list: string[], item: string) => (list.includes(item) ? item : "");
  return [...items].map((item) => ({ base: has(base, item), mine: has(mine, item), theirs: has(theirs, item) }));
}

function mergeField(name: TextFieldName, base: PostText, mine: PostText, theirs: PostText): MergePart[] {
  if (LIST_FIELDS.includes(name)) {
    const listOf = (text: PostText) => text[name] as string[];
    return mergeLists(listOf(base), listOf(mine), listOf(theirs));
  }
  return mergeTexts(formatField(name, base), formatField(name, mine), formatField(name, theirs));
}

/** Merges two texts of a post that were changed from the same base, field by field; fields that are equal on both sides are left out. */
export function mergePosts(base: PostText, mine: PostText, theirs: PostText): FieldMerge[] {
  const names = Object.keys(mapTextFields(() => 0)) as TextFieldName[];
  return names
    .filter((name) => formatField(name, mine) !== formatField(name, theirs))
    .map((name) => ({ name, parts: mergeField(name, base, mine, theirs) }));
}

/** One key for each clash of a merge, in order. A clash has the same one after the texts have changed elsewhere. */
export function clashKeys(merges: FieldMerge[]): string[] {
  const counts = new Map<string, number>();
  return merges.flatMap(({ name, parts }) =>
    parts.filter(isClash).map(({ mine, theirs }) => {
      const key = JSON.stringify([name, mine, theirs]);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return `${count} ${key}`;
    }),
  );
}

/**
 * The text after a merge.
 * @param mine supplies the fields that are equal on both sides
 * @param choose the choice for each clash, by its number in the whole merge
 */
export function resolveMerge(mine: PostText, merges: FieldMerge[], choose: (clash: number) => ClashChoice): PostText {
  let clash = 0;
  const typed = mapTextFields((name) => formatField(name, mine));
  for (const { name, parts } of merges) {
    const texts = parts.map((part) => resolvePart(part, isClash(part) ? choose(clash++) : "mine"));
    typed[name] = LIST_FIELDS.includes(name) ? texts.filter((item) => item !== "").join(", ") : texts.join("");
  }
  return parseText(typed);
}
