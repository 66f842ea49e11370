import type { Selectable } from "kysely";
import type { PostsTable } from "#lib/server/db/tables";
import type { LegacyPost, Post } from "#lib/shared/posts";

export type PostRow = Selectable<PostsTable>;

const moment = (milliseconds: number) => new Date(milliseconds).toISOString();

/** A row in the contract's shape. @param origin the site's address, such as `https://example.org` */
export function toPost(row: PostRow, origin: string): Post {
  return {
    id: String(row.id),
    title: row.title,
    content: row.content,
    excerpt: row.excerpt,
    slug: row.slug,
    tags: JSON.parse(row.tags) as string[],
    status: row.status,
    author: null,
    createdAt: moment(row.created_at),
    updatedAt: moment(row.updated_at),
    publishedAt: row.published_at === null ? null : moment(row.published_at),
    version: row.version,
    url: `${origin}/blog/${row.id}/${encodeURIComponent(row.slug)}`,
  };
}

/** A row in the frozen shape of the first contract. */
export function toLegacyPost({ id, title, content }: Pick<PostRow, "id" | "title" | "content">): LegacyPost {
  return { id: String(id), title, content };
}
