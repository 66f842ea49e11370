import type { Post } from "./posts.ts";
import { type DiffPart, diffByLine, diffByWord, diffWhole } from "./text-diff.ts";

/** What writers say of a post. */
export type PostText = Pick<Post, "title" | "content" | "tags" | "excerpt">;

/** What differs between two texts of a post, part by part; a part that is the same is left out. */
export type Comparison = { label: string; parts: DiffPart[] }[];

const DIFFS = { word: diffByWord, line: diffByLine, whole: diffWhole };

/** @param by words to see how a text has grown, lines to choose between two, wholes where there is no time for more */
export function comparePosts(before: PostText, after: PostText, by: keyof typeof DIFFS): Comparison {
  const diff = DIFFS[by];
  const pairs: [label: string, before: string, after: string][] = [
    ["Title", before.title, after.title],
    ["Content", before.content, after.content],
    ["Tags", before.tags.join(", "), after.tags.join(", ")],
    ["Excerpt", before.excerpt, after.excerpt],
  ];
  return pairs.filter(([, from, to]) => from !== to).map(([label, from, to]) => ({ label, parts: diff(from, to) }));
}
