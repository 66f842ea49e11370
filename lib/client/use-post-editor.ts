import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Autosave } from "#lib/shared/autosaves";
import { baseDirection } from "#lib/shared/direction";
import { completeText, type PostText, parseText } from "#lib/shared/post-fields";
import { EMPTY_FORM, type PostFormValues, toFormValues } from "#lib/shared/post-form";
import type { NewPost, Post } from "#lib/shared/posts";
import { api } from "./api.ts";
import { fromAutosave, toAutosave } from "./autosave-values.ts";
import { type AutosaveStatus, createAutosaver } from "./autosaver.ts";
import { checkForm } from "./check-form.ts";
import { moveEntryToPost, newDraftId, readDraftEntry, readDraftLink, writeDraftEntry } from "./draft-entry.ts";
import { isDraftOpen, lockDraft } from "./draft-lock.ts";
import { createDraftRecorder, type LocalStatus } from "./draft-recorder.ts";
import { type Conflict, type EditorState, editorReducer, type FormPost } from "./editor-state.ts";
import { isSameValues, readFormValues, writeFormValues } from "./form-values.ts";
import {
  discardLocalDraft,
  type LocalDraft,
  LocalDraftError,
  listLocalDrafts,
  purgeDiscardedDrafts,
  readLocalDraft,
  restoreLocalDraft,
  writeLocalDraft,
} from "./local-drafts.ts";
import { rememberOwnSave } from "./own-saves.ts";
import { type SaveOutcome, savePost } from "./save-post.ts";
import { toSaveStatus } from "./save-status.ts";
import { useOnline } from "./use-online.ts";
import { useCreatePost, useUpdatePost } from "./use-post-changes.ts";

/** How long a save waits for an autosave in flight, in milliseconds. */
const SETTLE_MAX_MS = 3_000;
/** The first and the longest pause before a save that did not reach the server is repeated, in milliseconds. */
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60_000;

export type EditorStart = {
  /** The account that writes; null for an anonymous writer, who has no autosaves. */
  account: string | null;
  /** The post as the text is based on it; null for a new one. */
  post: EditorState["post"];
  /** Its text, or an empty form. */
  stored: PostFormValues;
  /** What a form post without JavaScript led to. */
  posted: FormPost;
  /** The account's newest autosave of the post. */
  autosave: Autosave | null;
  conflict?: Conflict | null;
};

/** What the editor knows besides what it shows. */
type Session = {
  /** The id of the draft; null until something is typed. */
  draft: string | null;
  release: (() => void) | null;
  post: EditorState["post"];
  stored: PostFormValues;
  /** The text of the version that the draft is based on, where it is known. */
  base: PostText | null;
  /** A create whose response has not arrived. */
  sent: NewPost | null;
};

const initialState = ({ conflict = null, post, posted, stored }: EditorStart): EditorState => ({
  phase: !conflict && posted.refused ? { name: "refused", error: posted.refused } : { name: "editing" },
  post,
  stored,
  conflict,
  recovered: null,
  failures: 0,
});

const wait = (ms: number) => new Promise<void>((resolve) => window.setTimeout(resolve, ms));

/** Runs `work` on local drafts; @returns undefined where this device stores none */
async function onDevice<T>(
  work: () => Promise<T>,
  onFailure: (error: LocalDraftError) => void = () => {},
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LocalDraftError)) throw error;
    onFailure(error);
    return undefined;
  }
}

/**
 * An editor: its form's text is stored on this device and, for an account, saved on the server as it is typed; `save` saves the post
 * itself.
 * @param timeZone the site's, of the dates in the form
 * @param onSaved called after a save that the form has not changed since
 */
export function usePostEditor(start: EditorStart, timeZone: string, onSaved: (post: Post) => unknown) {
  const { account } = start;
  const form = useRef<HTMLFormElement>(null);
  const createPost = useCreatePost(baseDirection);
  const updatePost = useUpdatePost();
  const isOnline = useOnline();
  const [state, dispatch] = useReducer(editorReducer, start, initialState);
  const [local, setLocal] = useState<LocalStatus>("stored");
  const [remote, setRemote] = useState<AutosaveStatus>("none");
  const [isChanged, setChanged] = useState(false);
  const retry = useRef<{ timer?: number; pause: number; again?: () => void }>({ pause: RETRY_MIN_MS });
  const isSaving = useRef(false);
  const session = useRef<Session>({
    draft: null,
    release: null,
    post: start.post,
    stored: start.stored,
    base: start.post ? parseText(start.stored) : null,
    sent: null,
  });

  const readDraft = useCallback((): LocalDraft | null => {
    const { base, draft, post, sent, stored } = session.current;
    if (!form.current || draft === null) return null;
    return {
      id: draft,
      account,
      post: post?.id ?? null,
      baseVersion: post?.version ?? null,
      base: base && stored,
      values: readFormValues(form.current),
      savedAt: Date.now(),
      sent,
      autosaveVersion: autosaver.current?.version ?? 0,
    };
  }, [account]);

  const recorder = useRef<ReturnType<typeof createDraftRecorder>>(undefined);
  const autosaver = useRef<ReturnType<typeof createAutosaver>>(undefined);

  /** Tells recorder and autosaver of a change. */
  const noteChange = useCallback(() => {
    if (!form.current) return;
    const current = session.current;
    const hasChanged = !isSameValues(readFormValues(form.current), current.stored);
    setChanged(hasChanged);
    if (hasChanged && current.draft === null) {
      const id = newDraftId();
      current.draft = id;
      writeDraftEntry(id);
      void lockDraft(id).then((release) => {
        if (current.draft === id) current.release = release;
        else release?.();
      });
    }
    if (current.draft === null) return;
    recorder.current?.changed();
    autosaver.current?.changed();
  }, []);

  /** The draft is saved elsewhere, or discarded: the next word begins a new one. */
  const endDraft = useCallback(() => {
    const current = session.current;
    current.release?.();
    Object.assign(current, { draft: null, release: null, sent: null });
    writeDraftEntry(null);
    autosaver.current?.reset();
    setChanged(false);
  }, []);

  useEffect(() => {
    let isMounted = true;
    const current = session.current;
    const fail = ({ reason }: LocalDraftError) => setLocal(reason);
    recorder.current = createDraftRecorder(readDraft, setLocal);
    autosaver.current =
      account === null
        ? undefined
        : createAutosaver({
            read() {
              const draft = readDraft();
              return draft && { id: draft.id, input: toAutosave(draft.values, current.post, timeZone) };
            },
            put: (id, input, version) => api.putAutosave(id, input, version, { account }),
            onStatus(status) {
              setRemote(status);
              // The next page that continues the draft has to know the version of the autosave.
              if (status === "saved") void recorder.current?.flush();
            },
          });

    /** Locks and reads a draft of this editor's account and post. */
    async function claim(id: string): Promise<{ draft: LocalDraft; release: () => void } | undefined> {
      const release = await lockDraft(id);
      if (!release) return undefined;
      const draft = await onDevice(() => readLocalDraft(id), fail);
      if (draft && draft.account === account && draft.post === (start.post?.id ?? null)) return { draft, release };
      release();
      return undefined;
    }

    /** The newest draft of the post that no tab has open. */
    async function claimOrphan() {
      if (!start.post) return undefined;
      const drafts = (await onDevice(() => listLocalDrafts(account), fail)) ?? [];
      for (const { id, post } of drafts) {
        if (post === start.post.id && !(await isDraftOpen(id))) return claim(id);
      }
      return undefined;
    }

    /** An autosave of a new text, from another device. */
    async function findAutosave(id: string | undefined): Promise<Autosave | null> {
      if (id === undefined || account === null || start.post) return null;
      return api.getAutosave(id).catch(() => null);
    }

    async function recover(): Promise<void> {
      void onDevice(purgeDiscardedDrafts);
      const linked = readDraftLink();
      const entry = readDraftEntry() ?? linked;
      const rendered = form.current && readFormValues(form.current);
      const found = (entry !== undefined ? await claim(entry) : undefined) ?? (await claimOrphan());
      const autosave = start.autosave ?? (found || entry !== linked ? null : await findAutosave(linked));
      if (!isMounted) return found?.release();
      const isServerNewer = autosave && Date.parse(autosave.updatedAt) > (found?.draft.savedAt ?? 0);
      const values = isServerNewer ? fromAutosave(autosave, timeZone) : found?.draft.values;
      const isUntouched = isMounted && form.current && rendered && isSameValues(readFormValues(form.current), rendered);
      if (!values || !isUntouched || !form.current || isSameValues(values, start.stored)) {
        found?.release();
        return;
      }
      const id = isServerNewer ? autosave.id : (found?.draft.id as string);
      const isSame = found?.draft.id === id;
      if (!isSame) found?.release();
      current.draft = id;
      current.release = isSame ? (found?.release ?? null) : await lockDraft(id);
      current.sent = isSame ? (found?.draft.sent ?? null) : null;
      const baseVersion = isServerNewer ? autosave.baseVersion : found?.draft.baseVersion;
      if (current.post && baseVersion && baseVersion !== current.post.version) {
        current.post = { ...current.post, version: baseVersion };
        current.base = isSame && found?.draft.base ? parseText(found.draft.base) : null;
      }
      const autosaveVersion = autosave?.id === id ? autosave.version : found?.draft.autosaveVersion;
      if (autosaveVersion !== undefined) autosaver.current?.adopt(autosaveVersion);
      writeDraftEntry(id);
      writeFormValues(form.current, values);
      setChanged(true);
      const savedAt = isServerNewer ? Date.parse(autosave.updatedAt) : (found?.draft.savedAt ?? 0);
      dispatch({ type: "recover", recovered: { from: isServerNewer ? "server" : "device", savedAt } });
      noteChange();
    }
    // Text typed before hydration, or shown again after a form post without JavaScript, is a change too.
    noteChange();
    if (current.draft === null) void recover();

    const onOnline = () => {
      autosaver.current?.retry();
      retry.current.again?.();
    };
    window.addEventListener("online", onOnline);
    return () => {
      isMounted = false;
      window.removeEventListener("online", onOnline);
      window.clearTimeout(retry.current.timer);
      recorder.current?.stop();
      autosaver.current?.stop();
      current.release?.();
    };
    // The editor of another post is another component: `start` is what it was first.
  }, []);

  function cancelRetry(): void {
    window.clearTimeout(retry.current.timer);
    retry.current = { pause: RETRY_MIN_MS };
  }

  /** For the form's `input` events. @param field the name of the changed field */
  function change(field: string): void {
    // A save that failed is not repeated with a text that the writer has begun to change.
    cancelRetry();
    dispatch({ type: "edit", field });
    noteChange();
  }

  async function finish(post: Post, values: PostFormValues): Promise<void> {
    const current = session.current;
    const isNew = current.post === null;
    Object.assign(current, { post, stored: values, base: completeText(post), sent: null });
    rememberOwnSave(post);
    if (isNew) moveEntryToPost(post.id);
    const isUnchanged = form.current !== null && isSameValues(readFormValues(form.current), values);
    dispatch({ type: "saved", post, values });
    if (!isUnchanged) {
      // Typed while the save was in flight: it stays a draft of the saved post.
      autosaver.current?.reset();
      noteChange();
      return;
    }
    const { draft } = current;
    endDraft();
    if (draft !== null) await onDevice(() => discardLocalDraft(draft));
    await onSaved(post);
  }

  async function showConflict(draft: NewPost, theirs: Post): Promise<void> {
    const current = session.current;
    const { version } = current.post ?? {};
    // An autosave from another device does not know the text that it is based on.
    const base =
      current.base ??
      (version === undefined
        ? null
        : await api.getRevision(theirs.id, version).then(
            (revision) => completeText(revision),
            () => null,
          ));
    const conflict = { base, mine: completeText(draft), theirs };
    dispatch({ type: "conflict", conflict });
  }

  function repeatLater(retryAfter: number | undefined, again: () => void): void {
    const { pause } = retry.current;
    window.clearTimeout(retry.current.timer);
    retry.current = {
      timer: window.setTimeout(again, Math.max(pause, (retryAfter ?? 0) * 1000)),
      pause: Math.min(RETRY_MAX_MS, pause * 2),
      again,
    };
  }

  async function settle(
    outcome: SaveOutcome,
    draft: NewPost,
    values: PostFormValues,
    again: () => void,
  ): Promise<void> {
    switch (outcome.kind) {
      case "saved":
        return finish(outcome.post, values);
      case "conflict":
        return showConflict(draft, outcome.theirs);
      case "unreachable":
        dispatch({ type: "fail", phase: { name: "unreachable", error: outcome.error } });
        return repeatLater(outcome.retryAfter, again);
      case "refused":
        return dispatch({ type: "fail", phase: { name: "refused", error: outcome.error } });
      default:
        return dispatch({ type: "fail", phase: { name: outcome.kind } });
    }
  }

  /**
   * Saves the post.
   * @param changes values that differ from the form's, such as its publication
   */
  async function save(changes: Partial<PostFormValues> = {}): Promise<void> {
    // A second submit can arrive before the first is rendered.
    if (isSaving.current || !form.current) return;
    const values = readFormValues(form.current);
    const checked = checkForm({ ...values, ...changes }, timeZone);
    if ("errors" in checked) {
      dispatch({ type: "fail", phase: { name: "refused", error: { status: 400, title: "", fields: checked.errors } } });
      return;
    }
    isSaving.current = true;
    window.clearTimeout(retry.current.timer);
    dispatch({ type: "save" });
    const current = session.current;
    current.draft ??= newDraftId();
    const id = current.draft;
    try {
      // Neither a device nor an autosave that hangs holds a save back.
      const stored = Promise.all([recorder.current?.flush(), autosaver.current?.settle()]);
      await Promise.race([stored, wait(SETTLE_MAX_MS)]);
      const body = { ...checked.draft, ...(account !== null && { autosave: id }) };
      const outcome = await savePost(
        { draft: id, base: current.post, body, sent: current.sent },
        {
          create: (post, key) => createPost(post, key, account),
          change: (post, patch, version) => updatePost(post, patch, { version, account }),
          async onSent(sent) {
            current.sent = sent;
            if (sent) await recorder.current?.flush();
          },
        },
      );
      await settle(outcome, checked.draft, values, () => void save(changes));
      // What is not in the post goes on being saved as pending changes.
      if (outcome.kind !== "saved") autosaver.current?.changed();
    } finally {
      isSaving.current = false;
    }
  }

  /** Stores the form's text as the local draft it is, with the text before it as an earlier state. */
  async function keepState(): Promise<void> {
    const draft = readDraft();
    if (draft) await onDevice(() => writeLocalDraft(draft, { isState: true }));
  }

  /** Resolves a conflict with a text of both: the next save replaces theirs. What the form had stays as an earlier state. */
  async function resolve(text: PostText): Promise<void> {
    const current = session.current;
    const { conflict } = state;
    if (!conflict || !form.current) return;
    await keepState();
    const { publication, publishAt, scheduledFor } = readFormValues(form.current);
    const theirs = toFormValues(conflict.theirs, Date.now(), timeZone);
    Object.assign(current, { post: conflict.theirs, stored: theirs, base: completeText(conflict.theirs) });
    const merged = toFormValues({ ...text, status: "published", publishedAt: null }, Date.now(), timeZone);
    writeFormValues(form.current, { ...merged, publication, publishAt, scheduledFor });
    dispatch({ type: "resolve", values: theirs });
    noteChange();
    await keepState();
  }

  /** Goes back to the stored text. @returns a function that brings the discarded one back */
  async function discard(): Promise<() => Promise<void>> {
    const current = session.current;
    const { draft, stored } = current;
    if (!form.current || draft === null) return async () => {};
    const discarded = readFormValues(form.current);
    await recorder.current?.flush();
    await autosaver.current?.settle();
    writeFormValues(form.current, stored);
    endDraft();
    await onDevice(() => discardLocalDraft(draft));
    if (account !== null) await api.deleteAutosave(draft).catch(() => {});
    dispatch({ type: "discard" });
    return async () => {
      if (!form.current) return;
      await onDevice(() => restoreLocalDraft(draft));
      current.draft = draft;
      current.release = await lockDraft(draft);
      writeFormValues(form.current, discarded);
      noteChange();
    };
  }

  /** The post is gone: saves the text as a draft of a new one. */
  async function saveAsNew(): Promise<void> {
    const current = session.current;
    endDraft();
    Object.assign(current, { post: null, stored: EMPTY_FORM, base: null });
    dispatch({ type: "detach", values: EMPTY_FORM });
    noteChange();
    await save({ publication: "draft" });
  }

  /** Stores pending changes now: on this device, and for an account on the server. */
  async function store(): Promise<void> {
    await Promise.all([recorder.current?.flush(), autosaver.current?.flush()]);
  }

  /** Stores the draft's id in the entry of the session history. */
  function markEntry(): void {
    const { draft } = session.current;
    if (draft !== null) writeDraftEntry(draft);
  }

  /** Goes on after the writer has signed in again. */
  async function resume(): Promise<void> {
    autosaver.current?.retry();
    if (state.phase.name === "signed-out") await save();
  }

  const { name: phase } = state.phase;
  const hasSaved = phase === "saved";
  const status = toSaveStatus({ hasSaved, isChanged, isOnline, isSaving: phase === "saving", local, remote });
  return { form, state, status, change, save, saveAsNew, store, resolve, discard, resume, markEntry };
}

/** The return value of `usePostEditor`. */
export type PostEditor = ReturnType<typeof usePostEditor>;
