import type { Selectable } from "kysely";
import type { AccountsTable, Database } from "#lib/server/db/tables";
import { entityTag } from "#lib/server/http/conditional";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { whereStatus } from "#lib/server/posts/rules";
import { Problem } from "#lib/server/problem";
import { isOwner, type Viewer } from "#lib/server/viewer";
import { PAGE_DEFAULT, type PageQuery } from "#lib/shared/params";
import { cleanText } from "#lib/shared/text";
import type { User, UserDetails } from "#lib/shared/users";
import { type Profile, toProfiles } from "./profile.ts";

const LIST = "users";

type Row = Selectable<AccountsTable>;

type PublicUser = Pick<UserDetails, "id" | keyof Profile>;

/** The fields of users that everybody may see, in the order of the rows. */
async function toPublicUsers(db: Database, rows: Row[]): Promise<PublicUser[]> {
  const profiles = await toProfiles(db, rows);
  return rows.map(({ id }, at) => ({ id, ...(profiles[at] as Profile) }));
}

function toUserDetails(user: PublicUser, row: Row, posts: number): UserDetails {
  const { createdAt, email, role, signed_in_at, suspended_at } = row;
  return {
    ...user,
    email,
    role,
    status: suspended_at === null ? "active" : "suspended",
    createdAt: new Date(createdAt).toISOString(),
    lastSignInAt: signed_in_at === null ? null : new Date(signed_in_at).toISOString(),
    posts,
  };
}

/** Counts posts by author: published, scheduled and drafts. Authors without any are missing. */
async function countPostsOf(db: Database, ids: string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (ids.length === 0) return counts;
  const listed = db
    .selectFrom("post_counts")
    .select(["name as author", "posts"])
    .where("kind", "=", "author")
    .where("name", "in", ids);
  const drafts = db
    .selectFrom("posts")
    .select((eb) => ["author_id as author", eb.fn.countAll<number>().as("posts")])
    .where((eb) => whereStatus(eb, "draft"))
    .where("author_id", "in", ids)
    .groupBy("author_id");
  for (const { author, posts } of [...(await listed.execute()), ...(await drafts.execute())]) {
    if (author !== null) counts.set(author, (counts.get(author) ?? 0) + Number(posts));
  }
  return counts;
}

/** Whether the viewer sees all fields of a user. */
const seesDetails = (viewer: Viewer, { id }: Row) => isOwner(viewer) || viewer.account?.id === id;

async function toUsers(db: Database, rows: Row[], viewer: Viewer): Promise<User[]> {
  const detailed = rows.filter((row) => seesDetails(viewer, row)).map(({ id }) => id);
  const [posts, users] = [await countPostsOf(db, detailed), await toPublicUsers(db, rows)];
  return users.map((user, at) => {
    const row = rows[at] as Row;
    return seesDetails(viewer, row) ? toUserDetails(user, row, posts.get(row.id) ?? 0) : user;
  });
}

/** Users are the accounts that are not deleted. */
const selectUsers = (db: Database) => db.selectFrom("accounts").selectAll().where("deleted_at", "is", null);

/** Lists users, the oldest first, with the fields that the viewer may see; `next` is the next cursor. */
export async function listUsers(db: Database, viewer: Viewer, { after, limit = PAGE_DEFAULT }: Partial<PageQuery>) {
  const position = await parseCursor(db, LIST, after);
  const rows = await selectUsers(db)
    .$if(position !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("createdAt", "id"), ">", eb.tuple(String(position?.[0]), String(position?.[1]))),
      ),
    )
    .orderBy("createdAt")
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit);
  const next = await nextCursor(db, LIST, last && [last.createdAt, last.id]);
  return { users: await toUsers(db, page, viewer), next };
}

export const userNotFound = () => new Problem("not-found", { title: "User not found" });

/** Loads a user with the fields that the viewer may see. @throws {Problem} 404 */
export async function requireUser(db: Database, id: string, viewer: Viewer): Promise<User> {
  const row = await selectUsers(db).where("id", "=", id).executeTakeFirst();
  const [user] = row ? await toUsers(db, [row], viewer) : [];
  if (user) return user;
  throw userNotFound();
}

/** Loads a user with all fields. @throws {Problem} 404 */
export async function requireUserDetails(db: Database, id: string): Promise<UserDetails> {
  const row = await selectUsers(db).where("id", "=", id).executeTakeFirst();
  const [user] = row ? await toPublicUsers(db, [row]) : [];
  if (!row || !user) throw userNotFound();
  return toUserDetails(user, row, (await countPostsOf(db, [id])).get(id) ?? 0);
}

/** The entity tag of a user, as one viewer sees them. */
export const userTag = (user: User) => entityTag(JSON.stringify(user));

/** The active users, the oldest first, to choose one from. */
export async function listActiveUsers(db: Database, most: number): Promise<{ id: string; name: string }[]> {
  const rows = await selectUsers(db)
    .where("suspended_at", "is", null)
    .orderBy("createdAt")
    .orderBy("id")
    .limit(most)
    .execute();
  return rows.map((row) => ({ id: row.id, name: cleanText(row.name) }));
}
