import { comparableWith, completeText, type PostText, parseText } from "#lib/shared/post-fields";
import {
  type EditorPost,
  EMPTY_FORM,
  type PostFormValues,
  parseFormValues,
  toEditorValues,
  toFormValues,
} from "#lib/shared/post-form";
import type { NewPost, Revision } from "#lib/shared/posts";
import type { FieldErrors } from "#lib/shared/problems";
import { ApiError } from "./api-error.ts";
import type { Resolution } from "./conflict.ts";
import type { DraftSession, EditorForm } from "./draft-session.ts";
import type { Conflict, EditorEvent, Resolved } from "./editor-state.ts";
import { isSameValues } from "./form-values.ts";
import { type SaveApi, type SaveOutcome, savePost } from "./save-post.ts";
import { unfinishedUpload } from "./upload-placeholders.ts";

/** How long a save waits for an autosave in flight, in milliseconds. */
const SETTLE_MAX_MS = 3_000;
/** The first and the longest pause before a save that did not reach the server is repeated, in milliseconds. */
const RETRY_MIN_MS = 5_000;
const RETRY_MAX_MS = 60_000;

/** Why a text without revisions is not replaced. */
const NOT_SET_ASIDE = "This device cannot store the other text, which no history has";

type Options = {
  session: DraftSession;
  form: EditorForm;
  account: string | null;
  timeZone: string;
  /** A conflict that a form post without JavaScript led to. */
  conflict: Conflict | null;
  server: Omit<SaveApi, "onSent"> & {
    /** Null for a text without revisions: a text of a conflict that is not used is set aside then, of either writer. */
    getRevision: ((id: string, version: number) => Promise<Revision>) | null;
  };
  dispatch: (event: EditorEvent) => void;
  /** Called after each save. @param isNew whether it has created the post */
  onStored: (post: EditorPost, isNew: boolean) => void;
  /** Called after a save that the form has not changed since. */
  onSaved: (post: EditorPost) => unknown;
};

/** What a save comes to after a key that was used has been replaced. */
type KnownOutcome = Exclude<SaveOutcome, { kind: "key-reused" }>;

let validation: Promise<typeof import("./check-form.ts") | undefined> | undefined;

/** Loads the code that validates a form: with zod, it is larger than the rest of the editor. */
function loadValidation() {
  validation ??= import("./check-form.ts").catch(() => {
    validation = undefined;
    return undefined;
  });
  return validation;
}

/**
 * Validates a form as the server does; where the code for that cannot be loaded, the server alone does. A text that is to be published must
 * not wait for images.
 */
async function validate(
  values: PostFormValues,
  timeZone: string,
): Promise<{ draft: NewPost } | { errors: FieldErrors }> {
  const code = await loadValidation();
  const checked = code?.checkForm(values, timeZone) ?? { draft: parseFormValues(values, timeZone) as NewPost };
  const unfinished = values.publication === "draft" ? undefined : unfinishedUpload(values.content);
  if (unfinished === undefined) return checked;
  return { errors: { ...("errors" in checked && checked.errors), content: [unfinished] } };
}

const wait = (ms: number) => new Promise<void>((resolve) => window.setTimeout(resolve, ms));

/** Saves the post of an editor, again and again while the server cannot be reached, and merges it with what others have saved. */
export function createPostSaver(options: Options) {
  const { account, dispatch, form, onSaved, onStored, server, session, timeZone } = options;
  let { conflict } = options;
  /** Of the last save: values that differ from the form's, such as its publication. */
  let changes: Partial<PostFormValues> = {};
  let isSaving = false;
  let timer: number | undefined;
  let pause = RETRY_MIN_MS;
  /** Autosaves under former ids, which the post that is saved now replaces. */
  const obsolete: string[] = [];

  function stopRetrying(): void {
    window.clearTimeout(timer);
    timer = undefined;
    pause = RETRY_MIN_MS;
  }

  function retryLater(retryAfter = 0): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(changes, true), Math.max(pause, retryAfter * 1000));
    pause = Math.min(RETRY_MAX_MS, pause * 2);
  }

  async function finish(post: EditorPost, values: PostFormValues): Promise<void> {
    const isNew = session.text.post === null;
    stopRetrying();
    conflict = null;
    session.rebase({ post, stored: values, base: values });
    await session.setSent(null);
    onStored(post, isNew);
    dispatch({ type: "saved", post, values });
    for (const id of obsolete.splice(0)) void session.deleteAutosave(id);
    const now = session.readValues();
    if (!now || isSameValues(now, values)) {
      await session.end();
      if (!session.isLeft) await onSaved(post);
      return;
    }
    // Typed while the save was in flight: it stays a draft of the saved post.
    session.forgetAutosave();
    session.change();
    if (session.isLeft) await session.store();
  }

  async function showConflict(draft: NewPost, theirs: EditorPost): Promise<void> {
    const mine = completeText(draft);
    conflict = { base: await findBase(mine, theirs), mine, theirs };
    dispatch({ type: "conflict", conflict });
  }

  /** The text that both sides started from; null where it is not known. */
  async function findBase(mine: PostText, { id }: EditorPost): Promise<PostText | null> {
    const { sent, text } = session;
    if (text.base) return parseText(text.base);
    if (!text.post) return sent && completeText(sent);
    if (!server.getRevision) return null;
    // An autosave from another device does not know it.
    return server.getRevision(id, text.post.version).then(
      (revision) => comparableWith(mine, revision),
      (error: unknown) => {
        if (error instanceof ApiError) return null;
        throw error;
      },
    );
  }

  async function settle(outcome: KnownOutcome, draft: NewPost, values: PostFormValues): Promise<void> {
    switch (outcome.kind) {
      case "saved":
        return finish(outcome.post, values);
      case "conflict":
        return showConflict(draft, outcome.theirs);
      case "unreachable":
        dispatch({ type: "fail", phase: { name: "unreachable", error: outcome.error } });
        return retryLater(outcome.retryAfter);
      case "refused":
        return dispatch({ type: "fail", phase: { name: "refused", error: outcome.error } });
      default:
        return dispatch({ type: "fail", phase: { name: outcome.kind } });
    }
  }

  /** Sends the text; a key that another device has created a post with is replaced by a new one. */
  async function send(draft: NewPost): Promise<KnownOutcome> {
    const { id, sent, text } = session;
    if (id === null) throw new Error("A text is saved under the id of its draft");
    const body = { ...draft, ...(account !== null && { autosave: id }) };
    const outcome = await savePost(
      { draft: id, base: text.post, body, sent },
      { create: server.create, change: server.change, onSent: session.setSent },
    );
    if (outcome.kind !== "key-reused") return outcome;
    await session.renew();
    return send(draft);
  }

  /**
   * Saves the post.
   * @param changed values that differ from the form's, such as its publication
   * @param isRetry whether nothing new is to be said of it
   * @returns whether it was saved
   */
  async function save(changed: Partial<PostFormValues> = {}, isRetry = false): Promise<boolean> {
    // A second submit can arrive before the first is rendered.
    const values = session.readValues();
    if (isSaving || !values) return false;
    changes = changed;
    isSaving = true;
    try {
      const checked = await validate({ ...values, ...changes }, timeZone);
      if ("errors" in checked) {
        const error = { status: 400, title: "", fields: checked.errors };
        dispatch({ type: "fail", phase: { name: "refused", error } });
        return false;
      }
      window.clearTimeout(timer);
      if (!isRetry) dispatch({ type: "save" });
      session.begin();
      // Neither a device nor an autosave that hangs holds a save back.
      await Promise.race([session.settle(), wait(SETTLE_MAX_MS)]);
      const outcome = await send(checked.draft);
      await settle(outcome, checked.draft, values);
      // What is not in the post goes on being saved as pending changes.
      if (outcome.kind !== "saved") session.change();
      return outcome.kind === "saved";
    } finally {
      isSaving = false;
    }
  }

  /** The conflict with the text as it is in the form now. */
  function conflictNow(): Conflict | null {
    const values = form.read();
    return conflict && values && { ...conflict, mine: parseText(values) };
  }

  /**
   * Sets their text aside where no revision has it.
   * @returns the id of its local draft; null where a revision has it; undefined if this device cannot store it, which leaves the conflict
   */
  async function setTheirsAside(theirs: PostFormValues): Promise<string | null | undefined> {
    if (server.getRevision) return null;
    session.begin();
    const aside = await session.setAside(theirs);
    if (aside !== null) return aside;
    dispatch({ type: "fail", phase: { name: "refused", error: { status: 0, title: NOT_SET_ASIDE, fields: {} } } });
    return undefined;
  }

  /** Resolves the conflict: the form has the merged text, and saving it replaces theirs. */
  async function resolve(resolution: Resolution): Promise<void> {
    // The view of the conflict has loaded it.
    const { resolveConflict } = await import("./conflict.ts");
    const current = conflictNow();
    const values = form.read();
    if (!current || !values) return;
    const { text, isPartial } = resolveConflict(current, resolution);
    const before = session.text;
    const theirs = toEditorValues(current.theirs, Date.now(), timeZone);
    const theirsAside = isPartial.theirs ? await setTheirsAside(theirs) : null;
    if (theirsAside === undefined) return;
    const aside = { mine: isPartial.mine ? await session.setAside(values) : null, theirs: theirsAside };
    await session.keepState();
    const { publication, publishAt, scheduledFor } = values;
    const merged = toFormValues({ ...text, status: "published", publishedAt: null }, Date.now(), timeZone);
    conflict = null;
    session.rebase({ post: current.theirs, stored: theirs, base: theirs });
    form.write({ ...merged, publication, publishAt, scheduledFor });
    dispatch({ type: "resolve", values: theirs, resolved: { conflict: current, values, before, aside } });
    session.change();
    await session.keepState();
  }

  return {
    save,
    /** Does what the last save was to do. */
    saveAgain: () => save(changes),
    resolve,
    /** Saves the text of the form instead of theirs, which stays a revision or is set aside. */
    async keepMine(): Promise<void> {
      if (!conflict) return;
      const { theirs } = conflict;
      const stored = toEditorValues(theirs, Date.now(), timeZone);
      if ((await setTheirsAside(stored)) === undefined) return;
      conflict = null;
      session.rebase({ post: theirs, stored, base: stored });
      dispatch({ type: "resolve", values: stored, resolved: null });
      await save(changes);
    },
    /** Goes back to the conflict, and to the text before it was resolved. */
    unresolve({ aside, before, conflict: former, values }: Resolved): void {
      conflict = former;
      session.rebase(before);
      form.write(values);
      dispatch({ type: "conflict", conflict: former });
      session.change();
      for (const id of [aside.mine, aside.theirs]) if (id !== null) void session.discardAside(id);
    },
    /** The post is gone: saves the text as a draft of a new one. */
    async saveAsNew(): Promise<void> {
      if (session.id !== null) obsolete.push(session.id);
      session.rebase({ post: null, stored: EMPTY_FORM, base: null });
      dispatch({ type: "detach", values: EMPTY_FORM });
      await session.renew();
      await save({ publication: "draft" });
    },
    /** A change of the form: a save that failed is not repeated with a text that the writer has begun to change. */
    noteChange(): void {
      void loadValidation();
      stopRetrying();
    },
    conflictNow,
    /** Repeats a save that did not reach the server at once. */
    retry(): void {
      if (timer !== undefined) void save(changes, true);
    },
    stop: stopRetrying,
  };
}
