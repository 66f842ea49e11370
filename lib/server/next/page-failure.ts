import type { IncomingMessage } from "node:http";

/** The key of the error with which a page of a request has failed. The same in every bundle. */
const FAILURE = Symbol.for("octavo.page-failure");
type Failed = IncomingMessage & { [FAILURE]?: { error: unknown } };

/** Records that a page has failed, so that Next, which has to know of it, need not render it again. */
export function recordFailure(req: IncomingMessage, error: unknown): void {
  (req as Failed)[FAILURE] = { error };
}

/** Throws the recorded error once: the page for errors is rendered next. */
export function throwRecordedFailure(req: IncomingMessage): void {
  const failure = (req as Failed)[FAILURE];
  delete (req as Failed)[FAILURE];
  if (failure) throw failure.error;
}
