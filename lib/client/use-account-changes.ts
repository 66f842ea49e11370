import { useSWRConfig } from "swr";
import type { PasswordChange, SessionState, SignIn, SignUp } from "#lib/shared/accounts";
import { ApiError, api } from "./api.ts";
import { signInWithPasskey } from "./passkey.ts";
import { SESSION_PATH } from "./use-account.ts";
import { SESSIONS_PATH } from "./use-sessions.ts";

/** Returns a function for when somebody else uses the browser: nothing that was fetched for one is shown to another. */
function useForget() {
  const { mutate, unload } = useSWRConfig();
  return async () => {
    unload({ revalidate: false });
    await mutate(SESSION_PATH);
  };
}

export function useSignIn() {
  const forget = useForget();
  return async (wish: SignIn): Promise<void> => {
    await api.signIn(wish);
    await forget();
  };
}

/** Signs in with a passkey, for which the browser asks. */
export function useSignInWithPasskey() {
  const forget = useForget();
  return async (): Promise<void> => {
    await signInWithPasskey();
    await forget();
  };
}

/**
 * Makes an account and signs in.
 * @returns false where it could not sign in: the address had an account before
 */
export function useSignUp() {
  const signIn = useSignIn();
  return async (wish: SignUp): Promise<boolean> => {
    await api.signUp(wish);
    try {
      await signIn({ email: wish.email, password: wish.password });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return false;
      throw error;
    }
  };
}

export function useSignOut() {
  const forget = useForget();
  return async (): Promise<void> => {
    await api.signOut();
    await forget();
  };
}

/** Changes the name, which stands under posts too. */
export function useChangeName() {
  const { mutate } = useSWRConfig();
  return async (name: string): Promise<void> => {
    const account = await api.changeAccount({ name });
    await mutate<SessionState>(SESSION_PATH, (session) => session && { ...session, account }, { revalidate: false });
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
