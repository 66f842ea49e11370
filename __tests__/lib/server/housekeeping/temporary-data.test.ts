import { readFileSync } from "node:fs";
import { type RootOperationNode, sql } from "kysely";
import { accountViewer } from "#lib/server/authentication";
import { recordBackup } from "#lib/server/backup/last-backup";
import { beginBackup } from "#lib/server/backup/running";
import type { Database } from "#lib/server/db/tables";
import { BATCH } from "#lib/server/housekeeping/batches";
import { CLOCK_SKEW_MS } from "#lib/server/housekeeping/clock-skew";
import { housekeep } from "#lib/server/housekeeping/housekeep";
import { TEMPORARY_DATA } from "#lib/server/housekeeping/temporary-data";
import { withIdempotency } from "#lib/server/http/idempotency";
import { json } from "#lib/server/http/response";
import { createInvitation } from "#lib/server/invitations/invitations";
import { storeChallenge } from "#lib/server/passkeys/challenges";
import { createPost, trashPost } from "#lib/server/posts/write";
import { createPreviewLink } from "#lib/server/preview-links/preview-links";
import { consume } from "#lib/server/quotas";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import { OPERATOR, SESSION_VIEWER } from "#lib/server/viewer";
import { makeAuthor, makeOwner } from "#support/accounts";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { engine } from "#support/engine";
import { newPost } from "#support/factories";
import { withImageFolder } from "#support/uploads";
import { ANYONE } from "#support/viewers";

const data = withDatabase();
const folder = withImageFolder();

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const NOW = Date.now();

/** Runs at a time, whenever the last run was. */
async function runAt(time: number) {
  await data.db.deleteFrom("housekeeping").execute();
  travelTo(time);
  return housekeep(data.db);
}

const imageRow = (number: number) => {
  const id = String(number).padStart(64, "0");
  return { id, key: `${id}-1`, width: 1, height: 1, is_animated: 0, bytes: 1, created_at: NOW, unused_since: NOW };
};
const jobRow = {
  ...{ id: "job", account_id: "", state: "ready", files: "[]", parts: 1, options: "{}", entries: 0 },
  ...{ created_at: NOW, updated_at: NOW },
};
const sessionEnd = async () => Date.parse(String((await rowsIn(data.db, "sessions"))[0]?.expiresAt));

type Kind = keyof typeof TEMPORARY_DATA;
/** Stores a row that expires. @returns when */
const MAKE: Record<Kind, (now: number) => Promise<number>> = {
  async rateLimits(now) {
    await consume(data.db, { name: "tests", quota: 2, window: 7_200 }, "ann");
    return now + 2 * HOUR;
  },
  async idempotencyKeys(now) {
    await withIdempotency(data.db, { caller: "a", key: "b", fingerprint: "c" }, async () => json({}), now);
    return now + DAY;
  },
  async sessions(now) {
    await makeOwner();
    expect(await sessionEnd()).toBeGreaterThanOrEqual(now + 30 * DAY);
    return sessionEnd();
  },
  async verifications(now) {
    await storeChallenge(data.db, "sign-in:browser", "challenge", now);
    return now + 5 * MINUTE;
  },
  async emailChanges(now) {
    await makeOwner();
    const change = { pending_email: "new@octavo.test", pending_email_hash: "x", pending_email_expires_at: now + HOUR };
    await data.db.updateTable("accounts").set(change).execute();
    return now + HOUR;
  },
  async invitations(now) {
    await createInvitation(data.db, { role: "author" }, OPERATOR, "https://octavo.test", now);
    return now + 37 * DAY;
  },
  async previewLinks(now) {
    const { account } = await makeOwner();
    const owner = accountViewer(SESSION_VIEWER + account.id, account, "write");
    const { id } = await createPost(data.db, newPost({ status: "draft" }));
    await createPreviewLink(data.db, String(id), { days: 7 }, owner, "https://octavo.test", now);
    return now + 7 * DAY;
  },
  async backups(now) {
    await recordBackup(data.db, { beganAt: 0, durationMs: 1, bytes: 1 });
    await beginBackup(data.db, now);
    return now + 10 * MINUTE;
  },
  async renderings() {
    await createPost(data.db, newPost());
    await data.db
      .updateTable("renderings")
      .set({ renderer: RENDERER_VERSION - 1 })
      .execute();
    return Number.NEGATIVE_INFINITY;
  },
  async trash(now) {
    const { id } = await createPost(data.db, newPost());
    await trashPost(data.db, String(id), ANYONE, { now });
    return now + 30 * DAY;
  },
  async formerAccounts(now) {
    const { account } = await makeAuthor();
    await data.db
      .updateTable("accounts")
      .set({ deleted_at: now, suspended_at: now })
      .where("id", "=", account.id)
      .execute();
    return now + DAY;
  },
  async imports(now) {
    await data.db
      .insertInto("import_jobs")
      .values({ ...jobRow, updated_at: now })
      .execute();
    return now + DAY;
  },
  async images(now) {
    await data.db
      .insertInto("images")
      .values({ ...imageRow(1), unused_since: now })
      .execute();
    return now + 30 * DAY;
  },
};

/** Counts what of a kind is stored. */
const COUNT: Record<Kind, (db: Database) => Promise<number>> = {
  rateLimits: async (db) => (await rowsIn(db, "rate_limits")).filter(({ key }) => key === "tests:ann").length,
  idempotencyKeys: async (db) => (await rowsIn(db, "idempotency_keys")).length,
  sessions: async (db) => (await rowsIn(db, "sessions")).length,
  verifications: async (db) => (await rowsIn(db, "verifications")).length,
  emailChanges: async (db) => (await rowsIn(db, "accounts")).filter((row) => row.pending_email_hash !== null).length,
  invitations: async (db) => (await rowsIn(db, "invitations")).filter((row) => row.used_at === null).length,
  previewLinks: async (db) => (await rowsIn(db, "preview_links")).length,
  backups: async (db) => (await rowsIn(db, "backups")).filter((row) => row.duration_ms === null).length,
  renderings: async (db) => (await rowsIn(db, "renderings")).length,
  trash: async (db) => (await rowsIn(db, "posts")).filter((row) => row.trashed_at !== null).length,
  formerAccounts: async (db) => (await rowsIn(db, "accounts")).filter((row) => row.deleted_at !== null).length,
  imports: async (db) => (await rowsIn(db, "import_jobs")).filter((row) => Number(row.parts) > 0).length,
  images: async (db) => (await rowsIn(db, "images")).length,
};
const KINDS = Object.keys(TEMPORARY_DATA) as Kind[];

describe("housekeep", () => {
  test.each(KINDS)("%s — before their time stay, past it go", async (kind) => {
    travelTo(NOW);
    const expiry = await MAKE[kind](NOW);
    expect(await COUNT[kind](data.db)).toBe(1);
    if (Number.isFinite(expiry)) {
      await runAt(expiry + CLOCK_SKEW_MS - 1);
      expect(await COUNT[kind](data.db)).toBe(1);
    }
    const removed = await runAt(Math.max(NOW, expiry) + CLOCK_SKEW_MS);
    expect([await COUNT[kind](data.db), removed?.[kind]]).toEqual([0, 1]);
  });

  test("posts, revisions, autosaves, renderings, messages, API keys, used invitations — stay for good", async () => {
    const owner = await makeOwner();
    await makeAuthor();
    await createInvitation(data.db, { role: "author" }, OPERATOR, "https://octavo.test", NOW);
    await data.db.updateTable("invitations").set({ used_at: NOW }).execute();
    const { id } = await createPost(data.db, newPost());
    const [autosave] = await data.db
      .insertInto("autosaves")
      .values({
        ...{ account_id: owner.account.id, id: "a", post_id: null, base_version: null, fields: "{}" },
        ...{ version: 1, created_at: NOW, updated_at: NOW },
      })
      .returning("id")
      .execute();
    await data.db
      .insertInto("messages")
      .values({ name: "A", email: "a@b.c", message: "Hi", created_at: NOW })
      .execute();
    await runAt(NOW + 3650 * DAY);
    expect((await rowsIn(data.db, "posts")).map((row) => Number(row.id))).toEqual([id]);
    expect((await rowsIn(data.db, "autosaves")).map((row) => row.id)).toEqual([autosave?.id]);
    for (const table of ["revisions", "renderings", "messages", "invitations"]) {
      expect([table, (await rowsIn(data.db, table)).length]).toEqual([table, 1]);
    }
    expect((await rowsIn(data.db, "accounts")).length).toBe(2);
  });

  test("more rows than BATCH — statements of BATCH rows each, until none is left", async () => {
    const rows = Array.from({ length: 2 * BATCH + 5 }, (_, n) => ({ key: `k${n}`, points: 1, expire: NOW }));
    await data.db.insertInto("rate_limits").values(rows).execute();
    const left: number[] = [];
    const shouldContinue = async () => {
      left.push((await rowsIn(data.db, "rate_limits")).length);
      return true;
    };
    expect(await TEMPORARY_DATA.rateLimits({ db: data.db, now: NOW, shouldContinue })).toBe(rows.length);
    expect(left).toEqual([BATCH + 5, 5]);
    expect(await rowsIn(data.db, "rate_limits")).toEqual([]);
  });

  test("each kind — its statements use indexes", async () => {
    const nodes: RootOperationNode[] = [];
    const db = data.db.withPlugin({
      transformQuery({ node }) {
        // Subqueries come by themselves too.
        if (node.kind !== "SelectQueryNode") nodes.push(node);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { backups: _, images: __, imports: ___, trash: ____, ...inDatabase } = TEMPORARY_DATA;
    for (const remove of Object.values(inDatabase)) await remove({ db, now: NOW, shouldContinue: async () => true });
    expect(nodes.length).toBeGreaterThanOrEqual(Object.keys(inDatabase).length);
    // Small tables are scanned otherwise.
    if (engine === "postgres") await sql`set enable_seqscan = off`.execute(data.db);
    for (const node of nodes) {
      const { parameters, sql: text } = data.db.getExecutor().compileQuery(node, { queryId: "plan" });
      const explain = engine === "sqlite" ? "explain query plan" : "explain";
      const query = sql.raw<Record<string, string>>(`${explain} ${text}`).compile(data.db);
      const { rows } = await data.db.executeQuery<Record<string, string>>({ ...query, parameters });
      const plan = rows.map((row) => row.detail ?? row["QUERY PLAN"]).join("\n");
      expect(`${text}\n${plan}`).not.toMatch(/\bSCAN (?!.*USING (COVERING )?INDEX)|Seq Scan/);
    }
  });

  test("docs/operations.md — lists every kind, and no other", () => {
    const [, section = ""] = readFileSync("docs/operations.md", "utf8").split("## Temporary data\n");
    const [table = ""] = section.split("\n## ");
    const listed = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(KINDS);
  });
});

test("storage is not reached — the kinds in the database are removed all the same", async () => {
  const { rename } = await import("node:fs/promises");
  await MAKE.rateLimits(NOW);
  await MAKE.imports(NOW);
  await rename(folder.folder, `${folder.folder}-away`);
  const removed = await runAt(NOW + 40 * DAY).finally(() => rename(`${folder.folder}-away`, folder.folder));
  expect(removed).toEqual({ rateLimits: 1 });
  expect(await COUNT.imports(data.db)).toBe(1);
  expect(await runAt(NOW + 41 * DAY)).toEqual({ imports: 1 });
});
