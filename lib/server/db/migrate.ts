import { type Migration, Migrator } from "kysely/migration";
import { up as posts } from "./migrations/001-posts.ts";
import { up as requests } from "./migrations/002-requests.ts";
import { up as accounts } from "./migrations/003-accounts.ts";
import { up as renderings } from "./migrations/004-renderings.ts";
import { up as site } from "./migrations/005-site.ts";
import { up as lists } from "./migrations/006-lists.ts";
import { up as passkeys } from "./migrations/007-passkeys.ts";
import { up as searchPrefixes } from "./migrations/008-search-prefixes.ts";
import { up as tags } from "./migrations/009-tags.ts";
import { up as redirects } from "./migrations/010-redirects.ts";
import { up as language } from "./migrations/011-language.ts";
import { up as searchWords } from "./migrations/012-search-words.ts";
import { up as autosaves } from "./migrations/013-autosaves.ts";
import { up as excerpts } from "./migrations/014-excerpts.ts";
import { up as images } from "./migrations/015-images.ts";
import { up as cover } from "./migrations/016-covers.ts";
import { up as imports } from "./migrations/017-imports.ts";
import { up as importJobs } from "./migrations/018-import-jobs.ts";
import { up as userRoles } from "./migrations/020-user-roles.ts";
import { up as profiles } from "./migrations/021-profiles.ts";
import { up as previewLinks } from "./migrations/022-preview-links.ts";
import { up as accountSecurity } from "./migrations/023-account-security.ts";
import { up as housekeeping } from "./migrations/024-housekeeping.ts";
import { up as backups } from "./migrations/025-backups.ts";
import { up as inviters } from "./migrations/027-inviters.ts";
import { MIGRATIONS } from "./migrations/names.ts";
import type { Database } from "./tables.ts";

export const migrations: Record<(typeof MIGRATIONS)[number], Migration> = {
  "001-posts": { up: posts },
  "002-requests": { up: requests },
  "003-accounts": { up: accounts },
  "004-renderings": { up: renderings },
  "005-site": { up: site },
  "006-lists": { up: lists },
  "007-passkeys": { up: passkeys },
  "008-search-prefixes": { up: searchPrefixes },
  "009-tags": { up: tags },
  "010-redirects": { up: redirects },
  "011-language": { up: language },
  "012-search-words": { up: searchWords },
  "013-autosaves": { up: autosaves },
  "014-excerpts": { up: excerpts },
  "015-images": { up: images },
  "016-covers": { up: cover },
  "017-imports": { up: imports },
  "018-import-jobs": { up: importJobs },
  "020-user-roles": { up: userRoles },
  "021-profiles": { up: profiles },
  "022-preview-links": { up: previewLinks },
  "023-account-security": { up: accountSecurity },
  "024-housekeeping": { up: housekeeping },
  "025-backups": { up: backups },
  "027-inviters": { up: inviters },
};

const migratorOf = (db: Database) => new Migrator({ db, provider: { getMigrations: async () => migrations } });

/** Creates the tables of an earlier version in an empty database. @param last the last migration of that version */
export async function migrateTo(db: Database, last: string): Promise<void> {
  const { error } = await migratorOf(db).migrateTo(last);
  if (error) throw error;
}

/** Runs pending migrations. @returns whether the database is new: the first one was pending */
export async function migrate(db: Database): Promise<boolean> {
  const { error, results = [] } = await migratorOf(db).migrateToLatest();
  if (error) throw error;
  return results.some(({ migrationName }) => migrationName === MIGRATIONS[0]);
}
