import type { Post } from "./posts.ts";
import type { Site } from "./site.ts";

/** `lang` and `dir` of a text of a post within the frame, where they may differ from the frame's. */
export const textAttributes = ({ language, direction }: Pick<Post, "language" | "direction">, { text }: Site) => ({
  lang: language || text?.lang,
  dir: direction === "rtl" ? direction : undefined,
});
