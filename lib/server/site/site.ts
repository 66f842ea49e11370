import type { IncomingMessage } from "node:http";
import { env } from "#lib/server/env";
import { getOrigin } from "#lib/server/origin";
import type { Site } from "#lib/shared/site";

/** The site's title, language and time zone. Everything on the server reads them here. */
export function siteSettings(): Pick<Site, "title" | "language" | "timeZone"> {
  const { SITE_LANGUAGE, SITE_TIME_ZONE, SITE_TITLE } = env();
  return { title: SITE_TITLE, language: SITE_LANGUAGE, timeZone: SITE_TIME_ZONE };
}

/** The site as pages know it. */
export function getSite(req: IncomingMessage): Required<Site> {
  return { ...siteSettings(), origin: getOrigin(req) };
}
