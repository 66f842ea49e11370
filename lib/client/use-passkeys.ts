import useSWR from "swr";
import { PASSKEYS_PATH } from "#lib/shared/owner-paths";
import type { Passkey } from "#lib/shared/passkeys";
import { type ApiError, api } from "./api.ts";
import { addPasskey } from "./passkey.ts";

/** The passkeys of the signed-in account. */
export function usePasskeys() {
  const { data, mutate } = useSWR<Passkey[], ApiError>(PASSKEYS_PATH);
  return {
    passkeys: data ?? [],
    async add(currentPassword: string): Promise<void> {
      await addPasskey(currentPassword);
      await mutate();
    },
    async deletePasskey(id: string): Promise<void> {
      await api.deletePasskey(id);
      await mutate((passkeys) => passkeys?.filter((passkey) => passkey.id !== id));
    },
  };
}
