import type { ProblemBody } from "#lib/shared/problems";
import { ApiError, retryAfterSeconds, unreachable } from "./request.ts";

/** An upload without progress for this long counts as lost, in milliseconds: a network that is gone closes no connection. */
const STALL_MS = 120_000;

export type UploadOptions = {
  headers?: Record<string, string>;
  /** Called as the body is sent. @param share from 0 to 1; then the server processes it */
  onProgress?: (share: number) => void;
  signal?: AbortSignal | undefined;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Sends a body, and resolves when the request has ended, however it did. */
async function send(
  request: XMLHttpRequest,
  body: Blob | FormData,
  { onProgress, signal }: UploadOptions,
): Promise<void> {
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
      request.send(body);
    });
  } finally {
    window.clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * Posts a file or a form and reports its progress, which XMLHttpRequest does and `fetch` does not.
 * @throws {ApiError} with status 0 if there was no response, as after `signal`
 */
export async function upload<Response>(
  path: string,
  body: Blob | FormData,
  options: UploadOptions = {},
): Promise<Response> {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
  if (!options.signal?.aborted) await send(request, body, options);
  const { responseText, status } = request;
  if (status === 0) unreachable();
  const response = parsed(responseText);
  if (status >= 200 && status < 300) return response as Response;
  const retryAfter = retryAfterSeconds(request.getResponseHeader("Retry-After"));
  throw new ApiError(status, response as Partial<ProblemBody>, retryAfter);
}
