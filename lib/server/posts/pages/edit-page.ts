import type { IncomingMessage } from "node:http";
import { findAutosave } from "#lib/server/autosaves/autosaves";
import { database } from "#lib/server/db/database";
import { getOrigin } from "#lib/server/origin";
import { authoredText, type PostRow, toPost } from "#lib/server/posts/row";
import { siteSettings } from "#lib/server/site/site";
import type { Viewer } from "#lib/server/viewer";
import type { Autosave } from "#lib/shared/autosaves";
import type { Comparison } from "#lib/shared/compare-posts";
import type { RejectedForm } from "#lib/shared/forms";
import { comparableWith, parseText, type TextChanges } from "#lib/shared/post-fields";
import { type EditorPost, type PostFormValues, toEditorValues } from "#lib/shared/post-form";
import { compareBounded } from "./compare.ts";
import type { PreviewedForm } from "./form-actions.ts";

/** The outcome of a form post without a script. */
type Posted = { refused: RejectedForm | null; previewed: PreviewedForm | null };

export type Edited<Stored extends EditorPost = EditorPost> = {
  post: Stored;
  version: number;
  fields: PostFormValues;
  comparison: Comparison | null;
  account: string | null;
  autosave: Autosave | null;
};

/** Compares the submitted text with the stored post; generated values are not compared with empty ones. */
function compareSubmitted(post: EditorPost, typed: Record<string, string>): Promise<Comparison> {
  const mine = parseText(typed);
  return compareBounded(comparableWith(mine, post), mine, "line");
}

/**
 * Loads the editor of a stored text. After a form post the base version stays the one the writer started from, until a
 * conflict (412) has shown them a newer one.
 * @param own the text without what is generated where it is empty
 */
export async function loadEditor<Stored extends EditorPost>(
  post: Stored,
  own: TextChanges,
  { account }: Viewer,
  { refused, previewed }: Posted,
): Promise<Edited<Stored>> {
  const isConflict = refused?.status === 412;
  const typed = refused?.typed ?? previewed?.typed;
  const version = isConflict ? post.version : Number(typed?.version ?? post.version);
  return {
    post,
    version,
    fields: toEditorValues({ ...post, ...own }, Date.now(), (await siteSettings()).timeZone),
    comparison: isConflict ? await compareSubmitted(post, refused.typed) : null,
    account: account?.id ?? null,
    autosave: account ? await findAutosave(await database(), account.id, post.id) : null,
  };
}

/** Loads a post for the edit page. */
export const loadEditPage = (req: IncomingMessage, viewer: Viewer, row: PostRow, posted: Posted) =>
  loadEditor(toPost(row, getOrigin(req)), authoredText(row), viewer, posted);
