import type { IncomingMessage } from "node:http";
import { env } from "#lib/server/env";
import { getOrigin } from "#lib/server/origin";
import type { Site } from "#lib/shared/site";

/** The site's title and origin, for a page. */
export function getSite(req: IncomingMessage): Required<Site> {
  return { title: env().SITE_TITLE, origin: getOrigin(req) };
}
