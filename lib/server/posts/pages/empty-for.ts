import type { IncomingMessage } from "node:http";
import { authenticatePage } from "#lib/server/authentication";
import { isOwner } from "#lib/server/viewer";
import type { Page } from "#lib/shared/post-query";
import type { EmptyFor } from "#lib/shared/site";

/** Who is looking at a list without posts, as a prop; no prop where there are posts, or for a reader. */
export async function emptyForProp(
  req: IncomingMessage,
  fallback: Record<string, Page<unknown>>,
): Promise<{ emptyFor?: EmptyFor }> {
  if (Object.values(fallback).some(({ items }) => items.length > 0)) return {};
  const viewer = await authenticatePage(req);
  if (isOwner(viewer)) return { emptyFor: "owner" };
  return viewer.mayPost ? { emptyFor: "writer" } : {};
}
