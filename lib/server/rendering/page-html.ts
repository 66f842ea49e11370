import type { Database } from "#lib/server/db/tables";
import { withPageImages } from "#lib/server/images/with-images";
import { withVideos } from "./videos.ts";

/**
 * Completes rendered HTML for a page with what may change without the text: sizes and files of images, and players of videos.
 * @param html HTML from our renderer
 */
export const pageHtml = async (db: Database, html: string): Promise<string> =>
  withVideos(await withPageImages(db, html));
