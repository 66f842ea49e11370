import { useSWRConfig } from "swr";
import type { PasswordChange, SessionState, SignIn, SignUp } from "#lib/shared/accounts";
import { SESSIONS_PATH } from "#lib/shared/owner-paths";
import { type ProfileFormValues, parseProfileForm } from "#lib/shared/profile-form";
import type { UserPatchInput } from "#lib/shared/users";
import { ApiError, api } from "./api.ts";
import { signInWithPasskey } from "./passkey.ts";
import { SESSION_PATH } from "./use-account.ts";

/** Returns a function that clears the cache after the viewer has changed, so that nobody sees data of another. */
export function useClearCache() {
  const { mutate, unload } = useSWRConfig();
  return async () => {
    unload({ revalidate: false });
    await mutate(SESSION_PATH);
  };
}

export function useSignIn() {
  const clearCache = useClearCache();
  return async (input: SignIn): Promise<void> => {
    await api.signIn(input);
    await clearCache();
  };
}

/** Signs in with a passkey. */
export function useSignInWithPasskey() {
  const clearCache = useClearCache();
  return async (): Promise<void> => {
    await signInWithPasskey();
    await clearCache();
  };
}

/**
 * Creates an account and signs in.
 * @returns false if it could not sign in, because the email address had an account already
 */
export function useSignUp() {
  const signIn = useSignIn();
  return async (input: SignUp): Promise<boolean> => {
    await api.signUp(input);
    try {
      await signIn({ email: input.email, password: input.password });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return false;
      throw error;
    }
  };
}

export function useSignOut() {
  const clearCache = useClearCache();
  return async (): Promise<void> => {
    await api.signOut();
    await clearCache();
  };
}

/** Returns a function that saves the form of the viewer's profile, whose name posts show too. */
export function useChangeProfile(id: string) {
  const { mutate } = useSWRConfig();
  return async (values: ProfileFormValues): Promise<void> => {
    // The server validates it.
    const { name } = await api.changeUser(id, parseProfileForm(values) as UserPatchInput);
    await mutate<SessionState>(
      SESSION_PATH,
      (session) => (session?.account ? { ...session, account: { ...session.account, name } } : session),
      { revalidate: false },
    );
    await mutate((key) => key !== SESSION_PATH);
  };
}

/** Changes the password, which ends the other sessions. */
export function useChangePassword() {
  const { mutate } = useSWRConfig();
  return async (change: PasswordChange): Promise<void> => {
    await api.changePassword(change);
    await mutate(SESSIONS_PATH);
  };
}
