import { type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const PUBLISHED = sql`status = 'published' and trashed_at is null`;
const DRAFT = sql`status = 'draft' and trashed_at is null`;
const TRASHED = sql`trashed_at is not null`;
const HIDDEN = sql`(status = 'draft' or trashed_at is not null)`;

/** An index of the rows for which `condition` holds. */
async function index(db: Kysely<Tables>, name: string, columns: string[], condition = PUBLISHED): Promise<void> {
  const table = sql.table(name.startsWith("post_tags") ? "post_tags" : "posts");
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`create index ${sql.id(name)} on ${table} (${list}) where ${condition}`.execute(db);
}

/** Tags with what their lists are sorted by; the date is there only while the post is published, and not in the trash. */
async function sortableTags(db: Kysely<Tables>): Promise<void> {
  const { binaryText, timeType } = getEngine(db);
  const table = () => db.schema.alterTable("post_tags");
  await table().addColumn("published_at", timeType).execute();
  await table()
    .addColumn("updated_at", timeType, (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute();
  await table()
    .addColumn("title_sort", binaryText, (column) => column.notNull().defaultTo(""))
    .execute();
  await sql`
    update post_tags set
      published_at = (select published_at from posts where posts.id = post_id and ${PUBLISHED}),
      updated_at = (select updated_at from posts where posts.id = post_id),
      title_sort = (select title_sort from posts where posts.id = post_id)`.execute(db);
}

/** How many posts are published, and not in the trash: in all (kind `all`), of each author, with each tag. */
async function counters(db: Kysely<Tables>): Promise<void> {
  const { binaryText, keyType, tableSuffix } = getEngine(db);
  await db.schema
    .createTable("post_counts")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("name", binaryText, (column) => column.notNull())
    .addColumn("posts", keyType, (column) => column.notNull())
    .addPrimaryKeyConstraint("post_counts_key", ["kind", "name"])
    .modifyEnd(tableSuffix)
    .execute();
  await sql`create index post_counts_order on post_counts (kind, posts desc, name)`.execute(db);
  await sql`
    insert into post_counts (kind, name, posts)
    select 'all', '', count(*) from posts where ${PUBLISHED} having count(*) > 0
    union all select 'author', author_id, count(*) from posts where ${PUBLISHED} and author_id is not null group by author_id
    union all select 'tag', tag, count(*) from post_tags where published_at is not null group by tag`.execute(db);
}

/** What a list needs to read no more than it shows, however many posts there are: an index for each order, and counters. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await sortableTags(db);
  await counters(db);
  await getEngine(db).search.migrateForScale(db);

  for (const name of ["posts_published_at", "posts_updated_at", "posts_title_sort", "posts_author"]) {
    await db.schema.dropIndex(name).execute();
  }
  for (const column of ["published_at", "updated_at", "title_sort"]) {
    await index(db, `posts_${column}`, [column, "id"]);
    await index(db, `posts_author_${column}`, ["author_id", column, "id"]);
    await index(db, `post_tags_${column}`, ["tag", column, "post_id"], sql`published_at is not null`);
  }
  await index(db, "posts_drafts", ["updated_at", "id"], DRAFT);
  await index(db, "posts_author_drafts", ["author_id", "updated_at", "id"], DRAFT);
  await index(db, "posts_trash", ["updated_at", "id"], TRASHED);
  await index(db, "posts_author_trash", ["author_id", "updated_at", "id"], TRASHED);
  await index(db, "posts_trashed_at", ["trashed_at"], TRASHED);
  // With all that its condition speaks of, so that SQLite need not look at the posts.
  await index(db, "posts_hidden", ["id", "status", "trashed_at"], HIDDEN);
}
