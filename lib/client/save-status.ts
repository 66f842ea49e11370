import type { AutosaveStatus } from "./autosaver.ts";
import type { LocalStatus } from "./draft-recorder.ts";

/**
 * Where the text in an editor is stored: `unchanged` means as the post itself, `saved` on the server, `on-device` on this device, and
 * `nowhere` in the form only.
 */
export type SaveStatus =
  | { name: "unchanged" | "saving" | "saved" | "on-device" }
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
  if (isSaving) return { name: "saving" };
  if (!isChanged) return { name: hasSaved ? "saved" : "unchanged" };
  if (remote === "saved") return { name: "saved" };
  if (local === "missing" || local === "full" || local === "failed") {
    return remote === "saving" ? { name: "saving" } : { name: "nowhere", reason: local };
  }
  if (!isOnline && remote !== "none") return { name: "on-device", reason: "offline" };
  if (remote === "pending" || remote === "saving" || local === "pending") return { name: "saving" };
  return remote === "none" ? { name: "on-device" } : { name: "on-device", reason: remote };
}

/** Whether leaving the page would lose words. */
export const isUnsafe = ({ name }: SaveStatus): boolean => name === "nowhere";
