import useSWR from "swr";
import type { ApiKey, NewKeyInput, NewKeyWithSecret } from "#lib/shared/keys";
import { KEYS_PATH } from "#lib/shared/owner-paths";
import { type ApiError, api } from "./api.ts";

/** The API keys of the signed-in account. */
export function useKeys() {
  const { data, mutate } = useSWR<ApiKey[], ApiError>(KEYS_PATH);
  return {
    keys: data ?? [],
    /** @returns the key with its secret, which is shown once */
    async create(input: NewKeyInput): Promise<NewKeyWithSecret> {
      const created = await api.createKey(input);
      await mutate();
      return created;
    },
    async revoke(id: string): Promise<void> {
      await api.revokeKey(id);
      await mutate((keys) => keys?.filter((key) => key.id !== id));
    },
  };
}
