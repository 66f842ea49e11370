import { completeText } from "#lib/shared/post-fields";
import type { Post } from "#lib/shared/posts";

/** A post as the API returns it; `fields` are those that matter to the test. */
export function somePost(fields: Partial<Post> = {}): Post {
  return {
    id: "1",
    ...completeText({ title: "Hello", content: "World", excerpt: "World" }),
    cover: null,
    slug: "hello",
    canonicalUrl: null,
    language: null,
    direction: "ltr",
    status: "published",
    author: null,
    createdAt: "2026-01-31T09:00:00.000Z",
    updatedAt: "2026-01-31T09:00:00.000Z",
    publishedAt: "2026-01-31T09:00:00.000Z",
    version: 1,
    readingMinutes: 1,
    url: "http://octavo.test/blog/1/hello",
    ...fields,
  };
}
