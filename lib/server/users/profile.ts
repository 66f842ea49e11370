import type { Selectable } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import type { AccountsTable, Database, DatabaseTransaction } from "#lib/server/db/tables";
import { requireStoredImage } from "#lib/server/images/images";
import { storeAccountImages } from "#lib/server/images/uses";
import { imageSizes } from "#lib/server/images/with-images";
import { usualImagePath } from "#lib/shared/image-paths";
import { cleanText } from "#lib/shared/text";
import type { User, UserPatch } from "#lib/shared/users";

/** What everybody sees of a user. */
export type Profile = Pick<User, "name" | "slug" | "bio" | "image" | "links">;
type Row = Pick<Selectable<AccountsTable>, "id" | "name" | "slug" | "bio" | "image" | "links">;

const linksOf = ({ links }: Pick<Row, "links">) => JSON.parse(links) as Profile["links"];

/** Profiles of accounts, in the order of the rows. */
export async function toProfiles(db: Database, rows: Omit<Row, "id">[]): Promise<Profile[]> {
  const sizes = await imageSizes(
    db,
    rows.flatMap(({ image }) => image ?? []),
  );
  return rows.map((row) => {
    const size = row.image === null ? undefined : sizes.get(row.image);
    return {
      name: cleanText(row.name),
      slug: row.slug,
      bio: cleanText(row.bio),
      image:
        row.image !== null && size ? { image: row.image, url: usualImagePath(row.image, size.width), ...size } : null,
      links: linksOf(row),
    };
  });
}

/** The columns of a profile without anything but its name. */
export const EMPTY_PROFILE = { bio: "", image: null, links: "[]" };

/**
 * Changes the profile of an account, whose row is locked.
 * @returns whether it differs
 * @throws {Problem} 400 for an image that does not exist
 */
export async function changeProfile(trx: DatabaseTransaction, id: string, patch: UserPatch): Promise<boolean> {
  const current = await trx
    .selectFrom("accounts")
    .select(["name", "bio", "image", "links"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const changed = {
    name: patch.name ?? current.name,
    bio: patch.bio ?? current.bio,
    image: patch.image === undefined ? current.image : (patch.image?.image ?? null),
    links: patch.links ? JSON.stringify(patch.links) : current.links,
  };
  if (Object.entries(changed).every(([column, value]) => current[column as keyof typeof current] === value))
    return false;
  if (changed.image !== null && changed.image !== current.image) await requireStoredImage(trx, "image", changed.image);
  await storeAccountImages(trx, id, [changed.bio, changed.image ?? ""]);
  await trx.updateTable("accounts").set(changed).where("id", "=", id).execute();
  await bumpContentVersion(trx);
  return true;
}
