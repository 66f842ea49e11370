import { copyDatabase } from "#lib/server/copy/copy";
import { databaseOption, naming } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";
import { summaryTable } from "./summary.ts";

export const copy: Command = {
  summary: "copies a whole database into another, of whichever engine",
  usage: "--from <database> --to <database>",
  options: {
    from: "where it is: file:./data/octavo.db or postgres://user:password@host/name",
    to: "where it goes; nothing may be in it yet. A new file is made, a PostgreSQL database is not",
  },
  notes: `
Everything goes along: posts with their ids, versions, revisions and tags, drafts and the trash, the next id, the
secret that signs cursors, stored replies and rate limits. The search index is made anew.

Stop Octavo first: what is written after the copy has begun is not in it. The source is only read. The target is filled
in one transaction and compared with the source before that ends, so a copy that fails or is stopped (Ctrl+C) leaves
nothing behind and can simply be run again.
`,
  async run({ from, to }, signal) {
    const [source, target] = [databaseOption("from", from), databaseOption("to", to)];
    const progress = showProgress();
    try {
      const both = await naming({ "--from": source, "--to": target }, () =>
        copyDatabase(source, target, { onStep: progress.onStep, signal }),
      );
      progress.end();
      process.stdout.write(`${summaryTable(both)}Source and target hold the same.\n`);
    } catch (error) {
      progress.end();
      throw error;
    }
  },
};
