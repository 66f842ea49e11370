import { openingAt } from "#lib/server/copy/source-and-target";
import { DATABASE_OPTION, naming, numberOption, ownDatabase } from "./options.ts";
import { withProgress } from "./progress.ts";
import type { Command } from "./run.ts";

export const seed: Command = {
  summary: "fills a database with random posts",
  usage: "--posts <number> [--seed <number>] [--database <database>]",
  options: {
    "--posts <number>": "how many posts",
    "--seed <number>": "the seed of the random numbers: the same seed gives the same posts; 1 by default",
    ...DATABASE_OPTION,
  },
  notes: `
For trying Octavo with many posts of all kinds: short and long, with many tags and none, by several authors and by none;
some are drafts, scheduled or in the trash. The database must have no posts. If it has no accounts either,
author1@example.org owns the site; \`reset-password\` sets its password.
`,
  async run({ database, posts, seed: start = "1" }, signal) {
    const [count, number] = [numberOption("posts", posts, 1), numberOption("seed", start, 0)];
    const { setting, url } = ownDatabase(database);
    // Loaded lazily: the other commands do not need the code that saves posts.
    const { seedPosts } = await import("../seed/store.ts");
    const { connect, openDatabase } = await import("#lib/server/db/open");
    await naming({ [setting]: url }, () => openingAt(url, async () => (await openDatabase(url)).db.destroy()));
    const db = await connect(url, "fill");
    try {
      if (await db.selectFrom("posts").select("id").limit(1).executeTakeFirst()) {
        throw new Error("the database has posts already; seed needs one without");
      }
      const created = await withProgress((onStep) => {
        const onPosts = (rows: number) => onStep({ doing: "creating", table: "posts", rows, total: count });
        return seedPosts(db, count, number, { onPosts, signal });
      });
      const line = `${created.toLocaleString("en")} posts created`;
      if (created < count) throw new Error(`stopped; ${line}`);
      process.stdout.write(`${line}.\n`);
    } finally {
      await db.destroy();
    }
  },
};
