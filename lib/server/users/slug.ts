import type { Database } from "#lib/server/db/tables";
import { slugify } from "#lib/shared/slug";

/**
 * A slug for a new account: from its name, with a number where another account has that. In a transaction that has locked out
 * other new accounts, by the content version.
 */
export async function freeAuthorSlug(db: Database, name: string): Promise<string> {
  const slug = slugify(name) || "author";
  const rows = await db
    .selectFrom("accounts")
    .select("slug")
    // The column sorts by bytes, where a full stop follows the hyphen.
    .where((eb) => eb.or([eb("slug", "=", slug), eb.and([eb("slug", ">", `${slug}-`), eb("slug", "<", `${slug}.`)])]))
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number++;
  return `${slug}-${number}`;
}
