import { type PostFormValues, parseFormValues, scheduleError } from "#lib/shared/post-form";
import type { NewPost } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";
import { checkDraft } from "./check-draft.ts";

/** Validates the editor's form, whose dates are in the site's time zone. */
export function checkForm(values: PostFormValues, timeZone: string): { draft: NewPost } | { errors: FieldErrors } {
  const publishedAt = scheduleError(values, timeZone, Date.now());
  const draft = parseFormValues(values, timeZone);
  const checked = checkDraft(publishedAt === undefined ? draft : { ...draft, publishedAt: undefined });
  const errors = "errors" in checked ? checked.errors : {};
  if (publishedAt !== undefined) return { errors: { ...errors, publishedAt: [publishedAt] } };
  return "draft" in checked ? checked : { errors };
}
