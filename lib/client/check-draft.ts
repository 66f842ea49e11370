import "./no-eval.ts";

import { NewPost, type NewPostInput } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";

/** Validates a draft as the server does. Loads zod, so only pages that write import it. */
export function checkDraft(draft: NewPostInput): { draft: NewPost } | { errors: FieldErrors } {
  const result = NewPost.safeParse(draft);
  if (result.success) return { draft: result.data };
  const errors: FieldErrors = {};
  for (const { path, message } of result.error.issues) {
    const name = path.join(".");
    errors[name] = [...(errors[name] ?? []), message];
  }
  return { errors };
}
