import { formatField, type PostText, TEXT_FIELD_NAMES, TEXT_FIELDS } from "./post-fields.ts";
import { type DiffPart, diffByLine, diffByWord, diffWhole } from "./text-diff.ts";

/** The differences between two texts of a post, field by field; equal fields are left out. */
export type Comparison = { label: string; parts: DiffPart[] }[];

const DIFFS = { word: diffByWord, line: diffByLine, whole: diffWhole };

/** Compares two texts of a post. @param by the granularity: `whole` takes constant time */
export function comparePosts(before: PostText, after: PostText, by: keyof typeof DIFFS): Comparison {
  const diff = DIFFS[by];
  return TEXT_FIELD_NAMES.flatMap((name) => {
    const [from, to] = [formatField(name, before), formatField(name, after)];
    return from === to ? [] : [{ label: TEXT_FIELDS[name].label, parts: diff(from, to) }];
  });
}
