// Labels of the search in the header.

export const search = "Search";
export const searchByKey = "Search (/)";
export const findPosts = "Find posts";
export const foundPosts = "Posts found";
/** What its script says, with # for a count. */
export const results = {
  none: "No post has these words.",
  one: "# post found",
  other: "# posts found",
  more: "More than # posts found",
  busy: "That was a lot of searches in a short time.",
  failed: "The posts could not be searched.",
  all: "Show all results",
};
