import type { About } from "#lib/shared/about";
import { aboutAsPost } from "#lib/shared/about-post";
import type { EditorPost } from "#lib/shared/post-form";
import { ApiError, api } from "./api.ts";
import type { TextServer } from "./use-post-editor.ts";

/** A 412 with the current text as the editor edits it; other errors as they are. */
function toEditorError(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 412 || !error.problem.current) return error;
  const current = aboutAsPost(error.problem.current as About);
  return new ApiError(error.status, { ...error.problem, current }, error.retryAfter);
}

/** Saves the text about the site as an editor saves a post. */
export const aboutServer: TextServer = {
  async change(_id, { autosave, content }, { account, version }): Promise<EditorPost> {
    try {
      return aboutAsPost(await api.changeAbout({ content, ...(autosave && { autosave }) }, version, { account }));
    } catch (error) {
      throw toEditorError(error);
    }
  },
  getRevision: null,
};
