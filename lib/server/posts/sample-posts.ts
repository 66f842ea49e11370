import type { Database } from "#lib/server/db/tables";
import { createPost } from "./write.ts";

/** Creates the two posts of a new database with SAMPLE_POSTS, word for word those of the first contract. */
export async function createSamplePosts(db: Database): Promise<void> {
  await createPost(db, { title: "First Post", content: "This is my first blog post." });
  await createPost(db, { title: "Second Post", content: "Exploring Next.js features." });
}
