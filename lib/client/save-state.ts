import type { Comparison } from "#lib/shared/compare-posts";
import type { RejectedForm } from "#lib/shared/forms";
import type { PostText } from "#lib/shared/post-fields";
import type { PostFormValues, Publication } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import type { ActionError } from "./use-action.ts";

/** The result of a form posted without JavaScript: rejected, or previewed. */
export type FormPost = {
  refused: RejectedForm | null;
  previewed: { typed: Record<string, string>; html: string } | null;
};
export const NO_FORM_POST: FormPost = { refused: null, previewed: null };

/** The version a save replaces; the server rejects it (412) if the post has another one. Empty for a new post. */
export type BaseVersion = { version?: number };

/** Somebody else saved the post since the base version. */
export type Conflict = { mine: PostText; theirs: Post; comparison?: Comparison };

/** What the form shows first. */
export type FormStart = {
  fields: PostFormValues;
  posted: FormPost;
  /** How the post is stored now. */
  publication: Publication | "new";
};

type Phase =
  | { name: "editing" }
  | { name: "saving" }
  | { name: "saved"; post: Post }
  | { name: "failed"; error: ActionError };

export type SaveState = {
  phase: Phase;
  /** `id` changes when the form has to start over. */
  form: FormStart & { id: number };
  base: BaseVersion;
  /** Stays until a save succeeds or theirs is taken. */
  conflict: Conflict | null;
  /** The author's content after theirs was taken. */
  replacedContent: string | null;
};

export type SaveStart = FormStart & { base?: BaseVersion; conflict?: Conflict | null };

export type SaveEvent =
  | { type: "save" }
  | { type: "succeed"; post: Post }
  | { type: "fail"; error: ActionError }
  | { type: "conflict"; conflict: Conflict }
  | { type: "takeTheirs"; start: FormStart };

export function initSaveState({ base = {}, conflict = null, ...start }: SaveStart): SaveState {
  const error = conflict ? null : start.posted.refused;
  return {
    phase: error ? { name: "failed", error } : { name: "editing" },
    form: { ...start, id: 0 },
    base,
    conflict,
    replacedContent: null,
  };
}

export function saveReducer(state: SaveState, event: SaveEvent): SaveState {
  switch (event.type) {
    case "save":
      return { ...state, phase: { name: "saving" } };
    case "succeed":
      return { ...state, phase: { name: "saved", post: event.post } };
    case "fail":
      return { ...state, phase: { name: "failed", error: event.error } };
    case "conflict": {
      // The author is shown theirs, so the next save may replace it.
      const { conflict } = event;
      return { ...state, phase: { name: "editing" }, conflict, base: { version: conflict.theirs.version } };
    }
    case "takeTheirs":
      return {
        ...state,
        phase: { name: "editing" },
        form: { ...event.start, id: state.form.id + 1 },
        conflict: null,
        replacedContent: state.conflict?.mine.content ?? null,
      };
  }
}
