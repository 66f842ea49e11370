import type { PostFormValues } from "#lib/shared/post-form";
import type { NewPost } from "#lib/shared/posts";
import { api, type Client } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { toAutosave } from "./autosave-values.ts";
import { type AutosaveStatus, createAutosaver } from "./autosaver.ts";
import { onDevice } from "./device-database.ts";
import { type DraftDevice, thisDevice } from "./draft-device.ts";
import { newDraftId } from "./draft-entry.ts";
import { createDraftRecorder, type LocalStatus } from "./draft-recorder.ts";
import type { EditedText } from "./editor-state.ts";
import { isSameValues } from "./form-values.ts";
import type { LocalDraft } from "./local-drafts.ts";

/** How long after a key the form is compared with the stored text, in milliseconds. */
const COMPARISON_DELAY_MS = 300;

export type EditorForm = {
  /** Null while there is no form. */
  read: () => PostFormValues | null;
  write: (values: PostFormValues) => void;
};

export type AutosaveServer = Pick<Client, "putAutosave" | "getAutosave" | "deleteAutosave">;

/** A newer text than the stored one. Its draft is locked until `release` is called. */
export type FoundDraft = {
  id: string;
  release: () => void;
  values: PostFormValues;
  from: "device" | "server";
  /** Milliseconds since 1970. */
  savedAt: number;
  baseVersion: number | null;
  /** The text of that version, where it is known. */
  base: PostFormValues | null;
  sent: NewPost | null;
  autosaveVersion: number;
  isAutosaved: boolean;
  /** Whether another device has changed the autosave since: both texts go on, under two ids. */
  isForked: boolean;
};

type Options = EditedText & {
  /** Null for an anonymous writer, who has no autosaves. */
  account: string | null;
  timeZone: string;
  form: EditorForm;
  onLocal: (status: LocalStatus) => void;
  onRemote: (status: AutosaveStatus) => void;
  /** Whether the form differs from the stored text. */
  onChanged: (isChanged: boolean) => void;
  device?: DraftDevice;
  server?: AutosaveServer;
};

/**
 * The draft in an editor: it gets an id with the first change, is stored on this device and, for an account, on the server, and ends when
 * the post itself is saved.
 */
export function createDraftSession(options: Options) {
  const { account, device = thisDevice, form, onChanged, onLocal, onRemote, server = api, timeZone } = options;
  let text: EditedText = options;
  let id: string | null = null;
  let release: (() => void) | null = null;
  /** The body of a create whose response has not arrived. */
  let sent: NewPost | null = null;
  let remote: AutosaveStatus = "none";
  /** What the form held when its page was left. */
  let left: PostFormValues | null = null;
  /** Whether another page may go on with the draft: what it has stored since is neither overwritten nor discarded. */
  let isLate = false;
  let comparison: ReturnType<typeof setTimeout> | undefined;
  let recorder: ReturnType<typeof createDraftRecorder> | undefined;
  let autosaver: ReturnType<typeof createAutosaver> | undefined;

  const readValues = (): PostFormValues | null => left ?? form.read();

  function readDraft(): LocalDraft | null {
    const values = readValues();
    if (!values || id === null) return null;
    const { base, post } = text;
    return {
      id,
      account,
      post: post?.id ?? null,
      baseVersion: post?.version ?? null,
      base,
      values,
      savedAt: Date.now(),
      sent,
      autosaveVersion: autosaver?.version ?? 0,
      isAutosaved: autosaver?.isCurrent ?? false,
    };
  }

  function readAutosave() {
    const values = readValues();
    return values && id !== null ? { id, input: toAutosave(values, text.post, timeZone) } : null;
  }

  /** Makes `next` the draft's id, and locks it unless it is locked already. */
  function take(next: string | null, lock: (() => void) | null = null): void {
    release?.();
    id = next;
    release = lock;
    device.writeEntry(next);
    if (next === null || lock) return;
    void device.lock(next).then((granted) => {
      if (id === next && left === null) release = granted;
      else granted?.();
    });
  }

  /** Tells recorder and autosaver of a change. */
  function change(): void {
    const values = readValues();
    if (!values) return;
    const isChanged = !isSameValues(values, text.stored);
    onChanged(isChanged);
    if (isChanged && id === null) take(newDraftId());
    if (id === null) return;
    recorder?.changed();
    autosaver?.changed();
  }

  /** The same for each key: it reads the form, which takes time in a long text, only a moment later. */
  function noteTyping(): void {
    if (id === null) {
      change();
      return;
    }
    onChanged(true);
    recorder?.changed();
    autosaver?.changed();
    comparison ??= setTimeout(() => {
      comparison = undefined;
      const values = readValues();
      if (values && id !== null) onChanged(!isSameValues(values, text.stored));
    }, COMPARISON_DELAY_MS);
  }

  /** Goes on under another id, because this one is another device's, or has made a post. */
  async function renew(): Promise<void> {
    const former = id;
    if (former === null) return;
    const next = newDraftId();
    take(next);
    autosaver?.reset();
    await recorder?.flush();
    await onDevice(() => device.move(former, next), onLocal);
    autosaver?.changed();
  }

  /** The draft is saved elsewhere, or discarded: the next change begins a new one. */
  async function end(): Promise<void> {
    const former = id;
    sent = null;
    if (left === null) take(null);
    id = null;
    autosaver?.reset();
    onChanged(false);
    if (former === null) return;
    await onDevice(() => (left === null ? device.discard(former) : device.discardSaved(former, left)));
  }

  return {
    get id() {
      return id;
    },
    get sent() {
      return sent;
    },
    get text() {
      return text;
    },
    /** Whether the page with the form has been left. */
    get isLeft() {
      return left !== null;
    },
    readValues,
    /** Gives the draft an id before its first change. */
    begin(): void {
      if (id === null) take(newDraftId());
    },
    change,
    noteTyping,
    renew,
    end,

    /** Begins to store what is typed. */
    start(): void {
      left = null;
      isLate = false;
      recorder = createDraftRecorder(readDraft, onLocal, (draft, options) =>
        device.write(draft, { ...options, isLate }),
      );
      if (account === null) return;
      autosaver = createAutosaver({
        read: readAutosave,
        put: (draft, input, version) => server.putAutosave(draft, input, version, { account }),
        onStatus(status) {
          remote = status;
          onRemote(status);
          // The next page that continues the draft has to know the version of the autosave.
          if (status === "saved") void recorder?.flush();
          // Both texts stay: the other device's under this id, and this one under another.
          if (status === "conflict" && !sent && left === null) void renew();
        },
      });
    },
    /** Stores what is not stored yet, and stops: the page is left. */
    stop(): void {
      clearTimeout(comparison);
      comparison = undefined;
      left = form.read();
      recorder?.stop();
      isLate = true;
      autosaver?.stop();
      release?.();
      release = null;
    },

    /** The text is another one now: another version of the post, or a new post. The draft goes on. */
    rebase(next: EditedText): void {
      text = next;
    },
    /** Sets the body of a create before it is sent, and null when its outcome is known. */
    async setSent(body: NewPost | null): Promise<void> {
      sent = body;
      if (body) await recorder?.flush();
    },
    /** Continues a draft that was found. */
    async resume(found: FoundDraft): Promise<void> {
      const { autosaveVersion, base, baseVersion, isAutosaved, values } = found;
      take(found.id, found.release);
      sent = found.sent;
      if (text.post && baseVersion !== null && baseVersion !== text.post.version) {
        text = { ...text, post: { ...text.post, version: baseVersion }, base };
      }
      form.write(values);
      autosaver?.adopt(autosaveVersion, isAutosaved);
      change();
      if (found.isForked) await renew();
    },
    /** Goes on with a text that was discarded. */
    restore(former: string, values: PostFormValues): void {
      take(former);
      form.write(values);
      change();
    },
    /** Stores a text under an id of its own, to be found among the unfinished texts. @returns the id */
    async setAside(values: PostFormValues): Promise<string | null> {
      const draft = readDraft();
      const aside = newDraftId();
      if (!draft) return null;
      const { autosaveVersion: _version, isAutosaved: _is, ...rest } = draft;
      const stored = { ...rest, id: aside, values, sent: null, isSetAside: true };
      return (await onDevice(() => device.write(stored).then(() => true), onLocal)) ? aside : null;
    },
    /** Discards a text that was set aside. */
    discardAside: (aside: string) => onDevice(() => device.discard(aside)),
    /** Stores the form's text with the text before it as an earlier state. */
    async keepState(): Promise<void> {
      const draft = readDraft();
      if (draft) await onDevice(() => device.write(draft, { isState: true }), onLocal);
    },
    /** Stores pending changes now, on this device and for an account on the server. */
    async store(): Promise<void> {
      await Promise.all([recorder?.flush(), autosaver?.flush()]);
    },
    /** Stores the text on this device and lets no autosave be in flight: before the post itself is saved. */
    async settle(): Promise<void> {
      await Promise.all([recorder?.flush(), autosaver?.settle()]);
    },
    /** The server has deleted the autosave: what is typed from now on is a new one. */
    forgetAutosave(): void {
      autosaver?.reset();
    },
    /** Tries to reach the server again. */
    retry(): void {
      autosaver?.retry();
    },
    /** Tries again what another account or none could not save: the right one may have signed in, in another tab. */
    retryRefused(): void {
      if (remote === "signed-out" || remote === "other-account") autosaver?.retry();
    },
    /** Deletes an autosave; one that the server does not delete now stays listed. */
    async deleteAutosave(draft: string): Promise<void> {
      await server.deleteAutosave(draft).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      });
    },
    /** Stores the draft's id in the entry of the session history. */
    markEntry(): void {
      if (id !== null) device.writeEntry(id);
    },
  };
}

/** The return value of `createDraftSession`. */
export type DraftSession = ReturnType<typeof createDraftSession>;
