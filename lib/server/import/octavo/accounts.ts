import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import type { ExportedAccount } from "#lib/server/export/format";
import { storeAccountImages } from "#lib/server/images/uses";
import { EMPTY_PROFILE } from "#lib/server/users/profile";
import { freeAuthorSlug } from "#lib/server/users/slug";
import { Email } from "#lib/shared/accounts";
import type { ImportAuthor } from "#lib/shared/imports";
import { ROLES } from "#lib/shared/roles";
import { authorKey } from "../authors.ts";
import { ImportRefused } from "../record.ts";

/** The account that an account of an export becomes. */
export type MappedAccount = {
  /** The id here. */
  id: string;
  name: string;
  /** Whether the account here is not the one of the export, but one that was there already. */
  isOther: boolean;
  /** For an account that is created: its email address. */
  email?: string;
};

/** The email address of an account that nobody can sign in to. */
const placeholder = ({ deletedAt, id }: ExportedAccount) =>
  `${id.toLowerCase()}@${deletedAt === null ? "restored" : "deleted"}.invalid`;

/** Whether an account is created without an email address of its own. */
export const hasPlaceholder = ({ email }: MappedAccount) => email?.endsWith(".invalid") === true;

/**
 * Decides which accounts those of an export become: the account of the same id; the one that `--author` names; for an owner
 * the owner here; else a new one with the same id.
 * @param chosen email addresses for accounts, by their names or ids
 * @param importing the id of the account that imports; the site's owner by default
 * @throws {ImportRefused} where nobody could sign in as the owner afterwards
 */
export async function mapAccounts(
  db: Database,
  exported: ExportedAccount[],
  chosen: ImportAuthor[],
  importing?: string,
): Promise<Map<string, MappedAccount>> {
  const present = await db
    .selectFrom("accounts")
    .select(["id", "name", "email", "role", "suspended_at"])
    .orderBy("createdAt")
    .execute();
  const owners = present.filter(({ role, suspended_at }) => role === "owner" && suspended_at === null);
  const owner = owners.find(({ id }) => id === importing) ?? owners[0];
  const emails = new Map(chosen.map(({ email, name }) => [authorKey(name), email]));
  const taken = new Set(present.map(({ email }) => email));
  const mapped = new Map<string, MappedAccount>();
  for (const account of exported) {
    const { id, name, role } = account;
    const given = account.deletedAt === null ? (emails.get(authorKey(id)) ?? emails.get(authorKey(name))) : undefined;
    const { data: email, error } = Email.safeParse(given ?? placeholder(account));
    if (email === undefined) throw new ImportRefused(`--author ${name}=${given}: ${error?.issues[0]?.message}`);
    const same = present.find((one) => one.id === id) ?? present.find((one) => one.email === email);
    const other = same ?? (role === "owner" && given === undefined ? owner : undefined);
    if (other) {
      mapped.set(id, { id: other.id, name: other.name, isOther: other.id !== id });
      continue;
    }
    if (taken.has(email))
      throw new ImportRefused(`--author ${name}=${email}: two accounts cannot have one email address`);
    taken.add(email);
    mapped.set(id, { id, name, isOther: false, email });
  }
  const exportedOwners = exported.filter(({ role, deletedAt }) => role === "owner" && deletedAt === null);
  const canSignIn = ({ id }: ExportedAccount) => !hasPlaceholder(mapped.get(id) as MappedAccount);
  if (owner || exportedOwners.length === 0 || exportedOwners.some(canSignIn)) return mapped;
  const [{ name } = { name: "" }] = exportedOwners;
  const option = `--author ${JSON.stringify(`${name}=olga@example.org`)}`;
  throw new ImportRefused(
    `the export has no email addresses: say with which one its owner, ${name}, will sign in, as ${option}`,
  );
}

/** The slug of an exported account, unless another account has it here. */
async function slugFor(trx: DatabaseTransaction, { name, slug }: ExportedAccount): Promise<string> {
  if (slug === undefined) return freeAuthorSlug(trx, name);
  const taken = await trx.selectFrom("accounts").select("id").where("slug", "=", slug).executeTakeFirst();
  return taken ? freeAuthorSlug(trx, name) : slug;
}

/** Stores the profile of an exported account, unless the account here has one already. */
async function restoreProfile(
  trx: DatabaseTransaction,
  id: string,
  { bio, image, links }: ExportedAccount,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("accounts")
    .set({ bio, image, links: JSON.stringify(links) })
    .where("id", "=", id)
    .where((eb) => eb.and({ bio: EMPTY_PROFILE.bio, links: EMPTY_PROFILE.links }))
    .where("image", "is", null)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await storeAccountImages(trx, id, [bio, image ?? ""]);
}

/**
 * Creates the accounts that are new, without passwords, and stores profiles. Those without an email address are suspended.
 */
export async function createAccounts(
  trx: DatabaseTransaction,
  exported: ExportedAccount[],
  mapped: ReadonlyMap<string, MappedAccount>,
  now: number,
): Promise<void> {
  for (const one of exported) {
    const { createdAt, deletedAt, id, name, role } = one;
    const account = mapped.get(id);
    if (!account) continue;
    if (account.email !== undefined) {
      const deleted_at = deletedAt === null ? null : Date.parse(deletedAt);
      await trx
        .insertInto("accounts")
        .values({
          ...{ id, name, email: account.email, emailVerified: 0, createdAt, updatedAt: createdAt },
          slug: await slugFor(trx, one),
          role: ROLES.find((known) => known === role) ?? "author",
          ...{ deleted_at, suspended_at: deleted_at ?? (hasPlaceholder(account) ? now : null) },
        })
        .execute();
    }
    await restoreProfile(trx, account.id, one);
  }
}
