import useSWR, { useSWRConfig } from "swr";
import type { AccountSecurity, EmailChange, OwnDeletion, RequestedEmail } from "#lib/shared/account-security";
import { SECURITY_PATH, SESSIONS_PATH } from "#lib/shared/owner-paths";
import { ApiError, api } from "./api.ts";
import { signInWithPasskey } from "./passkey.ts";
import { unreachable } from "./request.ts";
import { useClearCache } from "./use-account-changes.ts";

/** How the signed-in account signs in. @param loaded by the server */
export function useSecurity(loaded: AccountSecurity) {
  const { data, mutate } = useSWR<AccountSecurity, ApiError>(SECURITY_PATH);
  const { mutate: mutateOther } = useSWRConfig();
  return {
    security: data ?? loaded,
    async requestEmail(change: EmailChange): Promise<RequestedEmail> {
      const requested = await api.requestEmailChange(change);
      await mutate();
      return requested;
    },
    async cancelEmail(): Promise<void> {
      await api.cancelEmailChange();
      await mutate();
    },
    /** Ends the other sessions, if passkeys become the only way. */
    async restrict(isPasskeyOnly: boolean, currentPassword: string): Promise<void> {
      const changed = await api.changeSecurity({ isPasskeyOnly, currentPassword });
      await mutate(changed, { revalidate: false });
      await mutateOther(SESSIONS_PATH);
    },
  };
}

/** Returns a function that opens a new session with a passkey, which then needs no password for sensitive changes. */
export function useConfirmWithPasskey(account: string) {
  const { mutate } = useSWRConfig();
  const clearCache = useClearCache();
  return async (): Promise<void> => {
    const { id } = await signInWithPasskey();
    if (id !== account) {
      await clearCache();
      throw new ApiError(0, { title: "This passkey is another account’s, which is signed in now: reload the page" });
    }
    await mutate(SESSIONS_PATH);
  };
}

/** Deletes the signed-in account, and what this device has stored of it. */
export function useDeleteAccount(account: string) {
  const clearCache = useClearCache();
  return async (deletion: OwnDeletion): Promise<void> => {
    const { purgeLocalDrafts } = await import("./local-drafts.ts").catch(unreachable);
    await api.deleteAccount(deletion);
    await purgeLocalDrafts(account);
    await clearCache();
  };
}
