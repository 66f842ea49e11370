import { z } from "zod";
import { idParams, withoutNul } from "./params.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./password.ts";
import { ROLES } from "./roles.ts";
import { normalizeNewlines, oneLine, withoutForbidden } from "./text.ts";
import { UNREAD_MAX } from "./unread.ts";

export const NAME_MAX = 80;

const required = (label: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? `${label} is required` : `${label} must be text`),
});

/** A character that is neither a space nor invisible, such as a zero-width space or a variation selector. */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

export const Name = z
  .string(required("Name"))
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("Name"))
  .overwrite(oneLine)
  .refine((name) => name !== "", { error: "Name is required", abort: true })
  .refine((name) => VISIBLE.test(name), { error: "Name must have a visible character", abort: true })
  .refine((name) => name.length <= NAME_MAX, `Name must be at most ${NAME_MAX} characters long`);

export const Email = z
  .string(required("Email address"))
  .overwrite((email) => email.trim().toLowerCase())
  .refine((email) => email !== "", { error: "Email address is required", abort: true })
  .pipe(z.email("This is not an email address").max(254, "This is not an email address"));

/** The limits of a new password. An existing one only has to be text. */
const NewPassword = z
  .string(required("Password"))
  .min(PASSWORD_MIN, `Password must be at least ${PASSWORD_MIN} characters long`)
  .max(PASSWORD_MAX, `Password must be at most ${PASSWORD_MAX} characters long`);
const Password = z
  .string(required("Password"))
  .min(1, "Password is required")
  .max(PASSWORD_MAX, "Password is too long");
export const Token = z
  .string(required("The link's token"))
  .min(1, "The link is not complete")
  .max(200, "This is not a token")
  .overwrite(withoutNul);

export const SignUp = z.strictObject({
  name: Name,
  email: Email,
  password: NewPassword,
  invitation: Token.optional(),
  setupCode: z
    .string("Setup code must be text")
    .max(100, "This is not a setup code")
    .optional()
    .meta({ description: "In production, for the first account: the code that the server prints when it starts" }),
});
export type SignUp = z.output<typeof SignUp>;

export const SignIn = z.strictObject({ email: Email, password: Password });
export type SignIn = z.output<typeof SignIn>;

/** The fields of an account that can be changed. */
export const AccountPatch = z.strictObject({ name: Name });
export type AccountPatch = z.output<typeof AccountPatch>;

export const PasswordChange = z.strictObject({ currentPassword: Password, newPassword: NewPassword });
export type PasswordChange = z.output<typeof PasswordChange>;

export const ResetRequest = z.strictObject({ email: Email });
/** A checkbox of a form sends "true", or nothing. */
export const Flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")],
  "Must be true or false",
);
export const Reset = z.strictObject({
  token: Token,
  newPassword: NewPassword,
  revokeKeys: Flag.default(false).meta({ description: "Whether every API key of the account is revoked too" }),
});
export type Reset = z.output<typeof Reset>;
export type ResetInput = z.input<typeof Reset>;

/** An account, as shown to its user. */
export const Account = z
  .strictObject({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(ROLES) })
  .meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

/** The session's account, and its permissions. */
export const SessionState = z
  .strictObject({
    account: Account.nullable().meta({ description: "null without a session" }),
    mayPost: z.boolean(),
    maySignUp: z.boolean().meta({ description: "Whether an account can be created without an invitation" }),
    unreadMessages: z
      .int()
      .optional()
      .meta({
        description: `For owners: how many messages nobody has read yet; ${UNREAD_MAX} are ${UNREAD_MAX} or more`,
      }),
  })
  .meta({ id: "SessionState" });
export type SessionState = z.infer<typeof SessionState>;

export const SessionParams = idParams("session", "q3fWc0Zy2kXl9aBvT7mN4sHd8uJr6eGp");

/** A session of an account in one browser. */
export const Session = z
  .strictObject({
    id: z.string(),
    isCurrent: z.boolean(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;
