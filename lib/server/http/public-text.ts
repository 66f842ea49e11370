import type { NextApiRequest, NextApiResponse } from "next";
import { contentState } from "#lib/server/content-version";
import { database } from "#lib/server/db/current";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { originOf } from "#lib/server/origin";
import { entityTag, isNotModified, lastModified, notModified } from "./conditional.ts";
import { PUBLIC, send } from "./reply.ts";

/** What a text for everyone is made from. */
export type Scene = {
  db: Database;
  /** The site's address, such as `https://example.org`, and its name. */
  origin: string;
  title: string;
  now: number;
  /** When the public last saw something change, in milliseconds. */
  changedAt: number;
};

/**
 * Answers with a text that is made of nothing but what the public sees, in some other form than JSON: with the validators
 * of the content version, and 304 to whoever has it.
 * @param parts what tells this text from others made of the same
 */
export async function replyPublicText(
  req: NextApiRequest,
  res: NextApiResponse,
  { type, parts }: { type: string; parts: string[] },
  write: (scene: Scene) => Promise<string>,
): Promise<void> {
  const [db, origin, title, now] = [await database(), originOf(req), env().SITE_TITLE, Date.now()];
  const { changedAt, version } = await contentState(db, now);
  const etag = entityTag(version, origin, title, ...parts);
  const modified = lastModified(changedAt, now);
  const headers = { ...PUBLIC, ETag: etag, ...(modified && { "Last-Modified": modified }) };
  if (isNotModified(req, etag, modified)) return notModified(res, headers);
  const body = await write({ db, origin, title, now, changedAt });
  send(res, { status: 200, headers: { ...headers, "Content-Type": `${type}; charset=utf-8` }, body });
}
