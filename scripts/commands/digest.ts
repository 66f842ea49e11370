import { summarize } from "#lib/server/copy/digest";
import { readSource } from "#lib/server/copy/source-and-target";
import { naming, ownDatabase } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const digest: Command = {
  summary: "prints the rows and a digest of each table of a database",
  usage: "[--database <database>]",
  options: { "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default" },
  notes: `
Two databases with the same digests have the same contents, on either engine. The database is only read; Octavo may be
running.
`,
  async run({ database }, signal) {
    const { setting, url } = ownDatabase(database);
    const progress = showProgress();
    try {
      const summary = await naming({ [setting]: url }, () =>
        readSource(url, (trx) => summarize(trx, { onStep: progress.onStep, signal })),
      );
      progress.end();
      process.stdout.write(summaryTable(summary));
    } catch (error) {
      progress.end();
      throw error;
    }
  },
};
