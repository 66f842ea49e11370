import type { Comparison } from "#lib/shared/compare-posts";
import { parseText } from "#lib/shared/post-fields";
import type { PostFormValues } from "#lib/shared/post-form";

/** Compares what two forms hold, by words. Loads the code for it. */
export async function compareValues(before: PostFormValues, after: PostFormValues): Promise<Comparison> {
  const { comparePosts } = await import("#lib/shared/compare-posts");
  return comparePosts(parseText(before), parseText(after), "word");
}
