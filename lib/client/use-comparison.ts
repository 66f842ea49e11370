import { useEffect, useState } from "react";
import type { Comparison } from "#lib/shared/compare-posts";
import type { PostText } from "#lib/shared/post-fields";

/**
 * Compares two texts of a post by line; undefined until the code is loaded.
 * @param start the comparison from the server
 */
export function useComparison(before: PostText, after: PostText, start?: Comparison): Comparison | undefined {
  const [comparison, setComparison] = useState(start);
  useEffect(() => {
    let isCurrent = true;
    void import("#lib/shared/compare-posts").then(({ comparePosts }) => {
      if (isCurrent) setComparison(comparePosts(before, after, "line"));
    });
    return () => {
      isCurrent = false;
    };
  }, [before, after]);
  return comparison;
}
