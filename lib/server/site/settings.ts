import type { Database, SiteTextsTable } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { requireStoredImage } from "#lib/server/images/images";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { usualImagePath } from "#lib/shared/image-paths";
import { DEFAULT_FOOTER, DEFAULT_NAVIGATION, DEFAULT_TAGLINE } from "#lib/shared/labels/site";
import { DEFAULT_SITE } from "#lib/shared/site";
import {
  SITE_SETTING_NAMES,
  type SitePatch,
  type SiteSettingName,
  type SiteSettings,
  type VerificationCodes,
} from "#lib/shared/site-settings";
import { changeSiteText, readSiteText, savedVersion } from "./site-text.ts";

type Size = { width: number; height: number };

/** The settings that the owner has changed, as they are stored: images with their sizes, which never change. */
export type StoredSettings = Partial<{
  [Name in SiteSettingName]: NonNullable<SitePatch[Name]>;
}> & {
  logo?: { image: string } & Size;
  socialImage?: { image: string; alt: string } & Size;
  verification?: VerificationCodes;
};

/** Settings as stored, with what identifies their version. */
export type SettingsRow = { stored: StoredSettings; version: number; updatedAt: string | null };

/** The settings of a site that has none of its own. */
export const NO_SETTINGS: SettingsRow = { stored: {}, version: 0, updatedAt: null };

function toRow({ content, updated_at, version }: SiteTextsTable): SettingsRow {
  if (version === 0) return NO_SETTINGS;
  return { stored: JSON.parse(content) as StoredSettings, version, updatedAt: new Date(updated_at).toISOString() };
}

/** Reads the settings as they are stored. */
export async function readSettings(db: Database): Promise<SettingsRow> {
  const text = await readSiteText(db, "settings");
  return text ? toRow(text) : NO_SETTINGS;
}

/** The settings of the environment that fix one of the site. */
const FIXING = { title: "SITE_TITLE", language: "SITE_LANGUAGE", timeZone: "SITE_TIME_ZONE" } as const;

function fixedSettings(): Partial<Record<keyof typeof FIXING, string>> {
  const { SITE_LANGUAGE: language, SITE_TIME_ZONE: timeZone, SITE_TITLE: title } = env();
  return { ...(title !== undefined && { title }), ...(language && { language }), ...(timeZone && { timeZone }) };
}

const shown = <Image extends { image: string } & Size>(image: Image | undefined) =>
  image ? { ...image, url: usualImagePath(image.image, image.width) } : null;

/** All settings as they apply: fixed by the environment, the owner's, or the default. */
export function effectiveSettings({ stored, updatedAt, version }: SettingsRow): SiteSettings {
  const fixed = fixedSettings();
  // The environment is part of what an ETag stands for.
  const suffix = Object.keys(fixed).length > 0 ? `.${Buffer.from(JSON.stringify(fixed)).toString("base64url")}` : "";
  return {
    title: DEFAULT_SITE.title,
    tagline: DEFAULT_TAGLINE,
    introduction: "",
    language: DEFAULT_SITE.language,
    timeZone: DEFAULT_SITE.timeZone,
    accent: null,
    listCovers: false,
    navigation: DEFAULT_NAVIGATION,
    footer: DEFAULT_FOOTER,
    relMe: [],
    verification: {},
    ...stored,
    ...fixed,
    logo: shown(stored.logo),
    socialImage: shown(stored.socialImage),
    fixed: SITE_SETTING_NAMES.filter((name) => name in fixed),
    version: `${savedVersion({ updatedAt, version })}${suffix}`,
    updatedAt,
  };
}

/** The tagline, where the owner has set one: programs get no filler. */
export const ownTagline = ({ tagline }: SiteSettings): string => (tagline === DEFAULT_TAGLINE ? "" : tagline);

/** The entity tag of the settings. */
export const settingsTag = ({ version }: Pick<SiteSettings, "version">) => `"site-${version}"`;

/** @throws {Problem} 400 for a change of what the environment fixes */
function requireChangeable(patch: SitePatch): void {
  const fixed = fixedSettings();
  const fields = Object.entries(fixed).flatMap(([name, value]) => {
    const wanted = patch[name as keyof typeof FIXING];
    const setting = FIXING[name as keyof typeof FIXING];
    if (wanted === undefined || wanted === value) return [];
    return [[name, [`Fixed by the setting ${setting} of the server, and can only be changed there`]]];
  });
  if (fields.length > 0) throw new Problem("validation", { fields: Object.fromEntries(fields) });
}

/** An image with its size. @throws {Problem} 400 if there is none */
async function withSize<Chosen extends { image: string }>(db: Database, name: string, chosen: Chosen) {
  const { height, width } = await requireStoredImage(db, name, chosen.image);
  return { ...chosen, width, height };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The stored settings after a change. What equals the default is not stored. */
async function applyPatch(db: Database, row: SettingsRow, patch: SitePatch): Promise<StoredSettings> {
  const defaults = effectiveSettings(NO_SETTINGS);
  const stored: Record<string, unknown> = { ...row.stored };
  for (const name of SITE_SETTING_NAMES) {
    const value = patch[name];
    if (value === undefined || name in fixedSettings()) continue;
    const isImage = (name === "logo" || name === "socialImage") && value !== null;
    if (isImage) stored[name] = await withSize(db, name, value as { image: string });
    else if (value === null || isSame(value, defaults[name])) delete stored[name];
    else stored[name] = value;
  }
  // In one order, so that the same settings are the same text.
  return Object.fromEntries(SITE_SETTING_NAMES.filter((name) => name in stored).map((name) => [name, stored[name]]));
}

type Options = {
  /** Throws if the current settings do not match the request (If-Match). */
  precondition?: (current: SiteSettings) => void;
  now?: number;
};

/** The settings as a change would leave them, for a preview. @throws {Problem} 400 */
export async function previewSettings(db: Database, patch: SitePatch): Promise<SettingsRow> {
  requireChangeable(patch);
  const row = await readSettings(db);
  return { ...row, stored: await applyPatch(db, row, patch) };
}

/** Changes settings. A change of nothing keeps the version. @throws {Problem} 400; what the precondition throws */
export async function changeSettings(
  db: Database,
  patch: SitePatch,
  { precondition, now = Date.now() }: Options = {},
): Promise<SiteSettings> {
  const { row, isChanged } = await changeSiteText(db, "settings", {
    initial: "{}",
    async change(trx, text) {
      const current = toRow(text);
      precondition?.(effectiveSettings(current));
      requireChangeable(patch);
      return JSON.stringify(await applyPatch(trx, current, patch));
    },
    now,
  });
  const settings = effectiveSettings(toRow(row));
  if (isChanged) log.info({ event: "site-changed", version: row.version }, "site settings changed");
  return settings;
}
