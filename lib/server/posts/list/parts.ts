import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";

/** The list of public posts that has the published ones a viewer may edit; undefined where they may edit none. */
export function publishedPart(query: PostQuery, { account, edits }: Viewer): PostQuery | undefined {
  const published = { ...query, status: undefined };
  if (edits === "none") return undefined;
  // `unsigned` is a viewer's right while there is no account: then all posts are without one.
  if (edits !== "own") return published;
  const isOther = query.author !== undefined && query.author !== account?.id;
  return account && !isOther ? { ...published, author: account.id } : undefined;
}

/** The lists that together have the posts of the status `any`, all in one order. Each is read along an index of its own. */
export function partsOf(query: PostQuery, viewer: Viewer): PostQuery[] {
  const published = publishedPart(query, viewer);
  const parts: PostQuery[] = [
    { ...query, status: "draft" },
    { ...query, status: "scheduled" },
    ...(published ? [published] : []),
  ];
  // No relevance: it would compare dates of publication with those of saves.
  return parts.map((part) => ({ ...part, sort: query.sort ?? "-updatedAt" }));
}
