import type { Tables } from "#lib/server/db/tables";

/** Caches, rebuilt when posts are read; and what is of this database only: its backups, and the lease of the processes that run on it. */
const NOT_COPIED = ["renderings", "social_images", "backups", "housekeeping"] as const satisfies (keyof Tables)[];
type NotCopied = (typeof NOT_COPIED)[number];

type Plan = {
  [Name in Exclude<keyof Tables, NotCopied>]: {
    /** The columns of a unique key with their types; rows are copied and hashed in its order. */
    key: Partial<Record<keyof Tables[Name], "number" | "text">>;
    /** Whether `id` is an autoincrement key. */
    counts?: true;
  };
};

/** The tables to copy, referenced ones first. */
export const PLAN = {
  accounts: { key: { id: "text" } },
  credentials: { key: { id: "text" } },
  sessions: { key: { id: "text" } },
  verifications: { key: { id: "text" } },
  invitations: { key: { hash: "text" } },
  api_keys: { key: { id: "text" } },
  passkeys: { key: { id: "text" } },
  posts: { key: { id: "number" }, counts: true },
  revisions: { key: { post_id: "number", version: "number" } },
  tags: { key: { key: "text" } },
  post_tags: { key: { post_id: "number", tag: "text" } },
  redirects: { key: { path: "text" } },
  post_counts: { key: { kind: "text", name: "text" } },
  messages: { key: { id: "number" }, counts: true },
  site_texts: { key: { name: "text" } },
  autosaves: { key: { account_id: "text", id: "text" } },
  preview_links: { key: { id: "text" } },
  images: { key: { id: "text" } },
  image_uploads: { key: { source: "text", account_id: "text" } },
  image_files: { key: { key: "text" } },
  revision_images: { key: { post_id: "number", version: "number", image: "text" } },
  autosave_images: { key: { account_id: "text", autosave_id: "text", image: "text" } },
  site_text_images: { key: { name: "text", image: "text" } },
  account_images: { key: { account_id: "text", image: "text" } },
  imported_items: { key: { source: "text", item: "text" } },
  import_jobs: { key: { id: "text" } },
  import_runs: { key: { slot: "number" } },
  import_entries: { key: { run: "text", number: "number" } },
  content_version: { key: { number: "number" } },
  secret: { key: { value: "text" } },
  idempotency_keys: { key: { caller: "text", key: "text" } },
  rate_limits: { key: { key: "text" } },
} as const satisfies Plan;

export type TableName = keyof Plan;
export const TABLE_NAMES = Object.keys(PLAN) as TableName[];
/** All tables. */
export const ALL_TABLE_NAMES: (keyof Tables)[] = [...TABLE_NAMES, ...NOT_COPIED];

/** Tables that have one row in every new database. */
export const SINGLE_ROW_TABLES = ["content_version", "secret"] as const satisfies TableName[];

/** The tables of any version of Octavo, referenced ones first. */
export type TablePlan = Record<string, { key: Partial<Record<string, "number" | "text">>; counts?: true | undefined }>;

/** Tables with an autoincrement key, whose ids are never reused. */
export const COUNTING_TABLES = TABLE_NAMES.filter((name) => "counts" in PLAN[name]);
