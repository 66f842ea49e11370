import type { Post } from "./posts.ts";

/** A link to the previous or next post by date. */
export type Neighbour = Pick<Post, "id" | "slug" | "title" | "language" | "direction">;

export type Neighbours = { older: Neighbour | null; newer: Neighbour | null };
