import type { GetServerSidePropsContext } from "next";
import { changePassword, requestReset, resetPassword } from "#lib/server/accounts/account";
import { deleteOwnAccount } from "#lib/server/accounts/delete-account";
import { confirmEmail, requestEmailChange } from "#lib/server/accounts/email-change";
import { CONFIRM_EMAIL_PATH } from "#lib/server/accounts/email-change-emails";
import { cancelEmailChange } from "#lib/server/accounts/pending-email";
import { changeSecurity } from "#lib/server/accounts/security";
import { endOtherSessions, endSession, type SignedIn } from "#lib/server/accounts/sessions";
import { signIn, signOut } from "#lib/server/accounts/sign-in";
import { requireOpenInvitation, signUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { type FormValues, handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { createKey, revokeKey } from "#lib/server/keys/keys";
import { deletePasskey } from "#lib/server/passkeys/passkeys";
import { Problem } from "#lib/server/problem";
import { changeUser } from "#lib/server/users/change";
import { SESSION_VIEWER } from "#lib/server/viewer";
import { EmailChange, EmailConfirmation, OwnDeletion, SecurityPatch } from "#lib/shared/account-security";
import { PasswordChange, Reset, ResetRequest, SignIn, SignUp } from "#lib/shared/accounts";
import { EMAIL_NOT_SENT } from "#lib/shared/email-not-sent";
import { KEY_DAYS, keyExpiry } from "#lib/shared/key-expiry";
import { NewKey, type NewKeyWithSecret } from "#lib/shared/keys";
import { KEYS_PAGE_PATH, SECURITY_PAGE_PATH } from "#lib/shared/owner-paths";
import { parseProfileForm } from "#lib/shared/profile-form";
import { DELETION_UNCONFIRMED } from "#lib/shared/roles";
import { UserPatch } from "#lib/shared/users";

/** Form actions of the account pages. Each does the same as an endpoint under pages/api/auth or pages/api/keys. */
type Context = GetServerSidePropsContext;

const isWrongPassword = (error: unknown) => error instanceof Problem && error.status === 401;

export function handleSignInForm({ req, res }: Context, next: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "sign-in"(values) {
        await signIn(await database(), req, res, parse(SignIn, values));
        return next;
      },
    },
  );
}

export function handleSignUpForm({ req, res }: Context, next: string) {
  return handleFormPost<never>(
    { req, res },
    {
      async "sign-up"({ invitation, ...values }) {
        const db = await database();
        await requireOpenInvitation(db, invitation);
        const input = parse(SignUp, invitation ? { ...values, invitation } : values);
        const { email, password } = input;
        await signUp(db, req, input);
        try {
          await signIn(db, req, res, { email, password });
          return next;
        } catch (error) {
          // The email address has an account with another password. Do not reveal it.
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
      async ask(values) {
        await requestReset(await database(), req, parse(ResetRequest, values).email);
        return "/reset-password?done=ask";
      },
      async choose(values) {
        await resetPassword(await database(), req, parse(Reset, values));
        return "/login?done=reset";
      },
    },
  );
}

function toNewKey({ days = "", ...values }: FormValues) {
  const isOffered = KEY_DAYS.some((offered) => offered === days);
  // The schema says what is wrong with any other.
  return parse(NewKey, { ...values, expiresAt: isOffered ? keyExpiry(days) : days });
}

export function handleProfileForm({ req, res }: Context, { account }: SignedIn) {
  return handleFormPost<never>(
    { req, res },
    {
      async profile(values) {
        const patch = parse(UserPatch, parseProfileForm(values));
        await changeUser(await database(), account.id, patch, { id: SESSION_VIEWER + account.id, account });
        return "/account?done=profile";
      },
      // Of every page of the account's area.
      async "sign-out"() {
        await signOut(req, res);
        return "/";
      },
    },
  );
}

/** Of the page that a link in an email leads to: mail scanners open links, so that only a POST confirms. */
export function handleConfirmEmailForm({ req, res }: Context) {
  return handleFormPost<never>(
    { req, res },
    {
      async confirm(values) {
        const { token } = parse(EmailConfirmation, values);
        await confirmEmail(await database(), token);
        return `${CONFIRM_EMAIL_PATH}?done=confirm`;
      },
    },
  );
}

export function handleSecurityForm({ req, res }: Context, session: SignedIn) {
  const { account } = session;
  const done = (form: string) => `${SECURITY_PAGE_PATH}?done=${form}`;
  return handleFormPost<never>(
    { req, res },
    {
      async password(values) {
        await changePassword(await database(), req, res, session, parse(PasswordChange, values));
        return done("password");
      },
      async passkey() {
        throw new Problem("validation", { title: "A passkey needs JavaScript" });
      },
      async "delete-passkey"({ id = "" }) {
        await deletePasskey(await database(), account.id, id);
        return done("delete-passkey");
      },
      async email(values) {
        const { isEmailed } = await requestEmailChange(await database(), req, session, parse(EmailChange, values));
        if (!isEmailed) throw new Problem("unavailable", { title: EMAIL_NOT_SENT });
        return done("email");
      },
      async "cancel-email"() {
        await cancelEmailChange(await database(), account.id);
        return done("cancel-email");
      },
      async "passkey-only"(values) {
        await changeSecurity(await database(), req, session, parse(SecurityPatch, values));
        return done("passkey-only");
      },
      async "delete-account"({ isConfirmed, ...values }) {
        const deletion = parse(OwnDeletion, values);
        if (isConfirmed !== "true") throw new Problem("validation", { fields: DELETION_UNCONFIRMED });
        await deleteOwnAccount(await database(), req, res, session, deletion);
        return "/login?done=deleted";
      },
      async "end-other-sessions"() {
        await endOtherSessions(await database(), session);
        return done("end-session");
      },
      async "end-session"({ id = "" }) {
        await endSession(await database(), session, id);
        return done("end-session");
      },
    },
  );
}

/** Data that the page shows once, in the response to the POST. */
type ShownOnce = { key: NewKeyWithSecret };

export function handleKeysForm({ req, res }: Context, { account }: SignedIn) {
  return handleFormPost<ShownOnce>(
    { req, res },
    {
      async key(values) {
        return { key: await createKey(await database(), account.id, toNewKey(values)) };
      },
      async "revoke-key"({ id = "" }) {
        await revokeKey(await database(), account.id, id);
        return `${KEYS_PAGE_PATH}?done=revoke-key`;
      },
    },
  );
}
