import type { IncomingMessage } from "node:http";
import { database } from "#lib/server/db/current";
import { idempotencyKey, onlyOnce } from "#lib/server/http/idempotency";
import { json, type Reply } from "#lib/server/http/reply";
import { originOf } from "#lib/server/origin";
import type { Viewer } from "#lib/server/viewer";
import type { NewPost } from "#lib/shared/posts";
import { preparePost, storePost } from "./changes.ts";
import { postTag, toPost } from "./view.ts";

/**
 * Makes a post once for each Idempotency-Key, and gives the reply of POST /api/posts.
 * @param key the key of a form; a request to the API has it in its header
 * @throws {Problem} 400, 409, 422; see onlyOnce
 */
export async function createOnce(req: IncomingMessage, draft: NewPost, author: Viewer, key?: string): Promise<Reply> {
  const idempotency = idempotencyKey(req, author, draft, key);
  const prepared = await preparePost(draft, author.account);
  return onlyOnce(await database(), idempotency, async (trx) => {
    const post = await storePost(trx, prepared);
    const origin = originOf(req);
    const headers = { Location: `${origin}/api/posts/${post.id}`, ETag: postTag(post) };
    return json(toPost(post, origin), { status: 201, headers });
  });
}
