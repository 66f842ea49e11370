import "./no-eval.ts";

import { NewPost, type NewPostInput } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";

/** Validates a draft as the server does. Loads zod, so only pages that write import it. */
export function checkDraft(draft: NewPostInput): { draft: NewPost } | { faults: FieldErrors } {
  const result = NewPost.safeParse(draft);
  if (result.success) return { draft: result.data };
  const faults: FieldErrors = {};
  for (const { path, message } of result.error.issues) {
    const name = path.join(".");
    faults[name] = [...(faults[name] ?? []), message];
  }
  return { faults };
}
