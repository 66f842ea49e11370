import type { Database } from "#lib/server/db/tables";
import type { Watch } from "#lib/server/progress";
import { effectiveSettings, readSettings, type SettingsRow } from "#lib/server/site/settings";
import { readSiteText } from "#lib/server/site/site-text";
import type { ImportAuthor } from "#lib/shared/imports";
import { sourceKey } from "../imported-items.ts";
import type { Report, ReportEntry } from "../report.ts";
import { count } from "../text.ts";
import { hasPlaceholder, type MappedAccount, mapAccounts } from "./accounts.ts";
import type { Checked } from "./check-export.ts";
import type { OctavoExport } from "./open-export.ts";
import { exportSource } from "./records.ts";
import { restoreExport } from "./restore.ts";
import { storeImages } from "./store-images.ts";

/** The settings that an export names, by the variables that set them. */
const SETTINGS = { title: "SITE_TITLE", language: "SITE_LANGUAGE", timeZone: "SITE_TIME_ZONE" } as const;

type Options = Watch & {
  /** Email addresses for accounts. */
  authors: ImportAuthor[];
  /** The id of the account that imports; that of the site's owner by default. */
  owner?: string | undefined;
  isDryRun: boolean;
  now?: number | undefined;
};

const entry = (kind: ReportEntry["kind"], item: string, text: string): ReportEntry => ({
  kind,
  item,
  file: "",
  title: "",
  text,
});

/** What of the settings differs here afterwards. */
async function* settingEntries(db: Database, from: OctavoExport): AsyncGenerator<ReportEntry> {
  const { stored, ...given } = await from.settings();
  const here = await readSettings(db);
  const isKept = here.version > 0;
  if (isKept && stored) yield entry("left-out", "settings of the site", "those here stay");
  const restored = isKept || !stored ? here : { ...here, stored: stored.values as SettingsRow["stored"] };
  const effective = effectiveSettings(restored);
  for (const [name, variable] of Object.entries(SETTINGS) as [keyof typeof SETTINGS, string][]) {
    if (given[name] === effective[name] || isKept) continue;
    yield entry("changed", variable, `“${effective[name]}” here, “${given[name]}” in the export`);
  }
  const about = (await from.about()) && (await readSiteText(db, "about"));
  if (about && about.version > 0) yield entry("left-out", "text about the site", "the one here stays");
}

function* accountEntries(accounts: ReadonlyMap<string, MappedAccount>): Generator<ReportEntry> {
  const created = [...accounts.values()].filter(
    ({ email }) => email !== undefined && !email.endsWith("@deleted.invalid"),
  );
  for (const account of created) {
    const text = hasPlaceholder(account)
      ? `suspended, since it has neither an email address nor a password; --author ${JSON.stringify(`${account.name}=email`)} would give it one`
      : `it has no password: npx octavo reset-password --email ${account.email} prints a link that sets one`;
    yield entry("changed", `account “${account.name}”`, text);
  }
}

async function reportOf(
  db: Database,
  from: OctavoExport,
  { posts, postsBy, ...checked }: Checked,
  accounts: ReadonlyMap<string, MappedAccount>,
  isDryRun: boolean,
): Promise<Report> {
  const { counts } = from.manifest;
  const entries = [...accountEntries(accounts)];
  for await (const setting of settingEntries(db, from)) entries.push(setting);
  if (counts.missingImages > 0) {
    entries.push(
      entry("left-out", "images", `${count(counts.missingImages, "image")}, whose files were missing already`),
    );
  }
  const { title } = await from.settings();
  return {
    source: { kind: "octavo", name: title, site: null },
    isDryRun,
    counts: {
      ...{ posts: counts.posts, published: posts.published, scheduled: posts.scheduled, drafts: posts.drafts },
      ...{ known: 0, leftOut: 0, redirects: counts.redirects, images: counts.images, imagesStored: counts.images },
      ...{ imagesDownloaded: 0, imagesWithoutAlt: 0 },
    },
    restored: {
      ...{ trashed: posts.trashed, revisions: counts.revisions, tags: counts.tags },
      ...{ images: counts.images, accounts: counts.accounts },
    },
    authors: [...postsBy].map(([id, number]) => ({
      name: checked.accounts.find((account) => account.id === id)?.name ?? "",
      posts: number,
      account: accounts.get(id)?.name ?? null,
      isMapped: true,
    })),
    entries,
  };
}

/**
 * Restores a site from an export: first its images, each by itself, then all else in one transaction. One that is stopped is
 * repeated from its beginning; images that are stored are not stored again.
 * @throws {ImportRefused}
 */
export async function restoreSite(
  db: Database,
  from: OctavoExport,
  checked: Checked,
  { authors, isDryRun, now = Date.now(), onStep, owner, signal }: Options,
): Promise<Report> {
  const accounts = await mapAccounts(db, checked.accounts, authors, owner);
  const report = await reportOf(db, from, checked, accounts, isDryRun);
  if (isDryRun) return report;
  const accountOf = (id: string) => accounts.get(id)?.id ?? "";
  await storeImages(db, from, checked.images, { accountOf, now, onStep, signal });
  const key = sourceKey(exportSource(from, checked));
  await restoreExport(db, from, checked, { accounts, sourceKey: key, now, onStep, signal });
  return report;
}
