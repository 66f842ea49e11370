import useSWR from "swr";
import type { SessionState } from "#lib/shared/accounts";
import type { ApiError } from "./request.ts";

export const SESSION_PATH = "/api/auth/session";

/** The session and its permissions; `session` is undefined while it loads. */
export function useAccount() {
  // Revalidated once per page load and on focus, not by each component that mounts.
  const { data, error, mutate } = useSWR<SessionState, ApiError>(SESSION_PATH, { revalidateIfStale: false });
  return { session: data, error, revalidate: () => void mutate() };
}
