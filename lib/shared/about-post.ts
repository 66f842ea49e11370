// Apart from about.ts, so that the list of unfinished texts loads no zod.
import type { About } from "./about.ts";
import { ABOUT_ID, ABOUT_TITLE } from "./owner-paths.ts";
import { completeText } from "./post-fields.ts";
import type { EditorPost } from "./post-form.ts";

/** The text about the site as the editor edits it: a published post whose other fields are empty. */
export const aboutAsPost = ({ content, version }: About): EditorPost => ({
  ...completeText({ title: ABOUT_TITLE, content }),
  cover: null,
  id: ABOUT_ID,
  status: "published",
  publishedAt: new Date(0).toISOString(),
  version,
});
