import type { Selectable } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import { type authoredText, type PostRow, rowText, type StoredCover } from "#lib/server/posts/row";
import { effectiveSettings, type SettingsRow } from "#lib/server/site/settings";
import { DERIVED_FIELDS } from "#lib/shared/post-fields";
import { cleanText } from "#lib/shared/text";
import type {
  ExportedAccount,
  ExportedImage,
  ExportedImport,
  ExportedPost,
  ExportedRedirect,
  ExportedRevision,
  ExportedSettings,
  ExportedTag,
} from "./format.ts";

/** Rows as an export has them. */

const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString();
const timeOrNull = (milliseconds: number | null) => (milliseconds === null ? null : timeOf(milliseconds));
const idOrNull = (id: number | null) => (id === null ? null : String(id));

type TextRow = Parameters<typeof authoredText>[0] & Pick<PostRow, "status" | "published_at" | "version">;

function toText(row: TextRow) {
  const { cover, ...text } = rowText(row);
  const stored = cover as StoredCover | null;
  return {
    ...text,
    generated: DERIVED_FIELDS.filter((name) => !row[`${name}_own`]),
    cover: stored && { image: stored.image, alt: cleanText(stored.alt), width: stored.width, height: stored.height },
    status: row.status,
    publishedAt: timeOrNull(row.published_at),
    version: row.version,
  };
}

export const toExportedPost = (row: PostRow): ExportedPost => ({
  id: String(row.id),
  ...toText(row),
  author: row.author_id,
  createdAt: timeOf(row.created_at),
  updatedAt: timeOf(row.updated_at),
  deletedAt: timeOrNull(row.trashed_at),
});

export const toExportedRevision = (row: Selectable<Tables["revisions"]>): ExportedRevision => ({
  post: String(row.post_id),
  ...toText(row),
  savedAt: timeOf(row.saved_at),
});

type AccountColumns = Pick<Selectable<Tables["accounts"]>, (typeof ACCOUNT_COLUMNS)[number]>;
export const ACCOUNT_COLUMNS = [
  ...(["id", "name", "role", "createdAt", "deleted_at"] as const),
  ...(["slug", "bio", "image", "links"] as const),
] as const;

export const toExportedAccount = ({
  createdAt,
  deleted_at,
  id,
  name,
  role,
  ...profile
}: AccountColumns): ExportedAccount => ({
  id,
  name: cleanText(name),
  role,
  createdAt,
  deletedAt: timeOrNull(deleted_at),
  slug: profile.slug,
  bio: cleanText(profile.bio),
  image: profile.image,
  links: JSON.parse(profile.links) as ExportedAccount["links"],
});

export const toExportedTag = ({ key, name, slug, target }: Tables["tags"]): ExportedTag => ({
  key,
  name,
  slug,
  target,
});

export const toExportedRedirect = ({ created_at, path, post_id, url }: Tables["redirects"]): ExportedRedirect => ({
  path,
  post: idOrNull(post_id),
  url,
  createdAt: timeOf(created_at),
});

export const toExportedImport = (row: Tables["imported_items"]): ExportedImport => ({
  source: row.source,
  item: row.item,
  post: row.post_id,
  digest: row.digest,
  importedAt: timeOrNull(row.imported_at),
});

/** @param isStored whether the settings that the owner has changed are exported as such */
export function toExportedSettings(row: SettingsRow, isStored: boolean): ExportedSettings {
  const { language, timeZone, title } = effectiveSettings(row);
  const { stored, updatedAt, version } = row;
  return {
    ...{ title, language, timeZone },
    stored: isStored && updatedAt !== null ? { version, updatedAt, values: stored } : null,
  };
}

type Uploads = Tables["image_uploads"][];

export const toExportedImage = (
  { created_at, height, id, width }: Selectable<Tables["images"]>,
  files: ExportedImage["files"],
  uploads: Uploads,
): ExportedImage => ({
  id,
  width,
  height,
  createdAt: timeOf(created_at),
  files,
  uploads: uploads.map((upload) => ({
    source: upload.source,
    account: upload.account_id,
    createdAt: timeOf(upload.created_at),
  })),
});
