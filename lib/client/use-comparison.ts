import { useEffect, useState } from "react";
import type { Comparison } from "#lib/shared/compare-posts";
import type { PostText } from "#lib/shared/post-fields";

/**
 * How two texts of a post differ, line by line; undefined until the code that compares has been loaded.
 * @param start what the page brought
 */
export function useComparison(before: PostText, after: PostText, start?: Comparison): Comparison | undefined {
  const [comparison, setComparison] = useState(start);
  useEffect(() => {
    let isWanted = true;
    void import("#lib/shared/compare-posts").then(({ comparePosts }) => {
      if (isWanted) setComparison(comparePosts(before, after, "line"));
    });
    return () => {
      isWanted = false;
    };
  }, [before, after]);
  return comparison;
}
