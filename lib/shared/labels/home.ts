// Labels of the home page.

export const readThePosts = "Read the posts";
export const writeOne = "Write one";
export const latest = "Latest";
export const allPosts = "All posts";
