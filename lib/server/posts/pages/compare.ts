import { run } from "#lib/server/cpu/run";
import { type Comparison, comparePosts, type PostText } from "#lib/shared/compare-posts";

const lengthOf = ({ content, excerpt, tags, title }: PostText) =>
  content.length + excerpt.length + title.length + tags.join("").length;

/** Compares two texts of a post: large ones in the worker thread, and as wholes where that takes too long. */
export async function compareBounded(before: PostText, after: PostText, by: "word" | "line"): Promise<Comparison> {
  const outcome = await run("compare", lengthOf(before) + lengthOf(after), before, after, by);
  return "result" in outcome ? outcome.result : comparePosts(before, after, "whole");
}
