import type { Summary } from "#lib/server/copy/digest";
import { env } from "#lib/server/env";
import { openStorage } from "#lib/server/files/files";
import { naming, ownDatabase, ownStorage } from "./options.ts";
import { count, printJson, warn } from "./output.ts";
import { withProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const restore: Command = {
  summary: "restores a backup into an empty database, on either engine",
  usage: "<backup> [--check] [--json] [--database <database>] [--files <storage>]",
  arguments: "<backup>",
  options: {
    "--check": "only verifies the backup",
    "--json": "prints a JSON document about the backup",
    "--database <database>":
      "file:… or postgres://…, which must be empty; the one of DATABASE_URL by default. A file is created",
    "--files <storage>":
      "where the images go, file:… or s3://…; FILES_URL by default, without --database. A folder is created",
  },
  notes: `
Example: npx octavo restore /var/backups/octavo-2026-12-09.zip --database file:./data/restored.db --files file:./data/restored-images

The backup is a file; or s3://<bucket>/<name>, with the service and the key of FILES_URL; or
s3://<key>:<secret>@<host>/<bucket>/<name>?region=<region>.

Octavo must not run on the database yet. The whole backup is verified before anything is changed. The database is filled in one
transaction and compared with the digests in the backup before it commits, so a restore that fails or is stopped (Ctrl+C)
leaves it empty and can be run again. A backup of an earlier version of Octavo is migrated; that of a later one is refused.
The content version and the ids continue beyond those that were used since the backup began and are lost.

Restore only backups that you trust: a backup decides who owns the site.
`,
  async run({ database, files }, signal, { args, cwd, switches }) {
    const { BackupRefused } = await import("#lib/server/backup/target");
    const { locateBackup } = await import("#lib/server/backup/locate");
    const { restoreBackup } = await import("#lib/server/backup/restore-backup");
    const { verifyBackup } = await import("#lib/server/backup/verify");
    const { setting, url } = ownDatabase(database);
    try {
      const backup = locateBackup(args[0] ?? "", { cwd, filesUrl: env().FILES_URL });
      const storage = ownStorage(files, database);
      const { header, manifest } = await withProgress((onStep) => {
        const watch = { onStep, signal };
        if (switches.has("check")) return backup.read((source) => verifyBackup(source, watch));
        return naming({ [setting]: url }, async () => {
          const opened = storage === undefined ? undefined : await openStorage(storage);
          return restoreBackup(backup, url, { ...watch, storage: opened, onWarning: warn });
        });
      });
      if (switches.has("json")) {
        const { beganAt, engine, schema } = header;
        printJson({ backup: backup.shown, beganAt, engine, schema: schema.at(-1), ...manifest });
        return;
      }
      const done = switches.has("check") ? "The backup is whole" : "Restored and verified";
      process.stdout.write(`${summaryTable(manifest as Summary)}${done}: the state of ${header.beganAt}.\n`);
      if (manifest.missingImageFiles > 0)
        warn(`${count(manifest.missingImageFiles, "file")} of images: lost by the storage, not in the backup`);
    } catch (error) {
      throw error instanceof BackupRefused ? new UsageError(error.message) : error;
    }
  },
};
