import { summarize } from "#lib/server/copy/digest";
import { readSource } from "#lib/server/copy/source-and-target";
import { naming, ownDatabase } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const digest: Command = {
  summary: "says what a database holds: rows and a digest of each table",
  usage: "[--database <database>]",
  options: { database: "file:… or postgres://…; the one of DATABASE_URL where it is left out" },
  notes: `
Two databases with the same digests hold the same, whichever engines they are on. The database is only read, and Octavo
may run meanwhile.
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
