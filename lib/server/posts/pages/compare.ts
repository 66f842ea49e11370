import { run } from "#lib/server/cpu/run";
import { type Comparison, comparePosts } from "#lib/shared/compare-posts";
import { formatField, type PostText, TEXT_FIELD_NAMES } from "#lib/shared/post-fields";

const lengthOf = (text: PostText) => TEXT_FIELD_NAMES.reduce((sum, name) => sum + formatField(name, text).length, 0);

/** Compares two texts of a post: large ones in the worker thread, by whole fields where that times out. */
export async function compareBounded(before: PostText, after: PostText, by: "word" | "line"): Promise<Comparison> {
  const outcome = await run("compare", lengthOf(before) + lengthOf(after), before, after, by);
  return "result" in outcome ? outcome.result : comparePosts(before, after, "whole");
}
