import { useSyncExternalStore } from "react";

/** The saves that this browser made, so that a second tab of one's own is not taken for somebody else. */
const STORAGE_KEY = "octavo-own-saves";
/** How many posts are remembered. */
const POSTS_MAX = 50;

type Saved = { id: string; version: number };

function read(): Saved[] {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]") as Saved[];
  } catch {
    // Storage is blocked, or holds something else: nothing is known then.
    return [];
  }
}

/** Remembers that this browser saved a version of a post. */
export function rememberOwnSave({ id, version }: Saved): void {
  const others = read().filter((saved) => saved.id !== id);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([{ id, version }, ...others].slice(0, POSTS_MAX)));
  } catch {
    // Storage is blocked or full: the other tab says “someone”.
  }
}

const isOwnSave = ({ id, version }: Saved): boolean =>
  read().some((saved) => saved.id === id && saved.version === version);

/** A write of another tab can arrive late. */
function subscribe(notify: () => void): () => void {
  window.addEventListener("storage", notify);
  return () => window.removeEventListener("storage", notify);
}

/** Whether this browser saved this version of the post. */
export const useIsOwnSave = (post: Saved): boolean =>
  useSyncExternalStore(
    subscribe,
    () => isOwnSave(post),
    () => false,
  );
