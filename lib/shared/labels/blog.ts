// Labels of the list of all posts and of searches.

export const blog = "Blog";
export const blogDescription = "Every post, the newest first.";
export const postsTagged = (tag: string) => `Posts tagged ${tag}`;
export const onlyTagged = (tag: string) => `Only those tagged ${tag}.`;
export const showAll = "Show all";
export const tags = "Tags";
export const noPostHasTag = "No post has this tag.";
export const search = "Search";
export const searchPosts = "Search posts";
export const searchTitle = (words: string) => `Search: ${words}`;
export const found = (posts: string) => `${posts} found`;
export const moreThan = (posts: string) => `More than ${posts}`;
export const noPostHasWords = "No post has these words.";
export const showAllPosts = "Show all posts";
