import { copyDatabase } from "#lib/server/copy/copy";
import { databaseOption, naming } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const copy: Command = {
  summary: "copies a whole database into another, on either engine",
  usage: "--from <database> --to <database>",
  options: {
    "--from <database>": "the source: file:./data/octavo.db or postgres://user:password@host/name",
    "--to <database>": "the target, which must be empty. A file is created, a PostgreSQL database is not",
  },
  notes: `
Copies everything: posts with their ids, versions, revisions and tags, drafts and the trash, the next id, the secret
that signs cursors, stored replies and rate limits. The search index is rebuilt.

Stop Octavo first: writes after the copy has begun are not copied. The source is only read. The target is filled in one
transaction and compared with the source before it commits, so a copy that fails or is stopped (Ctrl+C) leaves nothing
behind and can be run again.
`,
  async run({ from, to }, signal) {
    const [source, target] = [databaseOption("from", from), databaseOption("to", to)];
    const progress = showProgress();
    try {
      const both = await naming({ "--from": source, "--to": target }, () =>
        copyDatabase(source, target, { onStep: progress.onStep, signal }),
      );
      progress.end();
      process.stdout.write(`${summaryTable(both)}Source and target are identical.\n`);
    } catch (error) {
      progress.end();
      throw error;
    }
  },
};
