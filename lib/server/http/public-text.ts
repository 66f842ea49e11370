import type { NextApiRequest, NextApiResponse } from "next";
import { contentState } from "#lib/server/content-version";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { getOrigin } from "#lib/server/origin";
import { ownTagline } from "#lib/server/site/settings";
import { siteSettings } from "#lib/server/site/site";
import { entityTag, isNotModified, lastModified, notModified } from "./conditional.ts";
import { PUBLIC, sendResponse } from "./response.ts";

/** What a public text is rendered from. */
export type RenderContext = {
  db: Database;
  /** The site's origin, such as `https://example.org`, and its name. */
  origin: string;
  title: string;
  /** One line about the site, if the owner has set it; else empty. */
  tagline: string;
  /** The site's language (BCP 47). */
  language: string;
  now: number;
  /** When public content last changed, in milliseconds since 1970. */
  changedAt: number;
};

/**
 * Sends a text rendered from public content only, such as a feed, with validators of the content version; 304 where the
 * client has it.
 * @param parts what distinguishes this text from others of the same content, for its ETag
 */
export async function sendPublicText(
  req: NextApiRequest,
  res: NextApiResponse,
  { type, parts }: { type: string; parts: string[] },
  write: (scene: RenderContext) => Promise<string>,
): Promise<void> {
  const [db, origin, now] = [await database(), getOrigin(req), Date.now()];
  // The version is read first: a text may be newer than its ETag, but never older.
  const { changedAt, version } = await contentState(db, now);
  const settings = await siteSettings();
  const { language, title } = settings;
  const etag = entityTag(version, origin, title, language, ...parts);
  const modified = lastModified(changedAt, now);
  const headers = { ...PUBLIC, ETag: etag, ...(modified && { "Last-Modified": modified }) };
  if (isNotModified(req, etag, modified)) return notModified(res, headers);
  const body = await write({ db, origin, title, tagline: ownTagline(settings), language, now, changedAt });
  sendResponse(res, { status: 200, headers: { ...headers, "Content-Type": `${type}; charset=utf-8` }, body });
}
