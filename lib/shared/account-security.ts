import { z } from "zod";
import { Email, Flag, Token } from "./accounts.ts";
import { PASSWORD_MAX } from "./password.ts";
import { RECENT_MINUTES } from "./reauthentication.ts";
import { POSTS_OF_DELETED } from "./roles.ts";

/** The password of a sensitive change. A form sends "" where it is left out. */
export const OwnPassword = z
  .string("Password must be text")
  .max(PASSWORD_MAX, "Password is too long")
  .optional()
  .meta({
    description: `The password; not needed within ${RECENT_MINUTES} minutes after signing in, and of no use to an account that signs in with passkeys only`,
  });

export const EmailChange = z.strictObject({ email: Email, currentPassword: OwnPassword });
export type EmailChange = z.output<typeof EmailChange>;

export const EmailConfirmation = z.strictObject({ token: Token });

/** A new email address that waits for its confirmation. */
export const PendingEmail = z
  .strictObject({ email: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: "PendingEmail" });
export type PendingEmail = z.infer<typeof PendingEmail>;

export const RequestedEmail = PendingEmail.extend({
  isEmailed: z.boolean().meta({ description: "Whether the mail server has taken the email with the link" }),
}).meta({ id: "RequestedEmail" });
export type RequestedEmail = z.infer<typeof RequestedEmail>;

/** How an account signs in, as shown to its user. */
export const AccountSecurity = z
  .strictObject({
    isPasskeyOnly: z.boolean().meta({ description: "Whether the password opens no session" }),
    pendingEmail: PendingEmail.nullable().meta({ description: "A new email address that is not confirmed yet" }),
  })
  .meta({ id: "AccountSecurity" });
export type AccountSecurity = z.infer<typeof AccountSecurity>;

export const SecurityPatch = z.strictObject({ isPasskeyOnly: Flag, currentPassword: OwnPassword });
export type SecurityPatch = z.output<typeof SecurityPatch>;
export type SecurityPatchInput = z.input<typeof SecurityPatch>;

/** The deletion of one's own account. Only an owner gives posts to somebody else. */
export const OwnDeletion = z.strictObject({
  posts: z
    .enum(POSTS_OF_DELETED, "posts must be keep or delete: what becomes of your posts")
    .exclude(["transfer"], "posts must be keep or delete: what becomes of your posts")
    .meta({ description: "`keep`: they stay under your name; `delete`: they go to the trash" }),
  currentPassword: OwnPassword,
});
export type OwnDeletion = z.output<typeof OwnDeletion>;
