import { setTimeout as wait } from "node:timers/promises";
import { lastBackup } from "#lib/server/backup/last-backup";
import { database } from "#lib/server/db/database";
import { canWrite, requireReadable } from "#lib/server/db/readiness";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { perDatabase } from "#lib/server/memoize";
import { countColumns, publicCount } from "#lib/server/posts/list/counts";
import { whereStatus } from "#lib/server/posts/rules";
import { ROLES } from "#lib/shared/roles";
import { byLabel, type Metric, metric } from "./sample.ts";

/** How long counts are shown, in milliseconds: to count drafts and the trash takes as long as there are many. */
const COUNTED_MS = 60_000;
/** How long the database may take, in milliseconds. Without it, everything else is shown. */
const DATABASE_MS = 1_000;

const ALL = { kind: "all", name: "" } as const;

/** Counts posts by what readers and writers see of them. */
async function countPosts(db: Database, now: number): Promise<Record<string, number>> {
  const posts = db.selectFrom("posts").select((eb) => eb.fn.countAll<number>().as("posts"));
  const row = await db
    .selectNoFrom([
      ...countColumns(db, ALL, now),
      posts.where((eb) => whereStatus(eb, "draft")).as("drafts"),
      posts.where("trashed_at", "is not", null).as("trashed"),
    ])
    .executeTakeFirstOrThrow();
  const { drafts, later, trashed } = row;
  return {
    published: publicCount(row),
    scheduled: Number(later ?? 0),
    draft: Number(drafts ?? 0),
    trash: Number(trashed ?? 0),
  };
}

/** Counts users by role; without those who were deleted. */
async function countUsers(db: Database): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom("accounts")
    .select(["role", (eb) => eb.fn.countAll<number>().as("users")])
    .where("deleted_at", "is", null)
    .groupBy("role")
    .execute();
  const counts = Object.fromEntries(rows.map(({ role, users }) => [role, Number(users)]));
  return Object.fromEntries(ROLES.map((role) => [role, counts[role] ?? 0]));
}

async function countPostsAndUsers(db: Database): Promise<Metric[]> {
  const [posts, users] = [await countPosts(db, Date.now()), await countUsers(db)];
  return [
    metric("gauge", "posts", "Posts by status, counted once a minute.", byLabel("status", posts)),
    metric("gauge", "users", "Users by role, counted once a minute.", byLabel("role", users)),
  ];
}

const countsOf = perDatabase(() => ({ at: Number.NEGATIVE_INFINITY, metrics: [] as Metric[] }));

async function cachedCounts(db: Database): Promise<Metric[]> {
  const counts = countsOf(db);
  if (performance.now() - counts.at > COUNTED_MS) {
    Object.assign(counts, { metrics: await countPostsAndUsers(db), at: performance.now() });
  }
  return counts.metrics;
}

const withinLimit = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([work, wait(DATABASE_MS, otherwise, { ref: false })]);

/** What was read; nothing where that takes too long, or fails, which is logged. */
function orNone(read: Promise<Metric[]>): Promise<Metric[]> {
  const logged = read.catch((error: unknown) => {
    log.error({ event: "metrics-incomplete", err: error }, "metrics of the database could not be read");
    return [];
  });
  return withinLimit(logged, []);
}

/** The last backup; without values where none was made. */
async function backupMetrics(db: Database): Promise<Metric[]> {
  const backup = await lastBackup(db);
  const oneOrNone = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
  const beganAt = backup && backup.beganAt / 1000;
  return [
    metric("gauge", "backup_timestamp_seconds", "When the last backup began, since 1970.", oneOrNone(beganAt)),
    metric("gauge", "backup_size_bytes", "The size of its file.", oneOrNone(backup?.bytes)),
    metric("gauge", "backup_duration_seconds", "How long it took.", oneOrNone(backup && backup.durationMs / 1000)),
  ];
}

const isReadable = (db: Database): Promise<boolean> =>
  requireReadable(db).then(
    () => true,
    () => false,
  );

/** What the database says about the site, the same whichever process asks: whether it is there, posts, users, backup. */
export async function siteMetrics(): Promise<Metric[]> {
  const db = await database();
  const reads = await withinLimit(isReadable(db), false);
  const writes = reads && (await withinLimit(canWrite(db), false));
  const up = byLabel("for", { reads: Number(reads), writes: Number(writes) });
  return [
    metric("gauge", "database_up", "Whether the database can be read, and written.", up),
    ...(reads ? await orNone(cachedCounts(db)) : []),
    ...(reads ? await orNone(backupMetrics(db)) : []),
  ];
}
