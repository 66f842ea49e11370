import { ABOUT_ID, EDIT_ABOUT_PATH } from "./owner-paths.ts";

/** The editor of a post, or of the text about the site. */
export const editorPath = (post: string): string => (post === ABOUT_ID ? EDIT_ABOUT_PATH : `/blog/${post}/edit`);

/** The editor that goes on with a text that is in no post yet. */
export const unfinishedTextPath = ({ id, post }: { id: string; post: string | null }): string =>
  `${post === null ? "/blog/create" : editorPath(post)}?draft=${id}`;

/** The preview of an autosave. */
export const autosavePreviewPath = (id: string): string => `/blog/drafts/${id}`;
