import type { Selectable } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, RedirectsTable } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { DUE_MARGIN_MS, wherePublic } from "#lib/server/posts/rules";
import { Problem } from "#lib/server/problem";
import { PAGE_DEFAULT, type PageQuery } from "#lib/shared/params";
import { postPagePath } from "#lib/shared/paths";
import { lookupPaths } from "#lib/shared/redirect-path";
import { REDIRECTS_MAX, type Redirect } from "#lib/shared/redirects";
import { isReserved } from "./reserved.ts";
import { type RequestedTarget, resolveTarget, type Target } from "./target.ts";

const LIST = "redirects";

type Row = Selectable<RedirectsTable> & { slug: string | null };

function locationOf({ post_id, slug, url }: Omit<Row, "path" | "created_at">, origin: string): string {
  if (url === null) return origin + postPagePath({ id: String(post_id), slug: slug ?? "" });
  return url.startsWith("/") ? origin + url : url;
}

function toRedirect(row: Row, origin: string): Redirect {
  const { created_at, path, post_id, url } = row;
  const post = post_id === null ? null : String(post_id);
  return { path, post, url, location: locationOf(row, origin), createdAt: new Date(created_at).toISOString() };
}

const selectRedirects = (db: Database) =>
  db.selectFrom("redirects").leftJoin("posts", "posts.id", "post_id").selectAll("redirects").select("posts.slug");

const byPath = compiledQuery((db, { path }: { path: string }) => selectRedirects(db).where("path", "=", path));

/** The redirects of a path and of another one whose targets are public. */
const publicByPath = compiledQuery((db, params: { path: string; other: string; now: number }) =>
  selectRedirects(db)
    .where((eb) => eb.or([eb("path", "=", params.path), eb("path", "=", params.other)]))
    .where((eb) =>
      eb.or([
        eb("url", "is not", null),
        eb.exists(
          eb
            .selectFrom("posts")
            .select("posts.id")
            .whereRef("posts.id", "=", "redirects.post_id")
            .where((post) => wherePublic(post, params.now)),
        ),
      ]),
    ),
);

/**
 * Finds the target of a path that is not served otherwise; undefined where there is none. A redirect to a post that is not public
 * has no target for any viewer, so that it does not reveal the post.
 * @param path as `normalizePath` returns it
 * @returns an absolute URL
 */
export async function findRedirect(
  db: Database,
  path: string,
  origin: string,
  now = Date.now(),
): Promise<string | undefined> {
  if (isReserved(path)) return undefined;
  const [first = path, other = first] = lookupPaths(path);
  const rows = await publicByPath(db, { path: first, other, now });
  const row = rows.find((one) => one.path === first) ?? rows[0];
  return row && locationOf(row, origin);
}

/** Lists redirects by path; `next` is the next cursor. */
export async function listRedirects(db: Database, { after, limit = PAGE_DEFAULT }: PageQuery, origin: string) {
  const position = await parseCursor(db, LIST, after);
  const rows = await selectRedirects(db)
    .$if(position !== undefined, (query) => query.where("path", ">", String(position?.[0])))
    .orderBy("path")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit);
  return {
    redirects: page.map((row) => toRedirect(row, origin)),
    next: await nextCursor(db, LIST, last && [last.path]),
  };
}

const redirectNotFound = () => new Problem("not-found", { title: "Redirect not found" });

/** Loads the redirect of a path. @throws {Problem} 404 */
export async function requireRedirect(db: Database, path: string, origin: string): Promise<Redirect> {
  const [row] = await byPath(db, { path });
  if (row) return toRedirect(row, origin);
  throw redirectNotFound();
}

/** Serializes writers, so that two concurrent ones cannot create a loop: an update without a change locks the row. */
async function lockRedirects(trx: DatabaseTransaction): Promise<void> {
  await trx
    .updateTable("content_version")
    .set((eb) => ({ number: eb.ref("number") }))
    .execute();
}

/** Whether a redirect with this target is visible to readers. */
async function isPublicTarget(trx: DatabaseTransaction, { post_id, url }: Target, now: number): Promise<boolean> {
  if (url !== null) return true;
  const post = trx.selectFrom("posts").select("id").where("id", "=", post_id);
  return (await post.where((eb) => wherePublic(eb, now + DUE_MARGIN_MS)).executeTakeFirst()) !== undefined;
}

async function countRedirects(trx: DatabaseTransaction): Promise<number> {
  const { count } = await trx
    .selectFrom("redirects")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function requireRoom(trx: DatabaseTransaction): Promise<void> {
  if ((await countRedirects(trx)) >= REDIRECTS_MAX) throw new Problem("too-many-redirects");
}

/** Redirects whose target is `path`, perhaps with a query or a fragment: those that would become chains. */
const findRedirectsTo = (trx: DatabaseTransaction, path: string) =>
  trx
    .selectFrom("redirects")
    .selectAll()
    .where((eb) => {
      // "$" and "@" are the characters after "#" and "?".
      const beginsWith = (from: string, to: string) =>
        eb.and([eb("url", ">=", path + from), eb("url", "<", path + to)]);
      return eb.or([eb("url", "=", path), beginsWith("#", "$"), beginsWith("?", "@")]);
    })
    .execute();

/** A redirect to store. */
export type NewRedirect = RequestedTarget & {
  /** As `normalizePath` returns it. */
  path: string;
};

async function storeRedirect(trx: DatabaseTransaction, { path, ...wanted }: NewRedirect, origin: string, now: number) {
  if (isReserved(path)) {
    throw new Problem("validation", { fields: { path: [`Path must be one that Octavo does not serve; ${path} is`] } });
  }
  const target = await resolveTarget(trx, path, wanted, origin);
  const [before] = await byPath(trx, { path });
  if (!before) await requireRoom(trx);
  await trx
    .insertInto("redirects")
    .values({ path, ...target, created_at: now })
    .onConflict((conflict) => conflict.column("path").doUpdateSet(target))
    .execute();
  for (const { path: other, url } of await findRedirectsTo(trx, path)) {
    await trx
      .updateTable("redirects")
      .set(await resolveTarget(trx, other, { url }, origin))
      .where("path", "=", other)
      .execute();
  }
  const isVisible = (before && (await isPublicTarget(trx, before, now))) || (await isPublicTarget(trx, target, now));
  return { isNew: before === undefined, isVisible };
}

/**
 * Stores redirects, each in place of the one from its path, all or none. A target that is redirected itself is replaced by
 * its own target.
 * @param origin the site's: targets on it are stored as paths
 * @returns each as it is stored, and whether there was none from its path
 * @throws {Problem} 400 for a path that Octavo serves, an unknown post or a loop; 409 for more than REDIRECTS_MAX
 */
export async function putRedirects(
  db: Database,
  redirects: NewRedirect[],
  origin: string,
  now = Date.now(),
): Promise<{ redirect: Redirect; isNew: boolean }[]> {
  const stored = await inTransaction(db, async (trx) => {
    await lockRedirects(trx);
    const outcomes: { redirect: Redirect; isNew: boolean }[] = [];
    let isVisible = false;
    for (const redirect of redirects) {
      const outcome = await storeRedirect(trx, redirect, origin, now);
      isVisible ||= outcome.isVisible;
      outcomes.push({ redirect: await requireRedirect(trx, redirect.path, origin), isNew: outcome.isNew });
    }
    if (isVisible) await bumpContentVersion(trx);
    return outcomes;
  });
  log.info({ event: "redirects-changed", count: stored.length }, "redirects stored");
  return stored;
}

/** Paths for one statement: SQLite allows 32,766 bind parameters. */
const PATHS_AT_ONCE = 1_000;

/**
 * Stores redirects to posts from paths that have none yet, in a transaction of the caller's. Redirects to one of the paths are
 * moved on to its post.
 * @param redirects paths as `normalizePath` returns them, none of which Octavo serves, with the ids of posts
 * @returns the paths that were not stored: those that are redirected elsewhere, and those above REDIRECTS_MAX
 */
export async function addRedirectsToPosts(
  trx: DatabaseTransaction,
  redirects: ReadonlyMap<string, number>,
  now: number,
): Promise<{ taken: string[]; surplus: string[] }> {
  if (redirects.size === 0) return { taken: [], surplus: [] };
  await lockRedirects(trx);
  const paths = [...redirects.keys()];
  const before = new Map<string, Target>();
  for (let start = 0; start < paths.length; start += PATHS_AT_ONCE) {
    const rows = trx.selectFrom("redirects").where("path", "in", paths.slice(start, start + PATHS_AT_ONCE));
    for (const { path, ...target } of await rows.select(["path", "post_id", "url"]).execute()) before.set(path, target);
  }
  const taken = paths.filter((path) => before.has(path) && before.get(path)?.post_id !== redirects.get(path));
  const added = paths.filter((path) => !before.has(path));
  const room = added.length === 0 ? 0 : Math.max(0, REDIRECTS_MAX - (await countRedirects(trx)));
  const stored = added.slice(0, room);
  for (let start = 0; start < stored.length; start += PATHS_AT_ONCE) {
    const rows = stored.slice(start, start + PATHS_AT_ONCE);
    await trx
      .insertInto("redirects")
      .values(rows.map((path) => ({ path, post_id: redirects.get(path) ?? null, url: null, created_at: now })))
      .execute();
  }
  for (const path of stored) {
    for (const { path: other } of await findRedirectsTo(trx, path)) {
      const target = { post_id: redirects.get(path) ?? null, url: null };
      await trx.updateTable("redirects").set(target).where("path", "=", other).execute();
    }
  }
  // A cached 404 of one of them is stale.
  if (stored.length > 0) await bumpContentVersion(trx);
  return { taken, surplus: added.slice(room) };
}

/** Deletes the redirect of a path. @throws {Problem} 404 */
export async function deleteRedirect(db: Database, path: string, now = Date.now()): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockRedirects(trx);
    const [row] = await byPath(trx, { path });
    if (!row) throw redirectNotFound();
    await trx.deleteFrom("redirects").where("path", "=", path).execute();
    if (await isPublicTarget(trx, row, now)) await bumpContentVersion(trx);
  });
  log.info({ event: "redirect-deleted", path }, "redirect deleted");
}
