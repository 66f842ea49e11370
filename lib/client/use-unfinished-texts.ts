import { useCallback, useEffect, useState } from "react";
import { aboutAsPost } from "#lib/shared/about-post";
import type { Autosave, AutosaveSummary } from "#lib/shared/autosaves";
import { type Comparison, comparePosts } from "#lib/shared/compare-posts";
import { ABOUT_ID } from "#lib/shared/owner-paths";
import { completeText, type PostText, parseText } from "#lib/shared/post-fields";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { ApiError, api } from "./api.ts";
import { onDevice } from "./device-database.ts";
import { isDraftOpen } from "./draft-lock.ts";
import {
  discardLocalDraft,
  findLocalDrafts,
  type LocalDraft,
  readLocalDraft,
  restoreLocalDraft,
} from "./local-drafts.ts";
import { changeLocalUpload } from "./local-uploads.ts";
import { findUploadIds } from "./upload-placeholders.ts";

/** A text that is in no post yet: from this device, from the server, or the newer one of both. */
export type UnfinishedText = {
  id: string;
  /** The post whose text it changes; null for a new one. */
  post: string | null;
  title: string;
  from: "device" | "server";
  /** Milliseconds since 1970. */
  savedAt: number;
  /** Whether another tab has it open. */
  isOpen: boolean;
  /** Whether the server has it, in this state or an earlier one. */
  isOnServer: boolean;
  /** Whether it was not chosen when a conflict was resolved. */
  isSetAside: boolean;
  /** Whether its post has been deleted. */
  isPostGone: boolean;
};
type Source = Pick<UnfinishedText, "id" | "post" | "title" | "from" | "savedAt" | "isSetAside">;

const ofDraft = ({ id, isSetAside = false, post, savedAt, values }: LocalDraft): Source => ({
  id,
  post,
  title: values.title.trim(),
  from: "device",
  savedAt,
  isSetAside,
});

const ofAutosave = ({ id, post, title = "", updatedAt }: AutosaveSummary): Source => ({
  id,
  post,
  title: title.trim(),
  from: "server",
  savedAt: Date.parse(updatedAt),
  isSetAside: false,
});

const isGone = (error: unknown) => error instanceof ApiError && error.status === 404;

/** Whether a post has been deleted; false where that is not known. */
const isPostGone = async (id: string): Promise<boolean> =>
  id !== ABOUT_ID && (await api.getPost(id, ["id"]).then(() => false, isGone));

/** The stored text that an unfinished one changes; an empty one for a new post. */
async function readStored({ isPostGone, post }: UnfinishedText): Promise<PostText> {
  if (post === null || isPostGone) return parseText(EMPTY_FORM);
  return completeText(post === ABOUT_ID ? aboutAsPost(await api.getAbout()) : await api.getPost(post));
}

/** The account's autosaves; null where they cannot be loaded. */
async function findAutosaves(account: string | null): Promise<AutosaveSummary[] | null> {
  if (account === null) return [];
  return api.listAutosaves().then(
    ({ items }) => items,
    (error: unknown) => {
      if (error instanceof ApiError) return null;
      throw error;
    },
  );
}

type Found = {
  texts: UnfinishedText[];
  /** Whether those on the server could not be loaded. */
  isPartial: boolean;
};

/** All texts of an account that are in no post yet, newest first. */
async function findUnfinishedTexts(account: string | null): Promise<Found> {
  const [drafts, loaded] = await Promise.all([findLocalDrafts(account), findAutosaves(account)]);
  const autosaves = loaded ?? [];
  const texts = new Map<string, Source>();
  for (const text of [...autosaves.map(ofAutosave), ...drafts.map(ofDraft)]) {
    const other = texts.get(text.id);
    if (!other || other.savedAt < text.savedAt) texts.set(text.id, text);
  }
  const onServer = new Set(autosaves.map(({ id }) => id));
  const posts = new Set([...texts.values()].flatMap(({ post }) => post ?? []));
  const gone = new Map(await Promise.all([...posts].map(async (id) => [id, await isPostGone(id)] as const)));
  const found = await Promise.all(
    [...texts.values()].map(async (text) => ({
      ...text,
      isOpen: await isDraftOpen(text.id),
      isOnServer: onServer.has(text.id),
      isPostGone: text.post !== null && gone.get(text.post) === true,
    })),
  );
  return { texts: found.sort((a, b) => b.savedAt - a.savedAt), isPartial: loaded === null };
}

/** The whole text. */
async function readText({ from, id }: UnfinishedText): Promise<PostText> {
  if (from === "server") return completeText(await api.getAutosave(id));
  return parseText((await readLocalDraft(id))?.values ?? EMPTY_FORM);
}

/** Compares a text with the stored one; that of a new post with nothing. */
export async function compareWithStored(text: UnfinishedText): Promise<Comparison> {
  const [before, after] = await Promise.all([readStored(text), readText(text)]);
  return comparePosts(before, after, "word");
}

async function findAutosave(id: string): Promise<Autosave | null> {
  return api.getAutosave(id).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
}

/** Stores when the text of uploads was discarded; null if it is restored. */
async function markUploads(ids: string[], removedAt: number | null): Promise<void> {
  for (const id of ids) await onDevice(() => changeLocalUpload(id, { removedAt }));
}

/** Discards a text on this device and on the server. @returns a function that brings it back */
async function discardText({ id }: UnfinishedText, account: string | null): Promise<() => Promise<void>> {
  const local = (await findLocalDrafts(account)).find((draft) => draft.id === id);
  const uploads = findUploadIds(local?.values.content ?? "");
  const autosave = account === null ? null : await findAutosave(id);
  if (autosave) await api.deleteAutosave(id);
  if (local) await discardLocalDraft(id);
  await markUploads(uploads, Date.now());
  return async () => {
    if (local) await restoreLocalDraft(id);
    await markUploads(uploads, null);
    if (!autosave) return;
    const { createdAt: _created, id: _id, updatedAt: _updated, version: _version, ...input } = autosave;
    await api.putAutosave(id, input, 0, { account });
  };
}

/** The texts of an account that are in no post yet, and their discarding. */
export function useUnfinishedTexts(account: string | null) {
  const [found, setFound] = useState<Found>({ texts: [], isPartial: false });
  const load = useCallback(async () => setFound(await findUnfinishedTexts(account)), [account]);
  useEffect(() => {
    // The list of drafts below is there even if a post of an unfinished text cannot be loaded.
    load().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  }, [load]);
  return {
    ...found,
    async discard(text: UnfinishedText): Promise<() => Promise<void>> {
      const restore = await discardText(text, account);
      await load();
      return async () => {
        await restore();
        await load();
      };
    },
  };
}
