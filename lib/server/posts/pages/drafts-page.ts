import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/database";
import { requireCursor } from "#lib/server/posts/list/list";
import { type DraftStatus, draftsQuery } from "#lib/shared/drafts";
import { loadListFallback } from "./list-page.ts";

/**
 * The posts of one kind that whoever asks may edit and nobody else sees, under the key that the page's hook will look for.
 * @param after the cursor of the page before
 * @throws {Problem} 400 for a cursor that is none
 */
export async function loadDraftsPage(context: GetServerSidePropsContext, status: DraftStatus, after: string | null) {
  const query = draftsQuery(status, after);
  await requireCursor(await database(), query);
  return loadListFallback(context, query);
}
