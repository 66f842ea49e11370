import { copyDatabase } from "#lib/server/copy/copy";
import type { Summary, TableDigest } from "#lib/server/copy/digest";
import { digestImageFiles } from "#lib/server/copy/image-files";
import { readSource } from "#lib/server/copy/source-and-target";
import { openStorage } from "#lib/server/files/files";
import type { Watch } from "#lib/server/progress";
import { databaseOption, filesOption, naming } from "./options.ts";
import { withProgress } from "./progress.ts";
import { type Command, UsageError } from "./run.ts";
import { summaryTable } from "./summary.ts";

type Storages = { from: string; to: string };

/** Both storages of the options, or none. @throws {UsageError} */
function storageOptions(from: string | undefined, to: string | undefined): Storages | undefined {
  const storages = { from: filesOption("files-from", from), to: filesOption("files-to", to) };
  if (storages.from === undefined && storages.to === undefined) return undefined;
  if (storages.from === undefined) throw new UsageError("--files-from is missing");
  if (storages.to === undefined) throw new UsageError("--files-to is missing");
  if (storages.from === storages.to) throw new UsageError("--files-from and --files-to are the same");
  return storages as Storages;
}

async function copyImageFiles(database: string, { from, to }: Storages, watch: Watch): Promise<TableDigest> {
  const [storage, copyTo] = [await openStorage(from), await openStorage(to)];
  await copyTo.check();
  return readSource(database, (trx) => digestImageFiles(trx, storage, { ...watch, copyTo }));
}

export const copy: Command = {
  summary: "copies a whole database into another, on either engine",
  usage: "--from <database> --to <database> [--files-from <storage> --files-to <storage>]",
  options: {
    "--from <database>": "the source: file:./data/octavo.db or postgres://user:password@host/name",
    "--to <database>": "the target, which must be empty. A file is created, a PostgreSQL database is not",
    "--files-from <storage>":
      "where the images are: file:./data/images or s3://key:secret@host/bucket, as in FILES_URL",
    "--files-to <storage>": "where to copy them; a folder is created, a bucket is not",
  },
  notes: `
Copies everything: posts with their ids, versions, revisions and tags, drafts and the trash, the next id, the secret
that signs cursors, stored replies and rate limits. The search index is rebuilt.

The files of images stay where they are, unless --files-from and --files-to say from where to where they are copied.

Stop Octavo first: writes after the copy has begun are not copied. The source is only read. The target is filled in one
transaction and compared with the source before it commits, so a copy that fails or is stopped (Ctrl+C) leaves nothing
behind and can be run again.
`,
  async run({ from, to, filesFrom, filesTo }, signal) {
    const [source, target] = [databaseOption("from", from), databaseOption("to", to)];
    const storages = storageOptions(filesFrom, filesTo);
    const both = await withProgress((onStep) =>
      naming({ "--from": source, "--to": target }, async (): Promise<Summary> => {
        const watch = { onStep, signal };
        // Before the rows that refer to them.
        const imageFiles = storages && (await copyImageFiles(source, storages, watch));
        const copied = await copyDatabase(source, target, watch);
        return imageFiles ? { ...copied, imageFiles } : copied;
      }),
    );
    process.stdout.write(`${summaryTable(both)}Source and target are identical.\n`);
  },
};
