import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { OPERATOR } from "#lib/server/viewer";
import { PAGE_MAX } from "#lib/shared/params";
import type { Role } from "#lib/shared/roles";
import type { UserDetails } from "#lib/shared/users";
import { changeUser } from "./change.ts";
import { listUsers } from "./users.ts";

/** A user, as the operator sees them. */
export type OperatedUser = UserDetails & {
  /** How many there are. */
  passkeys: number;
  /** Whether the password opens no session. */
  isPasskeyOnly: boolean;
};

/** Lists all users, the oldest first. */
export async function listAllUsers(db: Database): Promise<OperatedUser[]> {
  const users: OperatedUser[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listUsers(db, OPERATOR, { after, limit: PAGE_MAX });
    const details = page.users as UserDetails[];
    users.push(...(await withPasskeys(db, details)));
    if (page.next === undefined || details.length === 0) return users;
    after = page.next;
  }
}

async function withPasskeys(db: Database, users: UserDetails[]): Promise<OperatedUser[]> {
  if (users.length === 0) return [];
  const rows = await db
    .selectFrom("accounts")
    .leftJoin("passkeys", "passkeys.account_id", "accounts.id")
    .select((eb) => ["accounts.id", "is_passkey_only", eb.fn.count<number>("passkeys.id").as("passkeys")])
    .where(
      "accounts.id",
      "in",
      users.map(({ id }) => id),
    )
    .groupBy(["accounts.id", "is_passkey_only"])
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return users.map((user) => {
    const row = found.get(user.id);
    return { ...user, passkeys: Number(row?.passkeys ?? 0), isPasskeyOnly: row?.is_passkey_only === 1 };
  });
}

/** The id of the account with an email address. @throws where there is none */
export async function requireAccountOf(db: Database, email: string): Promise<string> {
  const account = await db
    .selectFrom("accounts")
    .select("id")
    .where("email", "=", email.trim().toLowerCase())
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!account) throw new Error(`no account has the email address ${email}`);
  return account.id;
}

/**
 * Changes roles, suspends or reinstates users, one after the other.
 * @throws where there is no such user, before any is changed; where no owner would remain
 */
export async function changeUsers(
  db: Database,
  emails: string[],
  patch: { role: Role } | { status: UserDetails["status"] },
  onChange: (user: UserDetails) => void,
): Promise<void> {
  const users: { email: string; id: string }[] = [];
  for (const email of emails) users.push({ email, id: await requireAccountOf(db, email) });
  for (const { email, id } of users) {
    const changed = await changeUser(db, id, patch, OPERATOR).catch((error: unknown) => {
      if (!(error instanceof Problem && error.type === "last-owner")) throw error;
      throw new Error(`${email} is the only owner who can sign in; another user must be made an owner first`);
    });
    onChange(changed);
  }
}
