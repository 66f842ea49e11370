import { z } from "zod";
import { Name } from "#lib/shared/accounts";
import { parseHttpUrl } from "#lib/shared/http-url";
import { canonicalLanguage } from "#lib/shared/languages";
import { NumericId } from "#lib/shared/params";
import { DERIVED_FIELDS, type PUBLICATION_FIELDS, TEXT_FIELDS, type TextFieldName } from "#lib/shared/post-fields";
import { POST_STATUSES, Slug } from "#lib/shared/posts";
import { profileFields } from "#lib/shared/profiles";
import { normalizePath } from "#lib/shared/redirect-path";
import { parseTarget } from "#lib/shared/redirects";
import { SITE_SETTING_NAMES, SitePatch } from "#lib/shared/site-settings";
import { tagKey } from "#lib/shared/tag-names";
import { cleanText } from "#lib/shared/text";

/** What an export consists of; docs/guide/export.md describes it for readers. Texts are checked when they are read back. */

export const FORMAT = "octavo-export";
/** Raised where an older Octavo could not restore a newer export. */
export const FORMAT_VERSION = 1;

/** The folder of what is not for site generators: JSON lines, checksums and the manifest. */
export const DATA_FOLDER = "octavo";
export const MANIFEST_PATH = `${DATA_FOLDER}/manifest.json`;
export const SETTINGS_PATH = `${DATA_FOLDER}/settings.json`;
export const POSTS_FOLDER = "content/blog";
export const TRASH_FOLDER = "trash";
export const IMAGES_FOLDER = "content/images";
/** Where the text about the site is. */
export const ABOUT_FILE = "content/about/index.md";

/** Files in numbered parts: `octavo/revisions/00001.jsonl`. */
export const PARTS = ["accounts", "tags", "revisions", "redirects", "images", "imports"] as const;
export type PartName = (typeof PARTS)[number];
const NUMBER_DIGITS = 5;
export const partPath = (name: PartName | "checksums", number: number) =>
  `${DATA_FOLDER}/${name}/${String(number).padStart(NUMBER_DIGITS, "0")}.${name === "checksums" ? "sha256" : "jsonl"}`;

/** The longest text of a field, in UTF-16 units: earlier versions had other limits than the present ones. */
const TEXT_MAX = 4 * TEXT_FIELDS.content.max;

const isClean = (text: string) => cleanText(text) === text;
const Text = (max: number) => z.string().max(max).refine(isClean, "must not contain control characters");
const isUtc = (time: string) => !Number.isNaN(Date.parse(time)) && new Date(time).toISOString() === time;
const Time = z.iso.datetime().refine(isUtc, "must be UTC with milliseconds");
const Count = z.int().min(0);
const Version = z.int().min(1);
/** A SHA-256 in hexadecimal digits. */
const Digest = z.string().regex(/^[\da-f]{64}$/, "must be a SHA-256 in hexadecimal digits");
const PostId = NumericId.refine((id) => Number.isSafeInteger(Number(id)) && Number(id) > 0, "must be the id of a post");
/** What `slugify` returns, and a number. */
const AUTHOR_SLUG = /^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u;
export const AccountId = z.string().regex(/^[\w-]{1,100}$/, "must be the id of an account");

const ExportedCover = z.strictObject({
  image: Digest,
  alt: Text(TEXT_FIELDS.cover.max * 2),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** What posts and revisions have in common. */
const text = {
  title: Text(TEXT_MAX),
  content: Text(TEXT_MAX),
  tags: z.array(Text(1_000).refine((tag) => tagKey(tag) !== "", "must be the name of a tag")).max(1_000),
  excerpt: Text(TEXT_MAX),
  slug: z.string().refine((slug) => slug === "" || Slug.safeParse(slug).data === slug, "must be a slug"),
  /** The fields that are not the author's own. */
  generated: z.array(z.enum(DERIVED_FIELDS)),
  canonicalUrl: z.string().refine((url) => url === "" || parseHttpUrl(url) !== undefined, "must be an http(s) URL"),
  language: z.string().refine((tag) => tag === "" || canonicalLanguage(tag) === tag, "must be a language tag"),
  cover: ExportedCover.nullable(),
  status: z.enum(POST_STATUSES),
  publishedAt: Time.nullable(),
  version: Version,
} satisfies Record<TextFieldName | (typeof PUBLICATION_FIELDS)[number], z.ZodType> & Record<string, z.ZodType>;

export const ExportedPost = z.strictObject({
  id: PostId,
  ...text,
  author: AccountId.nullable(),
  createdAt: Time,
  updatedAt: Time,
  deletedAt: Time.nullable(),
});
export type ExportedPost = z.infer<typeof ExportedPost>;

export const ExportedRevision = z.strictObject({ post: PostId, ...text, savedAt: Time });
export type ExportedRevision = z.infer<typeof ExportedRevision>;

export const ExportedAbout = z.strictObject({ content: Text(TEXT_MAX), version: Version, updatedAt: Time });
export type ExportedAbout = z.infer<typeof ExportedAbout>;

export const ExportedAccount = z.strictObject({
  id: AccountId,
  name: Name,
  role: z.string().regex(/^[a-z]{1,40}$/, "must be a role"),
  createdAt: z.iso.datetime(),
  /** Of a deleted account, whose name its posts still show. */
  deletedAt: Time.nullable(),
  slug: z.string().max(200).regex(AUTHOR_SLUG, "must be a slug").optional(),
  bio: Text(TEXT_MAX).default(""),
  image: Digest.nullable().default(null),
  links: profileFields.links.default([]),
});
export type ExportedAccount = z.infer<typeof ExportedAccount>;

export const ExportedTag = z
  .strictObject({
    key: Text(1_000),
    name: Text(1_000),
    slug: Text(1_000),
    /** The key of the tag that it was renamed to. */
    target: Text(1_000).nullable(),
  })
  .refine(({ key, name }) => key !== "" && tagKey(name) === key, { path: ["key"], error: "must be that of the name" });
export type ExportedTag = z.infer<typeof ExportedTag>;

export const ExportedRedirect = z
  .strictObject({
    path: z.string().refine((path) => normalizePath(path) === path, "must be a normalized path"),
    post: PostId.nullable(),
    url: z
      .string()
      .refine((url) => parseTarget(url) === url, "must be a path or an http(s) URL")
      .nullable(),
    createdAt: Time,
  })
  .refine(({ post, url }) => (post === null) !== (url === null), "must have either a post or a URL");
export type ExportedRedirect = z.infer<typeof ExportedRedirect>;

export const ExportedImage = z.strictObject({
  id: Digest,
  width: z.int().min(1),
  height: z.int().min(1),
  createdAt: Time,
  /** The widest last; empty where the storage had lost one of them. */
  files: z.array(z.strictObject({ width: z.int().min(1), sha256: Digest })),
  /** The accounts that uploaded it, each with the SHA-256 of the uploaded file; the account is empty for an anonymous one. */
  uploads: z.array(z.strictObject({ source: Digest, account: z.union([AccountId, z.literal("")]), createdAt: Time })),
});
export type ExportedImage = z.infer<typeof ExportedImage>;

/** What an import has brought: repeating it in the restored database brings nothing twice. */
export const ExportedImport = z.strictObject({
  source: Text(2_000),
  item: Text(10_000),
  post: Count,
  digest: Text(200),
  importedAt: Time.nullable(),
});
export type ExportedImport = z.infer<typeof ExportedImport>;

const isPixels = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0;

/** Whether settings of the site are stored ones: as a change of them would be stored, with the sizes of images. */
function areStored(values: Record<string, unknown>): boolean {
  const { data, success } = SitePatch.safeParse(values);
  const names: readonly string[] = SITE_SETTING_NAMES;
  if (!success || Object.keys(values).some((name) => !names.includes(name))) return false;
  return SITE_SETTING_NAMES.every((name) => {
    const value = values[name];
    if (value === undefined) return true;
    if (name !== "logo" && name !== "socialImage") return JSON.stringify(data[name]) === JSON.stringify(value);
    const { height, width, ...image } = value as Record<string, unknown>;
    return isPixels(width) && isPixels(height) && JSON.stringify(data[name]) === JSON.stringify(image);
  });
}

export const ExportedSettings = z.strictObject({
  /** As they apply, whether the owner has chosen them or not. */
  title: z.string().max(1_000),
  language: z.string().max(100),
  timeZone: z.string().max(100),
  /** Those that the owner has changed; null where there are none. */
  stored: z
    .strictObject({
      version: Version,
      updatedAt: Time,
      values: z.record(z.string(), z.unknown()).refine(areStored, "must be settings of the site"),
    })
    .nullable(),
});
export type ExportedSettings = z.infer<typeof ExportedSettings>;

export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  /** What was chosen, and whose posts: null for those of everyone. */
  drafts: z.boolean(),
  trash: z.boolean(),
  revisions: z.boolean(),
  author: AccountId.nullable(),
  counts: z.strictObject({
    posts: Count,
    revisions: Count,
    images: Count,
    /** Images whose files the storage had lost. */
    missingImages: Count,
    accounts: Count,
    tags: Count,
    redirects: Count,
    imports: Count,
  }),
  /** Ids below are never used again. */
  nextPostId: z.int().min(1),
  /** SHA-256 of all files of checksums, in their order. */
  checksums: Digest,
});
export type Manifest = z.infer<typeof Manifest>;

/** The schema of each line of the parts. */
export const LINE_SCHEMAS = {
  accounts: ExportedAccount,
  tags: ExportedTag,
  revisions: ExportedRevision,
  redirects: ExportedRedirect,
  images: ExportedImage,
  imports: ExportedImport,
} as const;
