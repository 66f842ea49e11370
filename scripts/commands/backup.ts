import { env } from "#lib/server/env";
import { openStorage } from "#lib/server/files/files";
import { DATABASE_OPTION, naming, ownDatabase, ownStorage } from "./options.ts";
import { count, printJson, warn } from "./output.ts";
import { printable } from "./printable.ts";
import { withProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";

export const backup: Command = {
  summary: "writes a backup of the whole site to a file or a bucket, while it runs",
  usage: "<target> [--overwrite] [--allow-missing-images] [--json] [--database <database>] [--files <storage>]",
  arguments: "<target>",
  options: {
    "--overwrite": "replaces a file of this name, once the new one is whole; not in a bucket",
    "--allow-missing-images": "leaves out files of images that the storage has lost, instead of failing",
    "--json": "prints a JSON document about the backup",
    ...DATABASE_OPTION,
    "--files <storage>": "the images of that database, file:… or s3://…; FILES_URL by default, without --database",
  },
  notes: `
Example: npx octavo backup /var/backups/octavo-2026-12-09.zip

The target is a new file; or s3://<bucket>/<name>, with the service and the key of FILES_URL; or
s3://<key>:<secret>@<host>/<bucket>/<name>?region=<region>.

Octavo may be running. Everything that was written before the backup began is in it; what is written meanwhile is not.
Both engines have the same format; \`octavo restore\` restores it on either. It is read again and compared with its digests
before it gets its name, so that a backup that fails, is stopped (Ctrl+C) or killed is never found there.

A backup has everything in it: password hashes, sessions, messages and the secret of the database. Its file may be read by its
owner only (mode 0600).
`,
  async run({ database, files }, signal, { args, cwd, switches }) {
    const { BackupRefused } = await import("#lib/server/backup/target");
    const { locateBackup } = await import("#lib/server/backup/locate");
    const { makeBackup } = await import("#lib/server/backup/make-backup");
    const { setting, url } = ownDatabase(database);
    const storage = ownStorage(files, database);
    try {
      const target = locateBackup(args[0] ?? "", {
        cwd,
        filesUrl: env().FILES_URL,
        overwrites: switches.has("overwrite"),
      });
      const { beganAt, bytes, durationMs, manifest } = await withProgress((onStep) =>
        naming({ [setting]: url }, async () =>
          makeBackup(url, target, {
            storage: storage === undefined ? undefined : await openStorage(storage),
            allowsMissing: switches.has("allowMissingImages"),
            onWarning: warn,
            onStep,
            signal,
          }),
        ),
      );
      if (switches.has("json")) {
        printJson({
          backup: target.shown,
          beganAt: new Date(beganAt).toISOString(),
          durationMs,
          bytes,
          ...manifest,
        });
        return;
      }
      const rows = `${count(manifest.tables.posts?.rows ?? 0, "post")}, ${count(manifest.imageFiles.rows, "file")} of images`;
      process.stdout.write(
        `Backed up to ${printable(target.shown)}: ${rows}, ${count(bytes, "byte")} in ${durationMs / 1000} s.\n`,
      );
      if (manifest.missingImageFiles > 0)
        warn(`${count(manifest.missingImageFiles, "file")} of images: lost by the storage, not in the backup`);
    } catch (error) {
      throw error instanceof BackupRefused ? new UsageError(error.message) : error;
    }
  },
};
