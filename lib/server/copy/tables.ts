import type { Tables } from "#lib/server/db/tables";

/** Made from the posts by whoever first reads them: there is nothing to lose. */
type NotCopied = "renderings";

type Plan = {
  [Name in Exclude<keyof Tables, NotCopied>]: {
    /** The columns that no two rows share, and what they hold: rows are copied and digested in their order. */
    key: Partial<Record<keyof Tables[Name], "number" | "text">>;
    /** Whether `id` is a counting key. */
    counts?: true;
  };
};

/** Every table of a database that is copied, those that others refer to first. */
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
  post_tags: { key: { post_id: "number", tag: "text" } },
  post_counts: { key: { kind: "text", name: "text" } },
  messages: { key: { id: "number" }, counts: true },
  site_texts: { key: { name: "text" } },
  content_version: { key: { number: "number" } },
  secret: { key: { value: "text" } },
  idempotency_keys: { key: { caller: "text", key: "text" } },
  rate_limits: { key: { key: "text" } },
} as const satisfies Plan;

export type TableName = keyof Plan;
export const TABLE_NAMES = Object.keys(PLAN) as TableName[];

/** Tables that every database has one row in from its first moment. */
export const SINGLE_ROW_TABLES = ["content_version", "secret"] as const satisfies TableName[];

/** The columns of a table's key. */
export const keyOf = (table: TableName) => Object.entries(PLAN[table].key) as [string, "number" | "text"][];

/** Tables whose ids count up and are never used again. */
export const COUNTING_TABLES = TABLE_NAMES.filter((name) => "counts" in PLAN[name]);
