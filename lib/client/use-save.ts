import { useReducer, useRef } from "react";
import { completeText } from "#lib/shared/post-fields";
import { type PostFormValues, parseFormValues, scheduleError, toFormValues } from "#lib/shared/post-form";
import type { NewPost, Post } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";
import { ApiError } from "./api.ts";
import { checkDraft } from "./check-draft.ts";
import {
  type BaseVersion,
  initSaveState,
  NO_FORM_POST,
  type SaveEvent,
  type SaveStart,
  saveReducer,
} from "./save-state.ts";
import { toActionError } from "./use-action.ts";

/** Reads and validates the form. */
function readDraft(form: HTMLFormElement, timeZone: string): { draft: NewPost } | { errors: FieldErrors } {
  const values = Object.fromEntries(new FormData(form)) as Partial<PostFormValues>;
  const publishedAt = scheduleError(values, timeZone, Date.now());
  const draft = parseFormValues(values, timeZone);
  const checked = checkDraft(publishedAt === undefined ? draft : { ...draft, publishedAt: undefined });
  const errors = "errors" in checked ? checked.errors : {};
  if (publishedAt !== undefined) return { errors: { ...errors, publishedAt: [publishedAt] } };
  return "draft" in checked ? checked : { errors };
}

/** An error of `send` as an event. A 412 is a conflict if it carries the current post (RFC 9110, 15.5.13). */
function toEvent(error: unknown, draft: NewPost): SaveEvent {
  const current = error instanceof ApiError && error.status === 412 ? error.problem.current : undefined;
  if (!current) return { type: "fail", error: toActionError(error) };
  return { type: "conflict", conflict: { mine: completeText(draft), theirs: current as Post } };
}

/**
 * The state of an editor and its save: validates the form, sends it once, and holds the outcome.
 * @param timeZone the site's, of the dates in the form
 * @param send stores a valid draft; it rejects with an ApiError
 */
export function useSave(
  start: SaveStart,
  timeZone: string,
  send: (draft: NewPost, base: BaseVersion) => Promise<Post>,
) {
  const [state, dispatch] = useReducer(saveReducer, start, initSaveState);
  const isSaving = useRef(false);

  /** @returns whether the post was saved */
  async function save(form: HTMLFormElement): Promise<boolean> {
    // A second submit can arrive before the first is rendered.
    if (isSaving.current) return false;
    const checked = readDraft(form, timeZone);
    if ("errors" in checked) {
      dispatch({ type: "fail", error: { status: 400, title: "", fields: checked.errors } });
      return false;
    }
    isSaving.current = true;
    dispatch({ type: "save" });
    try {
      dispatch({ type: "succeed", post: await send(checked.draft, state.base) });
      return true;
    } catch (error) {
      dispatch(toEvent(error, checked.draft));
      return false;
    } finally {
      isSaving.current = false;
    }
  }

  /** Resolves a conflict: loads the other revision into the form. */
  function takeTheirs(): void {
    const theirs = state.conflict?.theirs;
    if (!theirs) return;
    const fields = toFormValues(theirs, Date.now(), timeZone);
    dispatch({ type: "takeTheirs", start: { fields, posted: NO_FORM_POST, publication: fields.publication } });
  }

  return { state, save, takeTheirs };
}

/** The return value of `useSave`. */
export type Saving = ReturnType<typeof useSave>;
