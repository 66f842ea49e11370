import type { IncomingMessage } from "node:http";
import { deleteSavedAutosave } from "#lib/server/autosaves/autosaves";
import { database } from "#lib/server/db/database";
import { idempotencyKey, withIdempotency } from "#lib/server/http/idempotency";
import { type ApiResponse, json } from "#lib/server/http/response";
import { getOrigin } from "#lib/server/origin";
import { requireActive } from "#lib/server/users/require-active";
import type { Viewer } from "#lib/server/viewer";
import type { NewPost } from "#lib/shared/posts";
import { postEtag, toPost } from "./row.ts";
import { preparePost, storePost } from "./write.ts";

/**
 * Creates a post at most once for each Idempotency-Key. @returns the response of POST /api/posts
 * @param key the key in a form; API requests send it in the header
 * @throws {Problem} 400, 401, 409, 422; see withIdempotency
 */
export async function createPostIdempotent(
  req: IncomingMessage,
  draft: NewPost,
  author: Viewer,
  key?: string,
): Promise<ApiResponse> {
  const idempotency = idempotencyKey(req, author, draft, key);
  const prepared = await preparePost(draft, author.account);
  return withIdempotency(await database(), idempotency, async (trx) => {
    if (author.account) await requireActive(trx, author.account.id);
    const post = await storePost(trx, prepared);
    await deleteSavedAutosave(trx, draft, author);
    const origin = getOrigin(req);
    const headers = { Location: `${origin}/api/posts/${post.id}`, ETag: postEtag(post) };
    return json(toPost(post, origin), { status: 201, headers });
  });
}
