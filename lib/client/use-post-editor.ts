import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
import type { Autosave } from "#lib/shared/autosaves";
import { baseDirection } from "#lib/shared/direction";
import type { EditorPost, PostFormValues } from "#lib/shared/post-form";
import type { NewPost } from "#lib/shared/posts";
import { api } from "./api.ts";
import type { AutosaveStatus } from "./autosaver.ts";
import type { Resolution } from "./conflict.ts";
import { onDevice } from "./device-database.ts";
import { thisDevice } from "./draft-device.ts";
import { moveEntryToPost } from "./draft-entry.ts";
import type { LocalStatus } from "./draft-recorder.ts";
import { createDraftSession } from "./draft-session.ts";
import { type Conflict, type EditedText, type EditorState, editorReducer, type FormPost } from "./editor-state.ts";
import { recoverDraft } from "./find-draft.ts";
import { readFormValues, writeFormValues } from "./form-values.ts";
import type { DraftState } from "./local-drafts.ts";
import { rememberOwnSave } from "./own-saves.ts";
import { createPostSaver } from "./post-saver.ts";
import { toSaveStatus } from "./save-status.ts";
import { useOnline } from "./use-online.ts";
import { useCreatePost, useUpdatePost } from "./use-post-changes.ts";

/** How long a conflict waits for a pause in typing until it is merged again, in milliseconds. */
const MERGE_DELAY_MS = 500;

/** How a text that exists already is saved, and how its revisions are read. */
export type TextServer = {
  /** @param condition fails with 412 for another version, with 409 if another account is signed in */
  change: (id: string, body: NewPost, condition: { version: number; account: string | null }) => Promise<EditorPost>;
  getRevision: Parameters<typeof createPostSaver>[0]["server"]["getRevision"];
};

export type EditorStart = Pick<EditedText, "post" | "stored"> & {
  /** The account that writes; null for an anonymous writer, who has no autosaves. */
  account: string | null;
  /** What a form post without JavaScript led to. */
  posted: FormPost;
  /** The account's newest autosave of the post. */
  autosave: Autosave | null;
  conflict?: Conflict | null;
};

const initialState = ({ conflict = null, post, posted, stored }: EditorStart): EditorState => ({
  phase: !conflict && posted.refused ? { name: "refused", error: posted.refused } : { name: "editing" },
  post,
  stored,
  conflict,
  resolved: null,
  recovered: null,
  failures: 0,
});

/**
 * An editor: its form's text is stored on this device and, for an account, saved on the server as it is typed; `save` saves the post
 * itself.
 * @param timeZone the site's, of the dates in the form
 * @param server of the text about the site; by default that of a post
 * @param onSaved called after a save that the form has not changed since
 */
export function usePostEditor(
  start: EditorStart,
  timeZone: string,
  onSaved: (post: EditorPost) => unknown,
  server?: TextServer,
) {
  const { account } = start;
  const form = useRef<HTMLFormElement>(null);
  const [state, dispatch] = useReducer(editorReducer, start, initialState);
  const [local, setLocal] = useState<LocalStatus>("stored");
  const [remote, setRemote] = useState<AutosaveStatus>("none");
  const [isChanged, setChanged] = useState(false);
  const isOnline = useOnline();
  const mergeTimer = useRef(0);

  const createPost = useCreatePost(baseDirection);
  const updatePost = useUpdatePost();
  const latest = useRef({ createPost, updatePost, onSaved });
  useEffect(() => {
    latest.current = { createPost, updatePost, onSaved };
  });

  // One for the editor's life: the editor of another post is another component.
  const [{ saver, session }] = useState(() => {
    const fields = {
      read: () => form.current && readFormValues(form.current),
      write: (values: PostFormValues) => form.current && writeFormValues(form.current, values),
    };
    const base = start.post && start.stored;
    const status = { onLocal: setLocal, onRemote: setRemote, onChanged: setChanged };
    const session = createDraftSession({ ...start, base, timeZone, form: fields, ...status });
    const saver = createPostSaver({
      session,
      form: fields,
      account,
      timeZone,
      conflict: start.conflict ?? null,
      server: {
        create: (post, key) => latest.current.createPost(post, key, account),
        change: (id, body, version) => (server?.change ?? latest.current.updatePost)(id, body, { version, account }),
        getRevision: server ? server.getRevision : api.getRevision,
      },
      dispatch,
      onStored(post, isNew) {
        rememberOwnSave(post);
        if (isNew && !session.isLeft) moveEntryToPost(post.id);
      },
      onSaved: (post) => latest.current.onSaved(post),
    });
    return { session, saver };
  });

  // A layout effect: its cleanup still finds the form, with words that are not stored yet.
  useLayoutEffect(() => {
    session.start();
    void recover();

    async function recover(): Promise<void> {
      const where = {
        account,
        autosave: start.autosave,
        timeZone,
        device: thisDevice,
        server: api,
        onFailure: setLocal,
      };
      const found = await recoverDraft(session, where);
      // Text typed before hydration, or shown again after a form post without JavaScript, is a change too.
      if (!session.isLeft && session.id === null) session.change();
      if (found) dispatch({ type: "recover", recovered: { from: found.from, savedAt: found.savedAt } });
      await onDevice(() => thisDevice.purge());
    }
    const reach = () => {
      session.retry();
      saver.retry();
    };
    const onFocus = () => session.retryRefused();
    window.addEventListener("online", reach);
    window.addEventListener("focus", onFocus);
    return () => {
      window.removeEventListener("online", reach);
      window.removeEventListener("focus", onFocus);
      window.clearTimeout(mergeTimer.current);
      saver.stop();
      session.stop();
    };
  }, [session, saver]);

  /** For the form's `input` events. @param field the name of the changed field */
  function change(field: string): void {
    saver.noteChange();
    dispatch({ type: "edit", field });
    session.noteTyping();
    if (!state.conflict) return;
    window.clearTimeout(mergeTimer.current);
    mergeTimer.current = window.setTimeout(() => {
      const conflict = saver.conflictNow();
      if (conflict) dispatch({ type: "merge", conflict });
    }, MERGE_DELAY_MS);
  }

  /** Goes back to the stored text. @returns a function that brings the discarded one back */
  async function discard(): Promise<() => Promise<void>> {
    const [draft, discarded] = [session.id, session.readValues()];
    if (draft === null || !discarded) return async () => {};
    await session.settle();
    // Before the draft ends: each field that is written is a change, which would begin another one.
    if (form.current) writeFormValues(form.current, session.text.stored);
    await session.end();
    if (account !== null) await session.deleteAutosave(draft);
    dispatch({ type: "discard" });
    return async () => session.restore(draft, discarded);
  }

  /** Puts an earlier state of the draft into the form. @returns a function that brings back what it had */
  async function restoreState({ values }: DraftState): Promise<() => void> {
    const before = session.readValues();
    await session.keepState();
    const show = (shown: PostFormValues) => {
      if (form.current) writeFormValues(form.current, shown);
      session.change();
    };
    show(values);
    await session.keepState();
    return () => before && show(before);
  }

  const { name: phase } = state.phase;
  const hasSaved = phase === "saved";
  return {
    account,
    form,
    state,
    status: toSaveStatus({ hasSaved, isChanged, isOnline, isSaving: phase === "saving", local, remote }),
    change,
    save: (changes?: Partial<PostFormValues>) => saver.save(changes),
    saveAgain: saver.saveAgain,
    saveAsNew: saver.saveAsNew,
    store: session.store,
    resolve: (resolution: Resolution) => saver.resolve(resolution),
    keepMine: saver.keepMine,
    /** Undoes the last resolution of a conflict. */
    unresolve: () => state.resolved && saver.unresolve(state.resolved),
    discard,
    listStates: async (): Promise<DraftState[]> => {
      const { id } = session;
      return (id !== null && (await onDevice(() => thisDevice.states(id)))) || [];
    },
    restoreState,
    markEntry: session.markEntry,
    /** Goes on after the writer has signed in again. */
    async resume(): Promise<void> {
      session.retry();
      if (phase === "signed-out") await saver.saveAgain();
    },
  };
}

/** The return value of `usePostEditor`. */
export type PostEditor = ReturnType<typeof usePostEditor>;
