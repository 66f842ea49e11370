import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

/** The key of a response's function that ends its buffering. The same in every bundle. */
const RELEASE = Symbol.for("octavo.release");

type Buffered = ServerResponse & { [RELEASE]?: () => void };

/** Lets `sendDirectly` end the buffering of a response. */
export function makeReleasable(res: ServerResponse, release: () => void): void {
  (res as Buffered)[RELEASE] = release;
}

/**
 * Sends what is written to a response as it is written, for bodies that are too large to buffer: neither cached nor compressed.
 * Call it before anything is written. The method of a HEAD request, which handlers see as GET, is HEAD from then on.
 */
export async function sendDirectly(res: ServerResponse): Promise<void> {
  (res as Buffered)[RELEASE]?.();
  // Until the buffer's owner has restored the request.
  await nextTurn();
}
