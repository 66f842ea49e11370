import type { Comparison } from "#lib/shared/compare-posts";
import type { RejectedForm } from "#lib/shared/forms";
import type { PostText } from "#lib/shared/post-fields";
import type { EditorPost, PostFormValues } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import type { ActionError } from "./use-action.ts";

/** The result of a form posted without JavaScript: rejected, or previewed. */
export type FormPost = {
  refused: RejectedForm | null;
  previewed: { typed: Record<string, string>; html: string } | null;
};

/** The fields of such a form. */
export const typedIn = ({ previewed, refused }: FormPost): Record<string, string> | undefined =>
  refused?.typed ?? previewed?.typed;

/** The account that wrote the text of such a form: another one may be signed in since. @param viewer who sees the page */
export function writerOf(posted: FormPost, viewer: string | null): string | null {
  const writer = typedIn(posted)?.account;
  return writer === undefined ? viewer : writer || null;
}

/** Somebody else, or the writer in another tab, saved the post since the base version. */
export type Conflict = {
  /** The text that both started from; null where it is not known. */
  base: PostText | null;
  mine: PostText;
  theirs: EditorPost;
  /** From the server, after a form post without JavaScript. */
  comparison?: Comparison;
};

/** What an editor edits. */
export type EditedText = {
  /** The post, in the version that the text is based on; null for a new one. */
  post: Pick<Post, "id" | "version" | "status" | "publishedAt"> | null;
  /** The stored text as the form shows it, or an empty form. */
  stored: PostFormValues;
  /** The text of the version that the draft is based on, where it is known. */
  base: PostFormValues | null;
};

/** The ids of the local drafts that have the texts of a conflict which are nowhere else. */
export type SetAside = { mine: string | null; theirs: string | null };

/** A conflict that is resolved, and the way back. */
export type Resolved = { conflict: Conflict; values: PostFormValues; before: EditedText; aside: SetAside };

/** A newer text than the stored one, which the editor shows. */
export type Recovered = {
  /** This device's local draft, or an autosave from elsewhere. */
  from: "device" | "server";
  /** Milliseconds since 1970. */
  savedAt: number;
};

type Phase =
  | { name: "editing" }
  | { name: "saving" }
  | { name: "saved"; post: EditorPost }
  | { name: "refused"; error: ActionError }
  /** The server was not reached; the save is repeated unless the text changes first. */
  | { name: "unreachable"; error: ActionError }
  | { name: "signed-out" }
  | { name: "other-account" }
  /** The post was deleted meanwhile. */
  | { name: "deleted" };

export type EditorState = Pick<EditedText, "post" | "stored"> & {
  phase: Phase;
  conflict: Conflict | null;
  /** The conflict that was resolved last, until the post is saved. */
  resolved: Resolved | null;
  recovered: Recovered | null;
  /** How many saves have failed: the focus moves to the first invalid field after each. */
  failures: number;
};

export type EditorEvent =
  /** @param field the name of the field that was changed */
  | { type: "edit"; field: string }
  | { type: "save" }
  | { type: "saved"; post: EditorPost; values: PostFormValues }
  | { type: "fail"; phase: Exclude<Phase, { name: "editing" | "saving" | "saved" }> }
  | { type: "conflict"; conflict: Conflict }
  /** The writer goes on typing while the conflict is shown. */
  | { type: "merge"; conflict: Conflict }
  /** Both texts are merged, or one is chosen: the next save replaces theirs. */
  | { type: "resolve"; values: PostFormValues; resolved: Resolved | null }
  | { type: "recover"; recovered: Recovered }
  | { type: "discard" }
  /** The text becomes a new post. */
  | { type: "detach"; values: PostFormValues };

/** Fields of the form whose errors have another name. */
const ERROR_NAMES: Record<string, string> = { publication: "publishedAt", publishAt: "publishedAt" };

/** The phase after a change of a field: an error stays until its cause changes. */
function phaseAfterEdit(phase: Phase, field: string): Phase {
  switch (phase.name) {
    case "refused": {
      const name = ERROR_NAMES[field] ?? field;
      const isOther = ([path]: [string, unknown]) => path !== name && !path.startsWith(`${name}.`);
      const fields = Object.entries(phase.error.fields).filter(isOther);
      if (fields.length === 0) return { name: "editing" };
      return { ...phase, error: { ...phase.error, fields: Object.fromEntries(fields) } };
    }
    case "saved":
    case "unreachable":
      return { name: "editing" };
    default:
      return phase;
  }
}

export function editorReducer(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "edit": {
      const phase = phaseAfterEdit(state.phase, event.field);
      return phase === state.phase ? state : { ...state, phase };
    }
    case "save":
      return { ...state, phase: { name: "saving" } };
    case "saved":
      return {
        ...state,
        phase: { name: "saved", post: event.post },
        post: event.post,
        stored: event.values,
        conflict: null,
        resolved: null,
        recovered: null,
      };
    case "fail":
      return { ...state, phase: event.phase, failures: state.failures + 1 };
    case "conflict":
      return { ...state, phase: { name: "editing" }, conflict: event.conflict, resolved: null };
    case "merge":
      return { ...state, conflict: event.conflict };
    case "resolve": {
      const theirs = state.conflict?.theirs ?? state.post;
      return {
        ...state,
        phase: { name: "editing" },
        post: theirs,
        stored: event.values,
        conflict: null,
        resolved: event.resolved,
      };
    }
    case "recover":
      return { ...state, recovered: event.recovered };
    case "discard":
      return { ...state, phase: { name: "editing" }, recovered: null };
    case "detach":
      return { ...state, phase: { name: "editing" }, post: null, stored: event.values, conflict: null };
  }
}
