import type { IncomingMessage } from "node:http";
import { env } from "#lib/server/env";
import { getOrigin } from "#lib/server/origin";
import { LABELS_LANGUAGE } from "#lib/shared/labels/language";
import type { Site } from "#lib/shared/site";

/** The site's title, language and time zone. Everything on the server reads them here. */
export function siteSettings(): Pick<Site, "title" | "language" | "timeZone"> {
  const { SITE_LANGUAGE, SITE_TIME_ZONE, SITE_TITLE } = env();
  return { title: SITE_TITLE, language: SITE_LANGUAGE, timeZone: SITE_TIME_ZONE };
}

/** The site as pages know it, without a request. */
export function siteForPages(): Site {
  const settings = siteSettings();
  const { language } = settings;
  // `<html lang>` names the language of the labels, too.
  if (language.split("-")[0] === LABELS_LANGUAGE) return settings;
  return { ...settings, frame: { lang: LABELS_LANGUAGE, dir: "ltr" }, text: { lang: language, dir: "auto" } };
}

/** The site as pages know it. */
export const getSite = (req: IncomingMessage): Site => ({ ...siteForPages(), origin: getOrigin(req) });
