import useSWR, { useSWRConfig } from "swr";
import type { Session } from "#lib/shared/accounts";
import { SECURITY_PATH, SESSIONS_PATH } from "#lib/shared/owner-paths";
import { type ApiError, api } from "./api.ts";

/** The sessions of the signed-in account. */
export function useSessions() {
  const { data, mutate } = useSWR<Session[], ApiError>(SESSIONS_PATH);
  const { mutate: mutateOther } = useSWRConfig();
  return {
    sessions: data ?? [],
    async endOthers(): Promise<void> {
      await api.endOtherSessions();
      await mutate((sessions) => sessions?.filter(({ isCurrent }) => isCurrent));
      await mutateOther(SECURITY_PATH);
    },
    async end(id: string): Promise<void> {
      await api.endSession(id);
      await mutate((sessions) => sessions?.filter((session) => session.id !== id));
    },
  };
}
