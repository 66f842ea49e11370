// Labels of the static list of posts.

export const posts = "Posts";
