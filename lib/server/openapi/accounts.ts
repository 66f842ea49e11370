import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import {
  AccountSecurity,
  EmailChange,
  EmailConfirmation,
  OwnDeletion,
  RequestedEmail,
  SecurityPatch,
} from "#lib/shared/account-security";
import {
  Account,
  AccountPatch,
  PasswordChange,
  Reset,
  ResetRequest,
  Session,
  SessionParams,
  SessionState,
  SignIn,
  SignUp,
} from "#lib/shared/accounts";
import { InvitationLink } from "#lib/shared/invitations";
import { RECENT_MINUTES } from "#lib/shared/reauthentication";
import { BODY, jsonOrForm, operation, success } from "./parts.ts";

const tags = ["Accounts"];
const LIMITS = ["RateLimit", "RateLimit-Policy"] as const;
/** No authentication; an API key is ignored. */
const forAnyone = { tags, security: [{}] };
/** Requires a session; API keys are rejected. */
const forHolder = { tags, security: [{ session: [] }] };
const REAUTHENTICATION = `Needs the password, or a session that is at most ${RECENT_MINUTES} minutes old; of an account that signs in with passkeys only, such a session.`;
const statusBody = (status: string) => z.strictObject({ status: z.literal(status) });

/** Paths of accounts and sessions. */
export const accountPaths: ZodOpenApiPathsObject = {
  "/api/auth/sign-up": {
    post: operation({
      ...forAnyone,
      operationId: "signUp",
      summary: "Create an account",
      description:
        "The first account owns the site, and in production needs the setup code; others need an invitation, unless anyone may sign up. Where anyone may sign up, an email address that has an account already gets the same response, and nothing changes. With an invitation it is refused, and the invitation still works. An invitation that was used or has expired is refused before anything else.",
      requestBody: jsonOrForm(SignUp),
      replies: { "201": success("Account created; sign in to use it", statusBody("made"), [...LIMITS]) },
      problems: ["forbidden", "setup-code", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/sign-in": {
    post: operation({
      ...forAnyone,
      operationId: "signIn",
      summary: "Sign in",
      description:
        "Opens a session of 30 days. Wrong passwords are slowed down by client and by account. The password of an account that signs in with passkeys only is refused.",
      requestBody: jsonOrForm(SignIn),
      replies: { "200": success("The account; the session is in the cookie", Account, ["Set-Cookie", ...LIMITS]) },
      problems: [
        "unauthenticated",
        "account-suspended",
        "passkey-only",
        "foreign-origin",
        "too-many-requests",
        ...BODY,
      ],
    }),
  },
  "/api/auth/sign-out": {
    post: operation({
      ...forAnyone,
      operationId: "signOut",
      summary: "End this browser's session",
      description: "Deletes the session and its cookie. Without a session nothing happens.",
      replies: { "204": success("Signed out", undefined, ["Set-Cookie", ...LIMITS]) },
      problems: ["foreign-origin", "too-many-requests"],
    }),
  },
  "/api/auth/session": {
    get: operation({
      tags,
      security: [{}, { session: [] }, { apiKey: [] }],
      operationId: "getSession",
      summary: "Read the session: who is signed in, and what they may do",
      description:
        "For anyone: `account` is null without a session. An API key counts for `mayPost` only. `unreadMessages` is for the session of an owner.",
      replies: { "200": success("As it is now", SessionState, ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
  },
  "/api/auth/sessions": {
    get: operation({
      ...forHolder,
      operationId: "listSessions",
      summary: "List your sessions",
      description: "Active sessions, each with its browser and the IP it was opened from.",
      replies: { "200": success("The newest first", z.array(Session), ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
    delete: operation({
      ...forHolder,
      operationId: "endOtherSessions",
      summary: "End all your sessions but this one, immediately",
      description: "Every other browser is signed out. A change of the email address that is not confirmed ends, too.",
      replies: { "204": success("The other sessions have ended", undefined, [...LIMITS]) },
      problems: ["unauthenticated", "foreign-origin", "too-many-requests"],
    }),
  },
  "/api/auth/sessions/{id}": {
    delete: operation({
      ...forHolder,
      operationId: "endSession",
      summary: "End one of your sessions, immediately",
      description:
        "The browser that has it is signed out with its next request. Ending the current session signs out this browser.",
      requestParams: { path: SessionParams },
      replies: { "204": success("The session has ended", undefined, [...LIMITS]) },
      problems: ["unauthenticated", "not-found", "foreign-origin", "too-many-requests"],
    }),
  },
  "/api/auth/account": {
    get: operation({
      ...forHolder,
      operationId: "getAccount",
      summary: "Read your account",
      description: "Id, name, email and role of the account that is signed in.",
      replies: { "200": success("The account", Account, ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
    patch: operation({
      ...forHolder,
      operationId: "changeAccount",
      summary: "Change your name",
      description: "The new name is shown on all posts of the account, earlier ones too.",
      requestBody: jsonOrForm(AccountPatch),
      replies: { "200": success("The account as it is now", Account, ["Cache-Control", ...LIMITS]) },
      problems: ["unauthenticated", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/password": {
    put: operation({
      ...forHolder,
      operationId: "changePassword",
      summary: "Change your password",
      description: "Ends every other session, and a change of the email address that is not confirmed.",
      requestBody: jsonOrForm(PasswordChange),
      replies: {
        "204": success("It is changed; this browser has a new session", undefined, ["Set-Cookie", ...LIMITS]),
      },
      problems: ["unauthenticated", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/security": {
    get: operation({
      ...forHolder,
      operationId: "getSecurity",
      summary: "Read how you sign in",
      description: "Whether passkeys are the only way to sign in, and a new email address that is not confirmed yet.",
      replies: { "200": success("As it is now", AccountSecurity, ["Cache-Control"]) },
      problems: ["unauthenticated"],
    }),
    patch: operation({
      ...forHolder,
      operationId: "changeSecurity",
      summary: "Sign in with passkeys only, or with the password too",
      description: `${REAUTHENTICATION} With passkeys only, the password opens no session and cannot be reset by email; every other session ends.`,
      requestBody: jsonOrForm(SecurityPatch),
      replies: { "200": success("As it is now", AccountSecurity, ["Cache-Control", ...LIMITS]) },
      problems: ["unauthenticated", "passkey-needed", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/email-request": {
    post: operation({
      ...forHolder,
      operationId: "requestEmailChange",
      summary: "Request a change of your email address",
      description: `Sends a link to the new address and a notice to the present one. Nothing changes before the link is used. The response is the same whether another account has the address or not. A newer request replaces the link. ${REAUTHENTICATION}`,
      requestBody: jsonOrForm(EmailChange),
      replies: { "202": success("Waiting for its confirmation", RequestedEmail, ["Cache-Control", ...LIMITS]) },
      problems: ["unauthenticated", "no-email", "foreign-origin", "too-many-requests", ...BODY],
    }),
    delete: operation({
      ...forHolder,
      operationId: "cancelEmailChange",
      summary: "Cancel a change of your email address",
      description: "The link does not work any more. Without a change nothing happens.",
      replies: { "204": success("Cancelled", undefined, [...LIMITS]) },
      problems: ["unauthenticated", "foreign-origin", "too-many-requests"],
    }),
  },
  "/api/auth/email": {
    post: operation({
      ...forAnyone,
      operationId: "confirmEmail",
      summary: "Change an email address with the link",
      description:
        "A link works once, within an hour. Sessions stay; password reset links that were sent to the former address end.",
      requestBody: jsonOrForm(EmailConfirmation),
      replies: { "204": success("The address is changed", undefined, [...LIMITS]) },
      problems: ["email-taken", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/delete-account": {
    post: operation({
      ...forHolder,
      operationId: "deleteAccount",
      summary: "Delete your account",
      description: `Ends all its sessions and API keys. Posts stay under the name or go to the trash. The only owner cannot be deleted. ${REAUTHENTICATION}`,
      requestBody: jsonOrForm(OwnDeletion),
      replies: { "204": success("Deleted, and signed out", undefined, ["Set-Cookie", ...LIMITS]) },
      problems: ["unauthenticated", "last-owner", "foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/reset-request": {
    post: operation({
      ...forAnyone,
      operationId: "requestReset",
      summary: "Request an email with a password reset link",
      description:
        "The response is the same whether the email address has an account or not. An account that signs in with passkeys only is sent an email that says so, without a link.",
      requestBody: jsonOrForm(ResetRequest),
      replies: { "202": success("An email is on its way, if the account exists", statusBody("asked"), [...LIMITS]) },
      problems: ["foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/reset": {
    post: operation({
      ...forAnyone,
      operationId: "resetPassword",
      summary: "Set a new password with the link",
      description:
        "A link works once, within an hour. Ends every session and a change of the email address that is not confirmed, and revokes the account's API keys where `revokeKeys` is true.",
      requestBody: jsonOrForm(Reset),
      replies: { "204": success("The password is set", undefined, [...LIMITS]) },
      problems: ["foreign-origin", "too-many-requests", ...BODY],
    }),
  },
  "/api/auth/invitations": {
    post: operation({
      ...forHolder,
      operationId: "createInvitation",
      summary: "Create a link that lets one person sign up within a week",
      description: "For the owner. `POST /api/invitations` does the same, with an email address and a role.",
      replies: { "201": success("The invitation link", InvitationLink, ["Cache-Control", ...LIMITS]) },
      problems: ["unauthenticated", "forbidden", "foreign-origin", "too-many-requests"],
    }),
  },
};
