import type { Autosave, AutosaveInput } from "#lib/shared/autosaves";
import { completeText } from "#lib/shared/post-fields";
import { type PostFormValues, parseFormValues, toFormValues } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";

/**
 * The editor's form as the body of PUT /api/autosaves/{id}.
 * @param base the version that the text is based on
 * @param timeZone the site's, of the dates in the form
 */
export function toAutosave(
  values: PostFormValues,
  base: Pick<Post, "id" | "version"> | null,
  timeZone: string,
): AutosaveInput {
  return { post: base?.id ?? null, baseVersion: base?.version ?? null, ...parseFormValues(values, timeZone) };
}

/** The editor's form from an autosave. */
export function fromAutosave(autosave: Autosave, timeZone: string): PostFormValues {
  const { publishedAt = null, status = "published" } = autosave;
  const values = toFormValues({ ...completeText(autosave), status, publishedAt }, Date.now(), timeZone);
  // Without a date, a text that is to be published is to be published now.
  return status === "published" && publishedAt === null ? { ...values, publication: "published" } : values;
}
