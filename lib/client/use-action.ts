import { useRef, useState } from "react";
import type { RejectedForm } from "#lib/shared/forms";
import { ApiError } from "./api-error.ts";

/** Why an action failed; a form rejected by the server without JavaScript has the same shape. */
export type ActionError = Pick<RejectedForm, "status" | "title" | "fields">;

/** @throws whatever is not an ApiError */
export function toActionError(error: unknown): ActionError {
  if (!(error instanceof ApiError)) throw error;
  return { status: error.status, title: error.message, fields: error.fields };
}

type Options = {
  initialError?: ActionError | null | undefined;
  onError?: ((error: ActionError) => void) | undefined;
};

/**
 * Runs an action on demand, one call at a time, and holds its state for the component: whether it is running, and the
 * error of the last call. An exception that is not an ApiError is rethrown.
 */
export function useAction<Args extends unknown[]>(
  action: (...args: Args) => Promise<void>,
  { initialError = null, onError }: Options = {},
) {
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError | null>(initialError);

  async function run(...args: Args): Promise<void> {
    // A second click can arrive before the busy state is rendered.
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    setError(null);
    try {
      await action(...args);
    } catch (thrown) {
      const failure = toActionError(thrown);
      setError(failure);
      onError?.(failure);
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }

  return { run, isBusy, error };
}
