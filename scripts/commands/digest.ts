import { type Summary, summarize } from "#lib/server/copy/digest";
import { digestImageFiles } from "#lib/server/copy/image-files";
import { readSource } from "#lib/server/copy/source-and-target";
import { openStorage } from "#lib/server/files/files";
import { DATABASE_OPTION, naming, ownDatabase, ownStorage } from "./options.ts";
import { printJson } from "./output.ts";
import { withProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const digest: Command = {
  summary: "prints the rows and a digest of each table of a database",
  usage: "[--json] [--database <database>] [--files <storage>]",
  options: {
    "--json": "prints a JSON document",
    ...DATABASE_OPTION,
    "--files <storage>": "the images of that database, file:… or s3://…; FILES_URL by default, without --database",
  },
  notes: `
Two databases with the same digests have the same contents, on either engine. The database is only read; Octavo may be
running. The files of images are read and verified too; without --files, those of another database are not.
`,
  async run({ database, files }, signal, { switches }) {
    const { setting, url } = ownDatabase(database);
    const storage = ownStorage(files, database);
    const summary = await withProgress((onStep) =>
      naming({ [setting]: url }, () =>
        readSource(url, async (trx): Promise<Summary> => {
          const summary = await summarize(trx, { onStep, signal });
          if (storage === undefined) return summary;
          return {
            ...summary,
            imageFiles: await digestImageFiles(trx, await openStorage(storage), { onStep, signal }),
          };
        }),
      ),
    );
    if (switches.has("json")) printJson(summary);
    else process.stdout.write(summaryTable(summary));
  },
};
