import { openingAt } from "#lib/server/copy/source-and-target";
import { naming, numberOption, ownDatabase } from "./options.ts";
import { showProgress } from "./progress.ts";
import type { Command } from "./run.ts";

export const seed: Command = {
  summary: "fills a database with made-up posts, as many as are wanted",
  usage: "--posts <number> [--seed <number>] [--database <database>]",
  options: {
    posts: "how many posts",
    seed: "another number makes other posts, the same one the same posts; 1 where it is left out",
    database: "file:… or postgres://…; the one of DATABASE_URL where it is left out",
  },
  notes: `
For trying Octavo out with many posts. There are all kinds: short and long ones, with many tags and none, of several
authors and of nobody; some are drafts, scheduled or in the trash. There may be no posts yet. Where there are no accounts
either, author1@example.org owns the site; \`reset-password\` gives a password to it.
`,
  async run({ database, posts, seed: start = "1" }, signal) {
    const [count, number] = [numberOption("posts", posts, 1), numberOption("seed", start, 0)];
    const { setting, url } = ownDatabase(database);
    // Loaded here: the other commands have no use for what it takes to save a post.
    const { seedPosts } = await import("../seed/store.ts");
    const { connect, openDatabase } = await import("#lib/server/db/open");
    await naming({ [setting]: url }, () => openingAt(url, async () => (await openDatabase(url)).db.destroy()));
    const db = await connect(url, "fill");
    const progress = showProgress();
    try {
      if (await db.selectFrom("posts").select("id").limit(1).executeTakeFirst()) {
        throw new Error("there are posts in this database; only one without can be filled");
      }
      const onPosts = (rows: number) => progress.onStep({ doing: "making", table: "posts", rows, total: count });
      const made = await seedPosts(db, count, number, { onPosts, signal });
      progress.end();
      const line = `${made.toLocaleString("en")} posts were made`;
      if (made < count) throw new Error(`stopped; ${line}`);
      process.stdout.write(`${line}.\n`);
    } catch (error) {
      progress.end();
      throw error;
    } finally {
      await db.destroy();
    }
  },
};
