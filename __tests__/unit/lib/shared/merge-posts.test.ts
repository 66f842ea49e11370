import { clashKeys, mergePosts, resolveMerge } from "#lib/shared/merge-posts";
import { completeText } from "#lib/shared/post-fields";

const BASE = completeText({ title: "A walk", content: "One.\n\nTwo.", tags: ["hills", "rain"], excerpt: "Short" });

describe("mergePosts", () => {
  test("different fields changed — every change is in the merged text", () => {
    const mine = { ...BASE, title: "A long walk", tags: ["hills", "rain", "snow"] };
    const theirs = { ...BASE, excerpt: "Shorter", tags: ["hills"] };
    const merges = mergePosts(BASE, mine, theirs);
    expect(clashKeys(merges)).toEqual([]);
    expect(resolveMerge(mine, merges, () => "mine")).toEqual({
      ...BASE,
      title: "A long walk",
      excerpt: "Shorter",
      tags: ["hills", "snow"],
    });
  });

  test("title and content clash — each clash has its own choice", () => {
    const mine = { ...BASE, title: "A run", content: "One.\n\nThree." };
    const theirs = { ...BASE, title: "A ride", content: "One.\n\nFour." };
    const merges = mergePosts(BASE, mine, theirs);
    expect(clashKeys(merges)).toHaveLength(2);
    const merged = resolveMerge(mine, merges, (clash) => (clash === 0 ? "theirs" : "mine"));
    expect(merged).toEqual({ ...BASE, title: "A ride", content: "One.\n\nThree." });
  });

  test("equal texts — nothing to merge", () => {
    expect(mergePosts(BASE, { ...BASE, title: "B" }, { ...BASE, title: "B" })).toEqual([]);
  });
});
