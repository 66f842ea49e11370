import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/database";
import { requireCursor } from "#lib/server/posts/list/list";
import { type DraftStatus, draftsQuery } from "#lib/shared/drafts";
import { loadListFallback } from "./list-page.ts";

/**
 * Loads a page of drafts, scheduled posts or trash that the viewer may edit, as SWR fallback.
 * @param after the cursor of the previous page
 * @throws {Problem} 400 for an invalid cursor
 */
export async function loadDraftsPage(context: GetServerSidePropsContext, status: DraftStatus, after: string | null) {
  const query = draftsQuery(status, after);
  await requireCursor(await database(), query);
  return loadListFallback(context, query);
}
