import { sql } from "kysely";
import { inTransaction } from "#lib/server/db/transaction";
import { postsIn } from "#lib/server/posts/ranges";
import { insertRevision } from "#lib/server/posts/write";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { batchesOf, eachRange, lockPosts } from "../batches.ts";
import { type Check, type Context, Found, fixable, unfixable } from "../finding.ts";

/** The columns that a save stores in the post and its revision alike. Tags may be renamed since; old revisions have no slug. */
const COLUMNS = ["title", "content", "cover", "canonical_url", "language", "status", "published_at"];

type Difference = { id: number; isMissing: boolean };

/** Compares each post with the revision of its version. One that is being purged has lost revisions already. */
function differencesOf(context: Context): AsyncGenerator<Difference> {
  const differs = COLUMNS.map(
    (name) => sql<boolean>`${sql.ref(`posts.${name}`)} is distinct from ${sql.ref(`r.${name}`)}`,
  );
  return eachRange(context, "revisions", async (trx, range) => {
    const rows = await postsIn(trx, range)
      .leftJoin("revisions as r", (join) =>
        join.onRef("r.post_id", "=", "posts.id").onRef("r.version", "=", "posts.version"),
      )
      .select(["posts.id", "r.version"])
      // Without a revision, its columns are null.
      .where((eb) => eb.or(differs))
      .where((eb) => eb.or([eb("trashed_at", "is", null), eb("trashed_at", ">", context.now - TRASH_RETENTION_MS)]))
      .execute();
    return rows.map(({ id, version }) => ({ id, isMissing: version === null }));
  });
}

async function* missingOf(context: Context): AsyncGenerator<number> {
  for await (const { id, isMissing } of differencesOf(context)) if (isMissing) yield id;
}

/** Whether the text of each post is that of its last revision: it is stored twice, so that damage to one of them shows. */
export const revisions: Check = {
  name: "revisions",
  needsSchema: true,

  async find(context) {
    const [missing, different] = [new Found(), new Found()];
    for await (const { id, isMissing } of differencesOf(context)) (isMissing ? missing : different).add(id);
    const findings = [];
    if (missing.count > 0) findings.push(fixable(`without the revision of their version: ${missing.of("post")}`));
    if (different.count > 0) {
      const what = `with another text than their last revision: ${different.of("post")}`;
      findings.push(unfixable(what, "compare the two on the page History of each post, and save the right one"));
    }
    return findings;
  },

  async fix(context) {
    for await (const ids of batchesOf(missingOf(context))) {
      await inTransaction(context.db, async (trx) => {
        for (const post of await lockPosts(trx, ids)) await insertRevision(trx, post);
      });
    }
  },
};
