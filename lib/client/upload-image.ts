import type { Image } from "#lib/shared/images";
import { IMAGES_PATH } from "#lib/shared/owner-paths";
import type { ProblemBody } from "#lib/shared/problems";
import { fileType } from "./api.ts";
import { ApiError, unreachable } from "./request.ts";

/** An upload of which nothing moves for this long counts as lost, in milliseconds: a network that is gone does not say so. */
const STALL_MS = 120_000;

type Options = {
  /** Fails with 409 if another account is signed in; null stands for an anonymous writer. */
  account: string | null;
  /** Called as the file is sent. @param share from 0 to 1; then the server processes the image */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Sends a file, and resolves when the request has ended in whatever way. */
async function send(request: XMLHttpRequest, file: Blob, { onProgress, signal }: Options): Promise<void> {
  let timer: number | undefined;
  const abort = () => request.abort();
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(abort, STALL_MS);
  };
  request.upload.onprogress = ({ loaded, total }) => {
    wait();
    if (total > 0) onProgress?.(loaded / total);
  };
  signal?.addEventListener("abort", abort);
  wait();
  try {
    await new Promise<void>((resolve) => {
      request.onloadend = () => resolve();
      request.send(file);
    });
  } finally {
    window.clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * Uploads an image and tells how far it is: XMLHttpRequest does, `fetch` does not.
 * @throws {ApiError} with status 0 if there was no response, as after `signal`
 */
export async function uploadImage(file: Blob, options: Options): Promise<Image> {
  const request = new XMLHttpRequest();
  request.open("POST", IMAGES_PATH);
  request.setRequestHeader("Content-Type", fileType(file));
  request.setRequestHeader("Octavo-Account", options.account ?? "");
  if (!options.signal?.aborted) await send(request, file, options);
  const { responseText, status } = request;
  if (status === 0) unreachable();
  const body = parsed(responseText);
  if (status >= 200 && status < 300) return body as Image;
  const seconds = request.getResponseHeader("Retry-After");
  throw new ApiError(status, body as Partial<ProblemBody>, seconds === null ? undefined : Number(seconds));
}
