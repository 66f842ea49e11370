import type { IncomingMessage } from "node:http";
import { getOrigin } from "#lib/server/origin";
import { type PostRow, toPost } from "#lib/server/posts/row";
import type { Comparison } from "#lib/shared/compare-posts";
import type { RejectedForm } from "#lib/shared/forms";
import { type PostFormValues, parseFormValues, toFormValues } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { compareBounded } from "./compare.ts";
import type { PreviewedForm } from "./form-actions.ts";

/** What came of a plain post of the form. */
type Posted = { refused: RejectedForm | null; previewed: PreviewedForm | null };

type Edited = { post: Post; version: number; fields: PostFormValues; comparison: Comparison | null };

/** How a text that was posted differs from the post as it is now; an excerpt made from the content is nobody's text. */
function compared(post: Post, typed: Record<string, string>): Promise<Comparison> {
  const { title, content, excerpt, tags } = parseFormValues(typed, "Z");
  const mine = { title, content, excerpt: excerpt ?? "", tags: tags ?? [] };
  return compareBounded({ ...post, excerpt: mine.excerpt && post.excerpt }, mine, "line");
}

/**
 * A post for the page that edits it. After a plain post of the form, the version that whoever writes started from stays
 * the one that counts, until they have been shown a newer one.
 */
export async function loadEditPage(
  req: IncomingMessage,
  row: PostRow,
  { refused, previewed }: Posted,
): Promise<Edited> {
  const post = toPost(row, getOrigin(req));
  const fields = toFormValues(post, row.excerpt_own ? post.excerpt : "", Date.now());
  const isMissed = refused?.status === 412;
  const typed = refused?.typed ?? previewed?.typed;
  const version = isMissed ? post.version : Number(typed?.version ?? post.version);
  return { post, version, fields, comparison: isMissed ? await compared(post, refused.typed) : null };
}
