// Labels of a list that is loading or could not be loaded.

export const loadingPosts = "Loading posts";
export const postsNotLoaded = "The posts could not be loaded";
export const tooManySearches = "That was a lot of searches in a short time";
