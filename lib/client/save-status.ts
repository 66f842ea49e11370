import type { AutosaveStatus } from "./autosaver.ts";
import type { LocalStatus } from "./draft-recorder.ts";

/**
 * Where the text in an editor is stored: `unchanged` means as the post itself, `saved` on the server, `on-device` on this device, and
 * `nowhere` in the form only.
 */
export type SaveStatus =
  | { name: "unchanged" | "saved" | "on-device" }
  /** @property isUnsafe whether only the form has the text until then */
  | { name: "saving"; isUnsafe?: true }
  /** On this device, and why not on the server. */
  | { name: "on-device"; reason: "offline" | "unreachable" | "signed-out" | "other-account" | "refused" | "conflict" }
  | { name: "nowhere"; reason: "missing" | "full" | "failed" };

type Sources = {
  /** Whether the form differs from the stored post. */
  isChanged: boolean;
  /** Whether the post itself is being saved, and whether it has been since the last change. */
  isSaving: boolean;
  hasSaved: boolean;
  local: LocalStatus;
  /** `none` for an anonymous writer. */
  remote: AutosaveStatus;
  isOnline: boolean;
};

/** Combines what device and server report into one status. */
export function toSaveStatus({ hasSaved, isChanged, isOnline, isSaving, local, remote }: Sources): SaveStatus {
  const failure = local === "missing" || local === "full" || local === "failed" ? local : null;
  const saving: SaveStatus = {
    name: "saving",
    ...(isChanged && failure && remote !== "saved" && { isUnsafe: true as const }),
  };
  if (isSaving) return saving;
  if (!isChanged) return { name: hasSaved ? "saved" : "unchanged" };
  if (remote === "saved") return { name: "saved" };
  const isPending = remote === "pending" || remote === "saving";
  if (failure) return isPending ? saving : { name: "nowhere", reason: failure };
  if (local === "pending") return saving;
  if (!isOnline && remote !== "none") return { name: "on-device", reason: "offline" };
  if (isPending) return saving;
  return remote === "none" ? { name: "on-device" } : { name: "on-device", reason: remote };
}

/** Whether leaving the page would lose words. */
export const isUnsafe = (status: SaveStatus): boolean =>
  status.name === "nowhere" || (status.name === "saving" && status.isUnsafe === true);
