// Labels of lists of posts on pages of their own. Apart from blog.ts, whose labels so become part of the one page that has them.
import { plural } from "./plural.ts";

export const posts = "Posts";
export const theseAreOlder = "These are older posts.";
export const backToNewest = "Back to the newest";
export const morePosts = "More posts";
/** @param written the count as it is written, `1,234` */
export const postCount = (count: number, written: string) =>
  `${written} ${plural(count, { one: "post", other: "posts" })}`;
