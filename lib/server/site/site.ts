import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { ContentCache } from "#lib/server/content-cache";
import { database } from "#lib/server/db/database";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { memoizeBy } from "#lib/server/memoize";
import { getOrigin } from "#lib/server/origin";
import { usualImagePath, usualWidth } from "#lib/shared/image-paths";
import { LABELS_LANGUAGE } from "#lib/shared/labels/language";
import { DEFAULT_FOOTER_HTML, DEFAULT_TAGLINE } from "#lib/shared/labels/site";
import { DEFAULT_SITE, type HomeTexts, type Site } from "#lib/shared/site";
import type { SiteSettings } from "#lib/shared/site-settings";
import { toSiteLogo } from "./logo.ts";
import { renderSiteText } from "./render-site-text.ts";
import { effectiveSettings, NO_SETTINGS, readSettings, type SettingsRow } from "./settings.ts";

/** Rows are small; there is one. */
const rows = new ContentCache<SettingsRow>({ name: "site settings", max: 1, maxBytes: 1_000_000, bytesOf: () => 1 });

/** What was read last, for pages that are shown while the database is away. */
let lastRow = NO_SETTINGS;

async function currentRow(): Promise<SettingsRow> {
  const db = await database();
  lastRow = await rows.get(db, "", Date.now(), () => readSettings(db));
  return lastRow;
}

/** The settings of the site. Everything on the server reads them here: they follow the content version. */
export const siteSettings = async (): Promise<SiteSettings> => effectiveSettings(await currentRow());

/** How long a page waits for the settings, in milliseconds. */
const TIMEOUT_MS = 500;

/** The settings for the frame of a page, which is shown even if the database does not respond: those read last then. */
async function rowForPage(): Promise<{ row: SettingsRow; isCurrent: boolean }> {
  try {
    const row = await Promise.race([currentRow(), wait(TIMEOUT_MS, undefined, { ref: false })]);
    return row ? { row, isCurrent: true } : { row: lastRow, isCurrent: false };
  } catch (error) {
    log.debug({ err: error }, "site settings not read; the last ones are shown");
    return { row: lastRow, isCurrent: false };
  }
}

function socialImageOf({ socialImage, title }: SiteSettings): Site["socialImage"] {
  if (!socialImage) return undefined;
  const { alt, height, image, width } = socialImage;
  const shownWidth = usualWidth(width);
  return {
    path: usualImagePath(image, width),
    width: shownWidth,
    height: Math.max(1, Math.round((height * shownWidth) / width)),
    alt: alt || title,
  };
}

/** The settings as pages know them. @param row tells which of them the owner has set */
async function toSite(row: SettingsRow): Promise<Site> {
  const settings = effectiveSettings(row);
  const { language, listCovers, logo, navigation, timeZone, title } = settings;
  const { accent, footer, relMe, verification } = row.stored;
  const socialImage = socialImageOf(settings);
  const { ANALYTICS_SCRIPT } = env();
  const isLabelsLanguage = language.split("-")[0] === LABELS_LANGUAGE;
  const footerHtml = footer === undefined ? DEFAULT_FOOTER_HTML : await renderSiteText(footer, "footer");
  return {
    title,
    language,
    timeZone,
    // `<html lang>` names the language of the labels, too.
    ...(!isLabelsLanguage && {
      frame: { lang: LABELS_LANGUAGE, dir: "ltr" as const },
      text: { lang: language, dir: "auto" as const },
    }),
    ...(listCovers && { hasListCovers: true }),
    ...(logo && { logo: toSiteLogo(logo) }),
    navigation,
    // The defaults are labels.
    ...(row.stored.navigation && !isLabelsLanguage && { navigationLanguage: language }),
    footer: footer && !isLabelsLanguage ? `<div lang="${language}" dir="auto">${footerHtml}</div>` : footerHtml,
    ...(accent && { accent: (await import("./accent.ts")).accentPath(accent) }),
    ...(socialImage && { socialImage }),
    ...(relMe && { relMe }),
    ...(verification && { verification }),
    ...(ANALYTICS_SCRIPT && { analytics: ANALYTICS_SCRIPT }),
  };
}

/** The site as pages know it, without a request. */
export const siteForPages = async (): Promise<Site> => toSite(await currentRow());

const toHomeTexts = async ({ introduction, tagline }: SiteSettings): Promise<HomeTexts> => ({
  tagline,
  isDefaultTagline: tagline === DEFAULT_TAGLINE,
  introduction: await renderSiteText(introduction, "introduction"),
});

/** Loads the texts of the home page. */
export const loadHomeTexts = async (): Promise<HomeTexts> => toHomeTexts(await siteSettings());

/** The site and the texts of its home page with other settings. */
export async function previewSite(row: SettingsRow): Promise<{ site: Site; texts: HomeTexts }> {
  return { site: await toSite(row), texts: await toHomeTexts(effectiveSettings(row)) };
}

/**
 * The site as the pages of one request know it: the same for all that is rendered for it.
 * @returns the site, and whether its settings are current; where they are not, the response must not be cached
 */
export const siteOfRequest = memoizeBy(async (req: IncomingMessage): Promise<{ site: Site; isCurrent: boolean }> => {
  const { isCurrent, row } = await rowForPage();
  try {
    return { site: { ...(await toSite(row)), origin: getOrigin(req) }, isCurrent };
  } catch (error) {
    log.error({ err: error }, "site settings not shown");
    return { site: { ...DEFAULT_SITE, origin: getOrigin(req) }, isCurrent: false };
  }
});
