import { readDraftEntry, readDraftLink, writeDraftEntry } from "./draft-entry.ts";
import { isDraftOpen, lockDraft } from "./draft-lock.ts";
import {
  discardLocalDraft,
  discardSavedDraft,
  listDraftStates,
  listLocalDrafts,
  moveLocalDraft,
  purgeDiscardedDrafts,
  readLocalDraft,
  restoreLocalDraft,
  writeLocalDraft,
} from "./local-drafts.ts";

/** What an editor needs of the browser: local drafts, their locks, and the entry of the session history. */
export const thisDevice = {
  read: readLocalDraft,
  write: writeLocalDraft,
  list: listLocalDrafts,
  move: moveLocalDraft,
  discard: discardLocalDraft,
  discardSaved: discardSavedDraft,
  restore: restoreLocalDraft,
  purge: purgeDiscardedDrafts,
  states: listDraftStates,
  lock: lockDraft,
  isOpen: isDraftOpen,
  readEntry: readDraftEntry,
  readLink: readDraftLink,
  writeEntry: writeDraftEntry,
};
export type DraftDevice = typeof thisDevice;
