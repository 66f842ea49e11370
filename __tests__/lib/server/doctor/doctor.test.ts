import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { inTransaction } from "#lib/server/db/transaction";
import { FULL_BYTES, LOW_BYTES } from "#lib/server/doctor/checks/disk-space";
import { examine } from "#lib/server/doctor/doctor";
import { StorageError } from "#lib/server/files/storage";
import { indexPosts } from "#lib/server/posts/index-posts";
import type { PostRow } from "#lib/server/posts/row";
import { checkNamed, problemsIn, withSite } from "#support/doctor";
import { engine } from "#support/engine";

const site = withSite();
const isPostgres = engine === "postgres";
const run = (statement: string) => sql.raw(statement).execute(site.db);

/** Runs a statement without foreign keys. */
async function withoutReferences(statement: string): Promise<void> {
  if (isPostgres) {
    await inTransaction(site.db, async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await sql.raw(statement).execute(trx);
    });
    return;
  }
  await run("pragma foreign_keys = off");
  await run(statement);
  await run("pragma foreign_keys = on");
}

async function indexAs(id: number, changes: Partial<PostRow>): Promise<void> {
  const post = await site.db.selectFrom("posts").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  await indexPosts(site.db, [{ ...post, ...changes }]);
}

test("a healthy site — no finding", async () => {
  expect(await site.problems()).toEqual([]);
});

/** What is done to the site, and what the check with a name finds. */
type Bug = { inject: () => Promise<unknown>; check: string; finding: string };

const FIXABLE: Record<string, Bug> = {
  "a wrong counter": {
    inject: () => run("update post_counts set posts = posts + 5 where kind = 'all'"),
    check: "counters",
    finding: "wrong: 1 counter (all: 7 instead of 2)",
  },
  "missing counters": {
    inject: () => run("delete from post_counts where kind = 'tag'"),
    check: "counters",
    finding: "wrong: 2 counters (tag books: 0 instead of 2, tag c++: 0 instead of 1)",
  },
  "a counter of what is not there": {
    inject: () => run("insert into post_counts values ('author', 'nobody', 3)"),
    check: "counters",
    finding: "wrong: 1 counter (author nobody: 3 instead of 0)",
  },
  "a missing index": {
    inject: () => run("drop index posts_drafts"),
    check: "tables and indexes",
    finding: "missing: the index posts_drafts of posts",
  },
  "an altered index": {
    inject: async () => {
      await run("drop index posts_drafts");
      await run("create index posts_drafts on posts (id)");
    },
    check: "tables and indexes",
    finding: "altered: the index posts_drafts of posts",
  },
  "a post that is missing in the search index": {
    inject: () => getEngine(site.db).search.remove(site.db, 2),
    check: "search index",
    finding: "search does not find: 1 post (2)",
  },
  "an outdated search index": {
    inject: () => indexAs(2, { title: "Second second" }),
    check: "search index",
    finding: "search finds by other words than their text has: 1 post (2)",
  },
  "the words of the title in the search index as a tag, and the other way round": {
    inject: () => indexAs(2, { title: "books", tags: '["Second"]' }),
    check: "search index",
    finding: "search finds by other words than their text has: 1 post (2)",
  },
  "a search index with a post that does not exist": {
    inject: () =>
      isPostgres
        ? withoutReferences("insert into posts_search values (99, 'a:1A', ' a ', '  ', '  ')")
        : run("insert into posts_search (rowid, title, tags, content) values (99, 'a', '', '')"),
    check: "search index",
    finding: "search finds though they do not exist: 1 post (99)",
  },
  "an empty search index": {
    inject: () => getEngine(site.db).search.clear(site.db),
    check: "search index",
    finding: "search does not find: 4 posts (1, 2, 3, 4)",
  },
  "a post in the wrong place of its tag's list": {
    inject: () => run("update post_tags set title_sort = 'zz' where post_id = 1"),
    check: "tags",
    finding: "in other lists of tags than they should be: 1 post (1)",
  },
  "a post that is missing in its tag's list": {
    inject: () => run("delete from post_tags where post_id = 3"),
    check: "tags",
    finding: "in other lists of tags than they should be: 1 post (3)",
  },
  "a tag without name and slug": {
    inject: () => run("delete from tags where key = 'c++'"),
    check: "tags",
    finding: "without a name: 1 tag (c++)",
  },
  "an excerpt of another text": {
    inject: () => run("update posts set excerpt = 'Something else' where id = 2"),
    check: "derived columns",
    finding: "another excerpt than their text gives: 1 post (2)",
  },
  "the sort key of another title": {
    inject: () => run("update posts set title_sort = 'zz' where id = 1"),
    check: "derived columns",
    finding: "another title_sort than their text gives: 1 post (1)",
  },
  "a post without its last revision": {
    inject: () => run("delete from revisions where post_id = 1"),
    check: "revisions",
    finding: "without the revision of their version: 1 post (1)",
  },
  "another rendering than that of the text": {
    inject: () => run("update renderings set html = replace(html, 'words', 'wards') where post_id = 1"),
    check: "renderings",
    finding: "with other HTML than their text gives: 1 post (1)",
  },
  "an image in a text that counts as unused": {
    inject: () => run("delete from revision_images"),
    check: "images in texts",
    finding: "counted as unused in a revision that shows it, and deleted after 30 days: 1 image (1 1 IMAGE…)",
  },
  "temporary data that no server removes": {
    inject: async () => {
      await run("insert into housekeeping values (1, null, 0, 86400000)");
      await run("insert into rate_limits values ('someone', 1, 0)");
    },
    check: "temporary data",
    finding: 'removed last on 1970-01-02: no server runs, or its log has "housekeeping-failed"',
  },
  "rows of a post that does not exist": {
    inject: () => withoutReferences("insert into renderings values (99, 1, 1, '', '[]')"),
    check: "references",
    finding: "1 rows of renderings belong to rows of posts that do not exist",
  },
};

const withImage = (finding: string) => finding.replace("IMAGE", site.image.id.slice(0, 8));

if (isPostgres) {
  FIXABLE["an index of words that differs from the words beside it"] = {
    inject: () => run("update posts_search set vector = 'other:1A' where post_id = 2"),
    check: "search index",
    finding: "search finds by other words than their text has: 1 post (2)",
  };
  FIXABLE["a missing foreign key"] = {
    inject: () => run("alter table revisions drop constraint revisions_post"),
    check: "tables and indexes",
    finding: "missing: the constraint revisions_post of revisions",
  };
  FIXABLE["a foreign key that is not enforced"] = {
    inject: () => run("alter table revisions disable trigger all"),
    check: "tables and indexes",
    finding: "invalid: the constraint revisions_post of revisions",
  };
  FIXABLE["a next id that exists"] = {
    inject: () => run("alter table posts alter column id restart with 2"),
    check: "counters",
    finding: "the next id of posts is not above 4, which exists",
  };
}

test.each(Object.entries(FIXABLE))("%s — found and repaired", async (_, { check, finding, inject }) => {
  await inject();
  const found = await site.find(check);
  expect(found).toContainEqual(expect.objectContaining({ what: withImage(finding), isFixable: true }));
  await site.fix(check);
  expect(await site.find(check)).toEqual([]);
});

/** `undo` is what the operator would do. */
const UNFIXABLE: Record<string, Bug & { undo: () => Promise<unknown> }> = {
  "a newer schema": {
    inject: () => run("insert into kysely_migration (name, timestamp) values ('999-future', '2999-01-01')"),
    check: "migrations",
    finding: "the database was written by a newer Octavo: this one does not have 999-future",
    undo: () => run("delete from kysely_migration where name = '999-future'"),
  },
  "a pending migration": {
    inject: () => run("delete from kysely_migration where name = '023-account-security'"),
    check: "migrations",
    finding: "pending: 023-account-security",
    undo: () => run("insert into kysely_migration (name, timestamp) values ('023-account-security', '2026-01-01')"),
  },
  "a table with another definition": {
    inject: () => run("alter table renderings rename column html to htm"),
    check: "tables and indexes",
    finding: isPostgres ? "missing: the column html of renderings" : "altered: the table renderings",
    undo: () => run("alter table renderings rename column htm to html"),
  },
  "a trigger that Octavo has not created": {
    inject: () =>
      run(
        isPostgres
          ? "create trigger odd before update on posts for each row execute function suppress_redundant_updates_trigger()"
          : "create trigger odd before update on posts begin select 1; end",
      ),
    check: "tables and indexes",
    finding: "unknown: the trigger odd of posts",
    undo: () => run(`drop trigger odd${isPostgres ? " on posts" : ""}`),
  },
  "a post with another text than its last revision": {
    inject: () => run("update revisions set content = replace(content, 'words', 'wards') where post_id = 2"),
    check: "revisions",
    finding: "with another text than their last revision: 1 post (2)",
    undo: () => run("update revisions set content = replace(content, 'wards', 'words') where post_id = 2"),
  },
  "a revision of a post that does not exist": {
    inject: () => withoutReferences("update revisions set post_id = 99 where post_id = 4"),
    check: "references",
    finding: "1 rows of revisions belong to rows of posts that do not exist",
    undo: () => run("update revisions set post_id = 4 where post_id = 99"),
  },
};

test.each(Object.entries(UNFIXABLE))("%s — found, and not repaired by a guess", async (_, bug) => {
  await bug.inject();
  expect(await site.find(bug.check)).toEqual([expect.objectContaining({ what: bug.finding, isFixable: false })]);
  await site.fix(bug.check);
  expect(await site.find(bug.check)).not.toEqual([]);
  await bug.undo();
  expect(await site.find(bug.check)).toEqual([]);
});

test("a newer schema — checks that need this version's are skipped, the others made", async () => {
  await UNFIXABLE["a newer schema"]?.inject();
  const results = await site.inContext((context) => examine(context));
  const skipped = results.filter(({ findings }) => !findings).map(({ check }) => check.name);
  expect(skipped).toContain("search index");
  expect(skipped).not.toContain("database pages");
  await UNFIXABLE["a newer schema"]?.undo();
});

test("little free space — a warning, and an error when writes fail soon", async () => {
  const find = (bytes: number) =>
    site.inContext((context) => checkNamed("disk space").find({ ...context, freeBytes: async () => bytes }));
  const severities = async (bytes: number) =>
    [...new Set((await find(bytes)).map(({ severity }) => severity))].filter((one) => one !== "note");
  expect(await severities(LOW_BYTES)).toEqual([]);
  expect(await severities(LOW_BYTES - 1)).toEqual(["warning"]);
  expect(await severities(FULL_BYTES - 1)).toEqual(["error"]);
});

test.each([
  [true, /^free some space/],
  [false, /^let Octavo read and write/],
])("a storage that fails, full: %s — checked once, found once, with what to do", async (isFull, remedy) => {
  const failure = new StorageError("FILES_URL=file:/images: there is no space left on the disk (EDQUOT)", { isFull });
  const check = jest.fn(() => Promise.reject(failure));
  const results = await site.inContext((context) =>
    examine({ ...context, storage: { ...context.storage, check }, freeBytes: async () => LOW_BYTES }),
  );
  expect(check).toHaveBeenCalledTimes(1);
  expect(problemsIn(results)).toEqual([`storage: ${failure.message}`]);
  const { findings } = results.find(({ check: { name } }) => name === "storage") ?? {};
  expect(findings).toEqual([expect.objectContaining({ severity: "error", remedy: expect.stringMatching(remedy) })]);
});

test("several bugs at once — all repaired, and nothing is left to find", async () => {
  const bugs = ["a wrong counter", "a missing index", "an empty search index", "the sort key of another title"];
  for (const bug of bugs) await FIXABLE[bug]?.inject();
  expect((await site.problems()).length).toBeGreaterThanOrEqual(bugs.length);
  expect(await site.repair()).toEqual([]);
  expect(await site.problems()).toEqual([]);
});
