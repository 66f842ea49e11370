import type { GetServerSidePropsContext } from "next";
import { database } from "#lib/server/db/current";
import { type DraftStatus, draftsQuery } from "#lib/shared/drafts";
import { requireCursor } from "./list.ts";
import { listOfPage } from "./page.ts";

/**
 * The posts of one kind that whoever asks may edit and nobody else sees, under the key that the page's hook will look for.
 * @param after the cursor of the page before
 * @throws {Problem} 400 for a cursor that is none
 */
export async function draftsOfPage(context: GetServerSidePropsContext, status: DraftStatus, after: string | null) {
  const query = draftsQuery(status, after);
  await requireCursor(await database(), query);
  return listOfPage(context, query);
}
