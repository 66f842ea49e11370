import type { Generated, Kysely, Transaction } from "kysely";

/** Times are milliseconds since 1970-01-01T00:00Z; lists are JSON text. No row leaves lib/server unmapped. */
export type PostsTable = {
  /** Counts up and is never used again. */
  id: Generated<number>;
  title: string;
  content: string;
  /** What readers are shown: the author's own, or made from the content. */
  excerpt: string;
  /** 1 where the author wrote the excerpt, 0 where it follows the content. */
  excerpt_own: number;
  slug: string;
  tags: string;
  status: "draft" | "published";
  author_id: string | null;
  created_at: number;
  updated_at: number;
  /** null while a draft; ahead of now while scheduled. */
  published_at: number | null;
  version: number;
  /** When it was put into the trash; null for a post that is not there. */
  trashed_at: number | null;
};

export type Tables = {
  posts: PostsTable;
};

export type Database = Kysely<Tables>;
/** For what must happen whole or not at all. */
export type DatabaseTransaction = Transaction<Tables>;
