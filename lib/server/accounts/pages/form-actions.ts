import type { GetServerSidePropsContext } from "next";
import { changeAccount, changePassword, requestReset, resetPassword } from "#lib/server/accounts/account";
import { endSession, type SignedIn } from "#lib/server/accounts/sessions";
import { signIn, signOut } from "#lib/server/accounts/sign-in";
import { createInvitation, requireOpenInvitation, signUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { createKey, revokeKey } from "#lib/server/keys/keys";
import { getOrigin } from "#lib/server/origin";
import { deletePasskey } from "#lib/server/passkeys/passkeys";
import { Problem } from "#lib/server/problem";
import {
  AccountPatch,
  type Invitation,
  PasswordChange,
  Reset,
  ResetRequest,
  SignIn,
  SignUp,
} from "#lib/shared/accounts";
import { keyExpiry } from "#lib/shared/key-expiry";
import { NewKey, type NewKeyWithSecret } from "#lib/shared/keys";

/** The plain posts of the pages around accounts. Each does what an endpoint under pages/api/auth or pages/api/keys does. */
type Context = GetServerSidePropsContext;

const isWrongPassword = (error: unknown) => error instanceof Problem && error.status === 401;

export function handleSignInForm({ req, res }: Context, next: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "sign-in"(said) {
        await signIn(await database(), req, res, parse(SignIn, said));
        return next;
      },
    },
  );
}

export function handleSignUpForm({ req, res }: Context, next: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "sign-up"({ invitation, ...said }) {
        const db = await database();
        await requireOpenInvitation(db, invitation);
        const { email, password, ...wish } = parse(SignUp, invitation ? { ...said, invitation } : said);
        await signUp(db, req, { email, password, ...wish });
        try {
          await signIn(db, req, res, { email, password });
          return next;
        } catch (error) {
          // The address had an account before, with another password: its holder can sign in, and others learn nothing.
          if (isWrongPassword(error)) return "/login?done=sign-up";
          throw error;
        }
      },
    },
  );
}

export function handleResetForm({ req, res }: Context) {
  return handleFormPost<never>(
    { req, res },
    {
      async ask(said) {
        await requestReset(await database(), req, parse(ResetRequest, said).email);
        return "/reset-password?done=ask";
      },
      async choose(said) {
        await resetPassword(await database(), req, parse(Reset, said));
        return "/login?done=reset";
      },
    },
  );
}

function toNewKey({ days = "", ...said }: FormValues) {
  return parse(NewKey, { ...said, expiresAt: Number.isNaN(Number(days)) ? days : keyExpiry(days) });
}

/** What is shown once, by the page that answers the post itself. */
export type ShownOnce = { key?: NewKeyWithSecret; invitation?: Invitation };

export function handleAccountForm({ req, res }: Context, session: SignedIn) {
  const { account } = session;
  return handleFormPost<ShownOnce>(
    { req, res },
    {
      async name(said) {
        await changeAccount(await database(), session, parse(AccountPatch, said));
        return "/account?done=name";
      },
      async password(said) {
        await changePassword(await database(), req, res, session, parse(PasswordChange, said));
        return "/account?done=password";
      },
      async key(said) {
        return { key: await createKey(await database(), account.id, toNewKey(said)) };
      },
      async "revoke-key"({ id = "" }) {
        await revokeKey(await database(), account.id, id);
        return "/account?done=revoke-key";
      },
      async passkey() {
        throw new Problem("validation", { title: "A passkey needs JavaScript" });
      },
      async "remove-passkey"({ id = "" }) {
        await deletePasskey(await database(), account.id, id);
        return "/account?done=remove-passkey";
      },
      async "end-session"({ id = "" }) {
        await endSession(await database(), session, id);
        return "/account?done=end-session";
      },
      async invitation() {
        if (account.role !== "owner") throw new Problem("forbidden", { title: "Only the owner invites" });
        return { invitation: await createInvitation(await database(), getOrigin(req)) };
      },
      async "sign-out"() {
        await signOut(req, res);
        return "/";
      },
    },
  );
}
