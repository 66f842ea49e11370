import type { Generated, Kysely, Transaction } from "kysely";

/** Times are milliseconds since 1970-01-01T00:00Z; lists are JSON text. No row leaves lib/server unmapped. */
type Text = {
  title: string;
  content: string;
  /** What readers are shown: the author's own, or made from the content. */
  excerpt: string;
  /** 1 where the author wrote the excerpt, 0 where it follows the content. */
  excerpt_own: number;
  tags: string;
  status: "draft" | "published";
  /** null while a draft; ahead of now while scheduled. */
  published_at: number | null;
  version: number;
};

export type PostsTable = Text & {
  /** Counts up and is never used again. */
  id: Generated<number>;
  slug: string;
  /** The title folded, for sorting alike on every engine. */
  title_sort: string;
  reading_minutes: number;
  author_id: string | null;
  created_at: number;
  updated_at: number;
  /** When it was put into the trash; null for a post that is not there. */
  trashed_at: number | null;
};

/** Every save of every post, the newest included. */
export type RevisionsTable = Text & { post_id: number; saved_at: number };

export type PostTagsTable = {
  post_id: number;
  tag: string;
  /** What a tag's lists are sorted by, as in the post; no date unless the post is published and not in the trash. */
  published_at: number | null;
  updated_at: number;
  title_sort: string;
};

/** How many posts are published and not in the trash, scheduled ones among them; see lib/server/posts/list/counts.ts. */
export type PostCountsTable = {
  kind: "all" | "author" | "tag";
  /** The author's id or the tag; empty for all. */
  name: string;
  posts: number;
};

/** What a version of a post looks like on its page: made from its Markdown, and made again where it is missing. */
export type RenderingsTable = {
  post_id: number;
  version: number;
  /** Which renderer made it; see lib/server/rendering/. */
  renderer: number;
  html: string;
  /** The headings for a table of contents, as JSON. */
  contents: string;
};

/** The reply that the first request with an Idempotency-Key got. */
export type IdempotencyKeysTable = {
  caller: string;
  key: string;
  /** SHA-256 of what was asked for, to tell the same request from another one under the same key. */
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
  created_at: number;
};

/** Of the columns that better-auth keeps, those that we read. Times are ISO 8601 text. */
export type AccountsTable = {
  id: string;
  name: string;
  email: string;
  role: "owner" | "author";
  createdAt: string;
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

/** What better-auth alone reads: the hashes of passwords, and the tokens of links to a new one. */
export type CredentialsTable = { id: string; userId: string; password: string | null };
export type VerificationsTable = { id: string; identifier: string; value: string; expiresAt: string };

/** Links that let somebody sign up once. */
export type InvitationsTable = { hash: string; made_at: number; expires_at: number };

export type ApiKeysTable = {
  id: string;
  account_id: string;
  name: string;
  /** SHA-256 of the key, which itself is kept nowhere. */
  hash: string;
  /** The beginning of the key, for its owner to know it by. */
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
  /** What the authenticator calls it, base64url. */
  credential_id: string;
  /** In the form that it came in (COSE), base64url. */
  public_key: string;
  /** How often it has signed, as far as the authenticator counts; 0 where it does not. */
  counter: number;
  /** How a browser reaches it, as JSON. */
  transports: string;
  /** 1 where it may be on several devices (WebAuthn: backup eligible), 0 where it is bound to one. */
  is_synced: number;
  /** 1 where it was on more than one when it was last used (WebAuthn: backup state). */
  is_backed_up: number;
  created_at: number;
  used_at: number | null;
};

/** What visitors have written to the owner. */
export type MessagesTable = {
  /** Counts up and is never used again. */
  id: Generated<number>;
  name: string;
  email: string;
  message: string;
  created_at: number;
  /** null until the owner has read it. */
  read_at: number | null;
};

/** Texts that are no posts, such as the one of the page /about; none where the text we ship still stands. */
export type SiteTextsTable = { name: string; content: string; version: number; updated_at: number };

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
  post_tags: PostTagsTable;
  post_counts: PostCountsTable;
  renderings: RenderingsTable;
  messages: MessagesTable;
  site_texts: SiteTextsTable;
  /** One row: it counts the changes of what the public can see, and says when the last one was made. */
  content_version: { number: number; changed_at: Generated<number> };
  /** One row: the key that signs what clients hand back to us. */
  secret: { value: string };
  idempotency_keys: IdempotencyKeysTable;
  /** In the shape that rate-limiter-flexible asks for. */
  rate_limits: { key: string; points: number; expire: number | null };
};

export type Database = Kysely<Tables>;
/** For what must happen whole or not at all. */
export type DatabaseTransaction = Transaction<Tables>;
