import { ApiError } from "#lib/client/api-error";
import type { AutosaveStatus } from "#lib/client/autosaver";
import { type DraftDevice, thisDevice } from "#lib/client/draft-device";
import type { LocalStatus } from "#lib/client/draft-recorder";
import { createDraftSession, type DraftSession } from "#lib/client/draft-session";
import { type EditorState, editorReducer } from "#lib/client/editor-state";
import { recoverDraft } from "#lib/client/find-draft";
import { DeviceStorageError, type LocalDraft } from "#lib/client/local-drafts";
import { createPostSaver } from "#lib/client/post-saver";
import { isUnsafe, toSaveStatus } from "#lib/client/save-status";
import { EMPTY_FORM, type PostFormValues, toFormValues } from "#lib/shared/post-form";
import type { ModelledSite } from "./modelled-site.ts";

/** What a connection does to a request. */
export type Fault = "none" | "slow" | "cut before" | "cut after" | "away";
const SLOW_MS = 8_000;

const wait = (ms: number) => new Promise<void>((resolve) => window.setTimeout(resolve, ms));
const ACCOUNT = "olga";

/** A browser profile of a device: local drafts of its own in the IndexedDB of this process, locks and a connection. */
export class ModelledDevice {
  readonly #name: string;
  readonly #locked = new Map<string, object>();
  isFull = false;
  fault: Fault = "none";

  constructor(name: string) {
    this.#name = name;
  }

  get account(): string {
    return `${ACCOUNT} ${this.#name}`;
  }

  /** The device as one tab sees it. @param tab releases its locks when it dies */
  of(tab: ModelledTab): DraftDevice {
    const toStored = (id: string) => `${this.#name} ${id}`;
    const fromStored = (draft: LocalDraft): LocalDraft => ({
      ...draft,
      id: draft.id.slice(this.#name.length + 1),
      account: ACCOUNT,
    });
    const requireRoom = () => {
      if (this.isFull) throw new DeviceStorageError("full");
    };
    return {
      ...thisDevice,
      read: async (id) => {
        const draft = await thisDevice.read(toStored(id));
        return draft && fromStored(draft);
      },
      write: async (draft, options) => {
        requireRoom();
        if (tab.isDead) return new Promise(() => {});
        return thisDevice.write({ ...draft, id: toStored(draft.id), account: this.account }, options);
      },
      list: async () => (await thisDevice.list(this.account)).map(fromStored),
      move: async (from, to) => {
        requireRoom();
        return thisDevice.move(toStored(from), toStored(to));
      },
      discard: (id) => thisDevice.discard(toStored(id)),
      discardSaved: (id, values) => thisDevice.discardSaved(toStored(id), values),
      restore: (id) => thisDevice.restore(toStored(id)),
      lock: async (id) => {
        const holder = this.#locked.get(id) as ModelledTab | undefined;
        if (holder && !holder.isDead) return null;
        this.#locked.set(id, tab);
        return () => {
          if (this.#locked.get(id) === tab) this.#locked.delete(id);
        };
      },
      readEntry: () => tab.entry,
      readLink: () => undefined,
      writeEntry: (id) => {
        tab.entry = id ?? undefined;
      },
    };
  }

  /** Sends a request of a tab; a dead one never learns the response. */
  async send<T>(tab: ModelledTab, request: () => T): Promise<T> {
    const { fault } = this;
    await wait(fault === "slow" ? SLOW_MS : 20);
    if (fault === "away" || fault === "cut before") throw new ApiError(0, {});
    const response = request();
    if (tab.isDead) return new Promise(() => {});
    if (fault === "cut after") throw new ApiError(0, {});
    return response;
  }
}

/** A tab with an editor. */
export class ModelledTab {
  entry: string | undefined;
  isDead = false;
  /** Words in the form, with the time at which each was typed. */
  readonly typed = new Map<string, number>();
  state: EditorState;
  readonly #session: DraftSession;
  readonly #saver: ReturnType<typeof createPostSaver>;
  #values: PostFormValues | null;
  #local: LocalStatus = "stored";
  #remote: AutosaveStatus = "none";
  #isChanged = false;

  /** @param post the id of the post to edit; undefined for a new one. @param entry the draft in the entry of the session history */
  constructor(site: ModelledSite, device: ModelledDevice, post: string | undefined, entry: string | undefined) {
    this.entry = entry;
    const current = post === undefined ? null : (site.posts.get(post)?.post ?? null);
    const stored = current ? toFormValues(current, Date.now(), "UTC") : EMPTY_FORM;
    this.#values = stored;
    const start = { post: current, stored };
    this.state = { ...start, phase: { name: "editing" }, conflict: null, resolved: null, recovered: null, failures: 0 };
    const form = {
      read: () => (this.isDead ? null : this.#values),
      write: (values: PostFormValues) => {
        this.#values = values;
      },
    };
    const server = {
      putAutosave: (id: string, input: object, version: number) =>
        device.send(this, () => site.putAutosave(id, input, version, Date.now())),
      getAutosave: (id: string) => device.send(this, () => site.getAutosave(id)),
      deleteAutosave: (id: string) => device.send(this, () => void site.autosaves.delete(id)),
    };
    this.#session = createDraftSession({
      ...start,
      base: current && stored,
      account: ACCOUNT,
      timeZone: "UTC",
      form,
      device: device.of(this),
      server,
      onLocal: (status) => {
        this.#local = status;
      },
      onRemote: (status) => {
        this.#remote = status;
      },
      onChanged: (isChanged) => {
        this.#isChanged = isChanged;
      },
    });
    this.#saver = createPostSaver({
      session: this.#session,
      form,
      account: ACCOUNT,
      timeZone: "UTC",
      conflict: null,
      server: {
        create: (body, key) => device.send(this, () => site.create(body, key)),
        change: (id, body, version) => device.send(this, () => site.change(id, body, version)),
        getRevision: site.keepsRevisions
          ? (id, version) => device.send(this, () => site.getRevision(id, version))
          : null,
      },
      dispatch: (event) => {
        this.state = editorReducer(this.state, event);
      },
      onStored: () => {},
      onSaved: () => {},
    });
    const autosave = [...site.autosaves.values()]
      .filter((other) => current && other.post === current.id)
      .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0];
    const options = { account: ACCOUNT, autosave: autosave ?? null, timeZone: "UTC", device: device.of(this), server };
    this.#session.start();
    void recoverDraft(this.#session, { ...options, onFailure: () => {} });
  }

  get text(): string {
    return JSON.stringify(this.#values);
  }

  /** Whether the editor says that leaving now loses words. */
  get isUnsafe(): boolean {
    const isSaving = this.state.phase.name === "saving";
    const sources = { isChanged: this.#isChanged, isSaving, hasSaved: false, isOnline: true };
    return isUnsafe(toSaveStatus({ ...sources, local: this.#local, remote: this.#remote }));
  }

  #change(change: (values: PostFormValues) => PostFormValues): void {
    if (!this.#values || this.isDead) return;
    this.#values = change(this.#values);
    this.#saver.noteChange();
    this.state = editorReducer(this.state, { type: "edit", field: "content" });
    this.#session.change();
  }

  /** Types a word at the start, in the middle or at the end, as a line of its own or within one. */
  type(word: string, place: "title" | "start" | "middle" | "end"): void {
    this.typed.set(word, Date.now());
    this.#change((values) => {
      if (place === "title") return { ...values, title: `${values.title} ${word}`.trim() };
      const lines = values.content.split("\n");
      const at = { start: 0, middle: Math.floor(lines.length / 2), end: lines.length - 1 }[place];
      const line = `${lines[at]} ${word}`.trim();
      const next = place === "middle" ? lines.with(at, line) : lines.toSpliced(at + (place === "end" ? 1 : 0), 0, word);
      return { ...values, title: values.title || word, content: next.filter((text) => text !== "").join("\n") };
    });
  }

  /** Deletes the last line. @returns what it had */
  erase(): string {
    const last = this.#values?.content.split("\n").at(-1) ?? "";
    this.#change((values) => ({ ...values, content: values.content.split("\n").slice(0, -1).join("\n") }));
    return last;
  }

  save(publication?: "draft"): void {
    void this.#saver.save(publication && { publication });
  }

  /** Does what the editor offers in its state. */
  async act(choice: "mine" | "theirs" | "both" | "undo"): Promise<void> {
    const { conflict, phase, resolved } = this.state;
    if (phase.name === "deleted") await this.#saver.saveAsNew();
    else if (conflict && choice === "mine") await this.#saver.keepMine();
    else if (conflict) await this.#saver.resolve(choice === "theirs" ? "theirs" : {});
    else if (resolved && choice === "undo") this.#saver.unresolve(resolved);
  }

  /** The browser is killed. */
  kill(): void {
    this.isDead = true;
  }

  /** Another page is opened in the tab: by a link on the site, whose script goes on, or in a new document. */
  leave(isReload: boolean): void {
    this.#saver.stop();
    this.#session.stop();
    this.#values = null;
    this.isDead = isReload;
  }
}
