import { plural } from "./plural.ts";

// Labels of the list of posts and of searches. A count comes with how it is written, `1,234`.

export const blog = "Blog";
export const blogDescription = "Every post, the newest first.";
export const posts = "Posts";
export const postsTagged = (tag: string) => `Posts tagged ${tag}`;
export const onlyTagged = (tag: string) => `Only those tagged ${tag}.`;
export const showAll = "Show all";
export const theseAreOlder = "These are older posts.";
export const backToNewest = "Back to the newest";
export const tags = "Tags";
export const morePosts = "More posts";
export const noPostHasTag = "No post has this tag.";
export const search = "Search";
export const searchPosts = "Search posts";
export const searchTitle = (words: string) => `Search: ${words}`;
export const postCount = (count: number, written: string) =>
  `${written} ${plural(count, { one: "post", other: "posts" })}`;
export const found = (posts: string) => `${posts} found`;
export const moreThan = (posts: string) => `More than ${posts}`;
export const noPostHasWords = "No post has these words.";
export const showAllPosts = "Show all posts";
