/**
 * The draft that belongs to the current entry of the session history, so that reload, Back and Forward find its text. It is stored
 * among the options of Next's own state, which survive navigation on the client; see docs/upgrading.md.
 */
type NextState = { url?: string; as?: string; options?: { draft?: unknown } } | null;

function inState(): string | undefined {
  const draft = (history.state as NextState)?.options?.draft;
  return typeof draft === "string" ? draft : undefined;
}

/** Next replaces the state of the entry when a page is loaded: this is what it was before. */
let beforeLoad = typeof history === "undefined" ? undefined : inState();

/** The id of the draft of the current entry, if it has one. */
export function readDraftEntry(): string | undefined {
  const loaded = beforeLoad;
  beforeLoad = undefined;
  return inState() ?? loaded;
}

/** The id of the draft that a link to the editor names. */
export const readDraftLink = (): string | undefined => new URLSearchParams(location.search).get("draft") ?? undefined;

/** Stores the id of the draft in the current entry; null removes it. */
export function writeDraftEntry(draft: string | null): void {
  const state = history.state as NextState;
  history.replaceState({ ...state, options: { ...state?.options, draft: draft ?? undefined } }, "");
}

/** Gives the current entry the URL of the editor of a post that was new until now, without loading that page. */
export function moveEntryToPost(id: string): void {
  const path = `/blog/${id}/edit`;
  history.replaceState({ ...history.state, url: `/blog/[id]/edit?id=${id}`, as: path }, "", path);
}

/** A random UUID, version 4 (RFC 9562). `crypto.randomUUID` needs https or localhost. */
export function newDraftId(): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
