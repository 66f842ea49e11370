import type { Generated, Kysely, Transaction } from "kysely";
import type { Direction } from "#lib/shared/direction";
import type { Role } from "#lib/shared/roles";

/** Times are milliseconds since 1970-01-01T00:00Z; lists are JSON text. No row leaves lib/server unmapped. */
type Text = {
  title: string;
  content: string;
  /** Shown in lists: the author's own excerpt, or one derived from the content. */
  excerpt: string;
  /** 1 where the author wrote the excerpt, 0 where it is derived from the content. */
  excerpt_own: number;
  /** The last segment of the page's path: the author's own, or generated from the title; empty in revisions from before it could be chosen. */
  slug: string;
  /** 1 where the author chose the slug, 0 where it is generated. */
  slug_own: number;
  /** Where the post was first published; empty where it was here. */
  canonical_url: string;
  tags: string;
  /** The cover as JSON, with the size of its image; empty where there is none. */
  cover: string;
  /** A BCP 47 tag; empty for the site's language. */
  language: string;
  status: "draft" | "published";
  /** null for a draft; in the future while scheduled. */
  published_at: number | null;
  version: number;
};

export type PostsTable = Text & {
  /** Autoincremented, never reused. */
  id: Generated<number>;
  /** The folded title, which sorts the same on every engine. */
  title_sort: string;
  reading_minutes: number;
  /** The base direction of title and content. */
  direction: Direction;
  author_id: string | null;
  created_at: number;
  updated_at: number;
  /** When the post was deleted; null unless it is in the trash. */
  trashed_at: number | null;
};

/** Every revision of every post, the current one included. */
export type RevisionsTable = Text & { post_id: number; saved_at: number };

export type TagsTable = {
  /** What identifies the tag: its name in NFC, case folded; see lib/shared/tag-names.ts. */
  key: string;
  /** As it was spelled first. */
  name: string;
  /** Unique; in URLs and filters. */
  slug: string;
  /** For the former name of a renamed or merged tag, the key of the current tag. */
  target: string | null;
};

export type PostTagsTable = {
  post_id: number;
  /** The tag's key. */
  tag: string;
  /** The sort keys of a tag's lists, copied from the post; no date unless the post is published and not in the trash. */
  published_at: number | null;
  updated_at: number;
  title_sort: string;
};

/** Counters of posts that are published and not in the trash, scheduled ones included; see lib/server/posts/list/counts.ts. */
export type PostCountsTable = {
  kind: "all" | "author" | "tag";
  /** The author's id or the tag's key; empty for all. */
  name: string;
  posts: number;
};

/** Paths that lead elsewhere: to a post, or to a URL. */
export type RedirectsTable = {
  /** As `normalizePath` (lib/shared/redirect-path.ts) returns it. */
  path: string;
  /** null where `url` is the target. */
  post_id: number | null;
  /** A path of this site, or a URL elsewhere; null where a post is the target. */
  url: string | null;
  created_at: number;
};

/** Cached renderings of posts: created from Markdown, and again where missing. */
export type RenderingsTable = {
  post_id: number;
  version: number;
  /** The version of the renderer; see lib/server/rendering/. */
  renderer: number;
  html: string;
  /** The headings for a table of contents, as JSON. */
  contents: string;
};

/** Cached social images of posts, drawn again where missing. */
export type SocialImagesTable = {
  post_id: number;
  /** Of the texts that it shows. */
  hash: string;
  /** In Base64. */
  png: string;
};

/** The response to the first request with an Idempotency-Key. */
export type IdempotencyKeysTable = {
  caller: string;
  key: string;
  /** SHA-256 of the payload, to detect another request with the same key. */
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
  created_at: number;
};

/** The first columns are better-auth's, with times as ISO 8601 text. */
export type AccountsTable = {
  id: string;
  name: string;
  /** No email address where the account is deleted. */
  email: string;
  emailVerified: number;
  role: Role;
  createdAt: string;
  updatedAt: string;
  /** The last sign-in. */
  signed_in_at: number | null;
  /** Since when nobody may sign in, with what is stored as the account's; also set where it is deleted. */
  suspended_at: number | null;
  /** The row of a deleted account stays while posts show its name. */
  deleted_at: number | null;
  /** A new email address that is not confirmed yet, and SHA-256 of the token in the link that was sent there. */
  pending_email: string | null;
  pending_email_hash: string | null;
  pending_email_expires_at: number | null;
  /** Whether the password opens no session. */
  is_passkey_only: Generated<number>;
  /** Of the author's page; unique, and the same for good. */
  slug: string;
  /** Markdown. */
  bio: Generated<string>;
  /** The id of an image. */
  image: string | null;
  /** JSON. */
  links: Generated<string>;
};

export type SessionsTable = {
  id: string;
  token: string;
  userId: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  updatedAt: string;
};

/** Read by better-auth only: password hashes, and tokens of password reset links with the id of their account. */
export type CredentialsTable = {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: string;
  updatedAt: string;
};
export type VerificationsTable = { id: string; identifier: string; value: string; expiresAt: string };

/** Invitations: links for one sign-up each. */
export type InvitationsTable = {
  id: string;
  /** SHA-256 of the token in the link, which itself is not stored. */
  hash: string;
  /** Where the link was emailed to. */
  email: string | null;
  role: Role;
  made_at: number;
  expires_at: number;
  used_at: number | null;
  /** The account that was created with it. */
  account_id: string | null;
  /** The owner whose link it is; null where it is not known, of earlier versions. */
  made_by: string | null;
};

export type ApiKeysTable = {
  id: string;
  account_id: string;
  name: string;
  /** SHA-256 of the key, which itself is not stored. */
  hash: string;
  /** The first characters of the key, to recognize it by. */
  hint: string;
  scope: "read" | "write";
  created_at: number;
  expires_at: number | null;
  used_at: number | null;
};

export type PasskeysTable = {
  id: string;
  account_id: string;
  name: string;
  /** The credential id (WebAuthn), base64url. */
  credential_id: string;
  /** COSE key, base64url. */
  public_key: string;
  /** The signature counter of the authenticator (WebAuthn); 0 where it has none. */
  counter: number;
  /** Transports (WebAuthn), as JSON. */
  transports: string;
  /** 1 where it may be on several devices (WebAuthn: backup eligible), 0 where it is bound to one. */
  is_synced: number;
  /** 1 where it was on more than one when it was last used (WebAuthn: backup state). */
  is_backed_up: number;
  created_at: number;
  used_at: number | null;
};

/** Messages to the owner from the contact page. */
export type MessagesTable = {
  /** Autoincremented, never reused. */
  id: Generated<number>;
  name: string;
  email: string;
  message: string;
  created_at: number;
  /** null until the owner has read it. */
  read_at: number | null;
};

/** Edited texts of pages such as /about; no row where the default text is unchanged. */
export type SiteTextsTable = { name: string; content: string; version: number; updated_at: number };

/** The texts in editors, saved automatically; see lib/server/autosaves/. */
export type AutosavesTable = {
  account_id: string;
  /** A UUID, chosen by the client. */
  id: string;
  /** The edited post, which may be gone; null for a new one. */
  post_id: string | null;
  /** The version of the post that the text is based on. */
  base_version: number | null;
  /** The form's values as JSON. */
  fields: string;
  version: number;
  created_at: number;
  updated_at: number;
};

/** Links that show a post before its readers see it; see docs/decisions/041-preview-links.md. */
export type PreviewLinksTable = {
  id: string;
  post_id: number;
  /** Who created it: it works while this account may edit the post. */
  account_id: string;
  /** SHA-256 of the token in the link, which itself is not stored. */
  hash: string;
  /** 1 if the post was public when the link was created: it shows changes that are not published yet. */
  shows_changes: number;
  created_at: number;
  expires_at: number;
};

/** Stored images; see docs/decisions/032-images.md. */
export type ImagesTable = {
  /** SHA-256 of the widest file, in hexadecimal digits. */
  id: string;
  /** The first part of the names of its files. */
  key: string;
  /** Of the widest file, in pixels. */
  width: number;
  height: number;
  is_animated: number;
  /** Of all files together. */
  bytes: number;
  created_at: number;
  /** Since when no text uses it; null where one does, as far as the last sweep and later saves know. */
  unused_since: number | null;
};

/** Who uploaded an image: the same image may belong to several accounts, and be made of several files. */
export type ImageUploadsTable = {
  /** SHA-256 of the uploaded file, in hexadecimal digits. */
  source: string;
  /** Empty for an upload without an account. */
  account_id: string;
  image: string;
  created_at: number;
};

/** Files in the storage without a row in `images`: those that are being uploaded, and those to be deleted. */
export type ImageFilesTable = {
  key: string;
  /** Of the widest file, in pixels. */
  width: number;
  /** 1 once no image may be made of them any more. */
  is_deleted: number;
  since: number;
};

/** The images that a text uses, by the ids in it; there may be no such image. */
export type RevisionImagesTable = { post_id: number; version: number; image: string };
export type AutosaveImagesTable = { account_id: string; autosave_id: string; image: string };
export type SiteTextImagesTable = { name: string; image: string };
export type AccountImagesTable = { account_id: string; image: string };

/** Items of imported sources, by which they are known again; see docs/decisions/034-import.md. */
export type ImportedItemsTable = {
  /** The kind and the name of the source. */
  source: string;
  /** Identifies the item in the source. */
  item: string;
  /** Reserved before the post is stored; there is no such post any more after it was purged. */
  post_id: number;
  /** SHA-256 of the item, to notice that it has changed in the source. */
  digest: string;
  /** null until the post is stored. */
  imported_at: number | null;
};

/** Imports that are run in the browser; see docs/decisions/037-import-in-the-browser.md. */
export type ImportJobsTable = {
  id: string;
  /** The owner who uploaded the source; empty for the key in API_KEY. */
  account_id: string;
  /** As it was stored last: whether a run still goes on, `import_runs` says. */
  state: string;
  /** The uploaded files as JSON, in the order of their parts in the storage. */
  files: string;
  /** How many parts of files are in the storage, or are about to be. */
  parts: number;
  options: string;
  progress: string | null;
  /** The report of the last run without its entries, as JSON. */
  report: string | null;
  /** The run that has written the entries of the report. */
  report_run: string | null;
  /** How many entries the report has. */
  entries: number;
  error: string | null;
  created_at: number;
  updated_at: number;
};

/** The run of an import that goes on, if there is one: a single row. */
export type ImportRunsTable = {
  slot: number;
  job_id: string;
  /** The id of the run. One that has lost its row stores nothing any more. */
  run: string;
  is_cancelled: number;
  heartbeat: number;
};

/** The entries of reports, as JSON. */
export type ImportEntriesTable = { run: string; number: number; job_id: string; entry: string };

/** The backups that are being made, and the last one; see lib/server/backup/. A row belongs to this database: it is never copied. */
export type BackupsTable = {
  id: string;
  began_at: number;
  /** When the process that makes it last stored that it goes on, in milliseconds since 1970. */
  heartbeat: number;
  /** null until it is completed, as the size of its file is. */
  duration_ms: number | null;
  bytes: number | null;
};

/** The lease for removing temporary data: a single row, none before the first run; see docs/decisions/047-housekeeping.md. */
export type HousekeepingTable = {
  slot: number;
  /** The id of the run that goes on; null where none does. */
  run: string | null;
  /** When that run last renewed its lease, in milliseconds since 1970. */
  renewed_at: number;
  /** When a run was completed last, in milliseconds since 1970; 0 where none was. */
  finished_at: number;
};

export type Tables = {
  accounts: AccountsTable;
  sessions: SessionsTable;
  credentials: CredentialsTable;
  verifications: VerificationsTable;
  invitations: InvitationsTable;
  api_keys: ApiKeysTable;
  passkeys: PasskeysTable;
  posts: PostsTable;
  revisions: RevisionsTable;
  tags: TagsTable;
  post_tags: PostTagsTable;
  post_counts: PostCountsTable;
  renderings: RenderingsTable;
  social_images: SocialImagesTable;
  redirects: RedirectsTable;
  messages: MessagesTable;
  site_texts: SiteTextsTable;
  autosaves: AutosavesTable;
  preview_links: PreviewLinksTable;
  images: ImagesTable;
  image_uploads: ImageUploadsTable;
  image_files: ImageFilesTable;
  revision_images: RevisionImagesTable;
  autosave_images: AutosaveImagesTable;
  site_text_images: SiteTextImagesTable;
  account_images: AccountImagesTable;
  imported_items: ImportedItemsTable;
  import_jobs: ImportJobsTable;
  import_runs: ImportRunsTable;
  import_entries: ImportEntriesTable;
  backups: BackupsTable;
  /** One row: the counter of changes to public content, and the time of the last one. */
  content_version: { number: number; changed_at: Generated<number> };
  /** One row: the key that signs values that clients send back, such as cursors. */
  secret: { value: string };
  idempotency_keys: IdempotencyKeysTable;
  housekeeping: HousekeepingTable;
  /** As rate-limiter-flexible requires. */
  rate_limits: { key: string; points: number; expire: number | null };
};

export type Database = Kysely<Tables>;
/** A database inside a transaction. */
export type DatabaseTransaction = Transaction<Tables>;
