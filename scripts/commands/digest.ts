import { type Summary, summarize } from "#lib/server/copy/digest";
import { digestImageFiles } from "#lib/server/copy/image-files";
import { readSource } from "#lib/server/copy/source-and-target";
import { env } from "#lib/server/env";
import { openStorage } from "#lib/server/files/files";
import { filesOption, naming, ownDatabase } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const digest: Command = {
  summary: "prints the rows and a digest of each table of a database",
  usage: "[--database <database>] [--files <storage>]",
  options: {
    "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default",
    "--files <storage>": "the images of that database, file:… or s3://…; FILES_URL by default, without --database",
  },
  notes: `
Two databases with the same digests have the same contents, on either engine. The database is only read; Octavo may be
running. The files of images are read and verified too; without --files, those of another database are not.
`,
  async run({ database, files }, signal) {
    const { setting, url } = ownDatabase(database);
    const storage = filesOption("files", files) ?? (database === undefined ? env().FILES_URL : undefined);
    const progress = showProgress();
    try {
      const summary = await naming({ [setting]: url }, () =>
        readSource(url, async (trx): Promise<Summary> => {
          const watch = { onStep: progress.onStep, signal };
          const summary = await summarize(trx, watch);
          if (storage === undefined) return summary;
          return { ...summary, imageFiles: await digestImageFiles(trx, await openStorage(storage), watch) };
        }),
      );
      progress.end();
      process.stdout.write(summaryTable(summary));
    } catch (error) {
      progress.end();
      throw error;
    }
  },
};
