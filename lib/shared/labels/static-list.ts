// Labels of the static list of posts.

export const posts = "Posts";
export const nothingWritten = "Nothing is published yet.";
