import useSWR from "swr";
import type { SessionState } from "#lib/shared/accounts";
import type { ApiError } from "./request.ts";

export const SESSION_PATH = "/api/auth/session";

/** Who is signed in and what they may; `session` is missing until the server has said. */
export function useAccount() {
  // Asked once a page load and when the window is looked at again, and not by each component anew.
  const { data, error, mutate } = useSWR<SessionState, ApiError>(SESSION_PATH, { revalidateIfStale: false });
  return { session: data, error, ask: () => void mutate() };
}
