import type { Database } from "#lib/server/db/tables";
import { atomically } from "#lib/server/db/transaction";
import { createPost } from "./changes.ts";

/** The two posts that a new database holds with SAMPLE_POSTS, word for word those of the first contract. */
export async function createSamplePosts(db: Database): Promise<void> {
  await atomically(db, async (trx) => {
    await createPost(trx, { title: "First Post", content: "This is my first blog post." });
    await createPost(trx, { title: "Second Post", content: "Exploring Next.js features." });
  });
}
