import type { Post } from "./posts.ts";

/** A post to read before or after another one. */
export type Neighbour = Pick<Post, "id" | "slug" | "title">;

export type Neighbours = { older: Neighbour | null; newer: Neighbour | null };
