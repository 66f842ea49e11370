import type { FormPost } from "#lib/client/editor-state";
import type { LocalDraft } from "#lib/client/local-drafts";
import { EMPTY_FORM } from "#lib/shared/post-form";

/** What an editor starts with that no form was posted to. */
export const NO_FORM_POST: FormPost = { refused: null, previewed: null };

/** A local draft of a new post by an anonymous writer, but for the given fields. */
export const someDraft = (fields: Partial<LocalDraft> = {}): LocalDraft => ({
  id: "a1",
  account: null,
  post: null,
  baseVersion: null,
  base: null,
  values: EMPTY_FORM,
  savedAt: 0,
  sent: null,
  ...fields,
});
