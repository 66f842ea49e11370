import type { Image } from "#lib/shared/images";
import { IMAGES_PATH } from "#lib/shared/owner-paths";
import type { ProblemBody } from "#lib/shared/problems";
import { ApiError, unreachable } from "./request.ts";

/** The types of files that may be uploaded, for `accept`. */
export const IMAGE_TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif";

type Options = {
  /** Is called as the file is sent. @param share from 0 to 1 */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
  /** Fails with 409 if another account is signed in; null stands for an anonymous writer. */
  account?: string | null;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * Uploads an image. Uses XMLHttpRequest: `fetch` does not report how much is sent.
 * @throws {ApiError} with status 0 if there was no response, as after `signal`
 */
export async function uploadImage(file: Blob, { account, onProgress, signal }: Options = {}): Promise<Image> {
  const request = new XMLHttpRequest();
  request.open("POST", IMAGES_PATH);
  // The server looks at the bytes; the type that the system has for the name of a file may be any.
  request.setRequestHeader("Content-Type", file.type.startsWith("image/") ? file.type : "application/octet-stream");
  if (account !== undefined) request.setRequestHeader("Octavo-Account", account ?? "");
  request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
  const abort = () => request.abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await new Promise<void>((resolve) => {
      request.onloadend = () => resolve();
      request.send(file);
    });
  } finally {
    signal?.removeEventListener("abort", abort);
  }
  const { responseText, status } = request;
  if (status === 0) unreachable();
  const body = parsed(responseText);
  if (status >= 200 && status < 300) return body as Image;
  const seconds = request.getResponseHeader("Retry-After");
  throw new ApiError(status, body as Partial<ProblemBody>, seconds === null ? undefined : Number(seconds));
}
