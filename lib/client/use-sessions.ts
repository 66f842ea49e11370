import useSWR from "swr";
import type { Session } from "#lib/shared/accounts";
import { SESSIONS_PATH } from "#lib/shared/owner-paths";
import { type ApiError, api } from "./api.ts";

/** The sessions of the signed-in account. */
export function useSessions() {
  const { data, mutate } = useSWR<Session[], ApiError>(SESSIONS_PATH);
  return {
    sessions: data ?? [],
    async end(id: string): Promise<void> {
      await api.endSession(id);
      await mutate((sessions) => sessions?.filter((session) => session.id !== id));
    },
  };
}
