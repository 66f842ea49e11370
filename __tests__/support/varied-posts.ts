import type { Insertable, Selectable } from "kysely";
import type { Database, DatabaseTransaction, PostsTable, RevisionsTable } from "#lib/server/db/tables";
import { newPostColumns, revisionRow, updatedPostColumns } from "#lib/server/posts/columns";
import { updateCounters } from "#lib/server/posts/list/counts";
import { tagRows } from "#lib/server/posts/tags";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import type { NewPost } from "#lib/shared/posts";

const TEXTS = [
  "Plain words, *some* of them **Markdown**.",
  "Un café à Lisbonne ☕, naïve façade, Ångström",
  "e\u0301 decomposed beside \u00e9 composed, ﬁ ligature, Ⅷ, ½",
  "Ὀδυσσεύς, Одиссей, أوديسيوس, אודיסאוס",
  "山の上の本屋, 서울의 책방, ร้านหนังสือ, 书店",
  "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 😀 beyond the first plane: 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷",
  "'; drop table posts; -- \\' \\x00 \" \\n $1 ? % _",
  "control\u0001characters\u001f\u007f and\ttabs\r\nand line ends\u2028",
  "\ufefflast noncharacters \uffff \u{10ffff}, zero\u200bwidth",
];
const TAGS = ["books", "cafe-noir", "a", "zz-9", "10", "9", "-x", "b-2"];
const DAY_MS = 86_400_000;
const BATCH = 250;

const pick = <T>(list: T[], at: number): T => list[at % list.length] as T;

/** The post with a number, and how often it was changed. All kinds of posts recur. */
function draftOf(n: number, now: number): { draft: NewPost; changes: number; created: number; trashed: number | null } {
  const created = now - n * 61_007 - 1;
  const draft: NewPost = {
    title: `${n} ${pick(TEXTS, n)}`.replace(/\s+/g, " ").slice(0, 150).trim(),
    content: Array.from({ length: 1 + (n % 7) }, (_, line) => pick(TEXTS, n + line)).join("\n\n"),
    tags: TAGS.filter((_, at) => (n + at) % 5 === 0),
    ...(n % 4 === 0 && { excerpt: `In short: ${pick(TEXTS, n + 3)}`.replace(/\s+/g, " ") }),
    ...(n % 11 === 0 && { status: "draft" as const }),
    ...(n % 13 === 0 && { publishedAt: new Date(now + n * DAY_MS).toISOString() }),
  };
  return { draft, changes: n % 3, created, trashed: n % 17 === 0 ? created + 7 : null };
}

type StoredPost = { post: Selectable<PostsTable>; revisions: Insertable<RevisionsTable>[] };

function make(id: number, now: number): StoredPost {
  const { changes, created, draft, trashed } = draftOf(id, now);
  let post = {
    id,
    author_id: null,
    trashed_at: trashed,
    ...newPostColumns(draft, generateExcerpt(draft.content), created),
  };
  const revisions = [revisionRow(post)];
  for (let change = 1; change <= changes; change++) {
    const content = `${draft.content} ${change}`;
    post = {
      ...post,
      ...updatedPostColumns(
        { ...post, author_name: null, author_slug: null },
        { content },
        generateExcerpt(content),
        created + change,
      ),
    };
    revisions.push(revisionRow(post));
  }
  return { post, revisions };
}

async function store(trx: DatabaseTransaction, posts: StoredPost[]): Promise<void> {
  await trx
    .insertInto("posts")
    .values(posts.map(({ post }) => post))
    .execute();
  await trx
    .insertInto("revisions")
    .values(posts.flatMap(({ revisions }) => revisions))
    .execute();
  const tags = posts.flatMap(({ post }) => tagRows(post));
  await trx.insertInto("post_tags").values(tags).execute();
}

/**
 * Puts `count` posts of every kind into an empty SQLite database, quickly, past the API and without a search index:
 * any script, drafts, scheduled and trashed posts, revisions, tags; gaps in the ids, and the newest ids deleted.
 */
export async function fillWithVariedPosts(db: Database, count: number, now = Date.now()): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const last = Math.ceil(count * 1.1) + 3;
    let posts: StoredPost[] = [];
    for (let id = 1; id <= last; id++) {
      if (id % 11 !== 5 || id > last - 3) posts.push(make(id, now));
      if (posts.length < BATCH && id < last) continue;
      await store(trx, posts);
      posts = [];
    }
    await trx
      .deleteFrom("posts")
      .where("id", ">", last - 3)
      .execute();
    await updateCounters(trx, [], await trx.selectFrom("posts").selectAll().execute());
    await trx.updateTable("content_version").set({ number: count }).execute();
    const replies = Array.from({ length: 50 }, (_, n) => ({
      caller: pick(["127.0.0.1", "::1", "key Ä", "key a", "key Z"], n),
      key: `K-${n}`,
      fingerprint: `f${n}`,
      status: 201,
      headers: JSON.stringify({ Location: `/api/posts/${n}` }),
      body: JSON.stringify({ title: pick(TEXTS, n) }),
      created_at: now - n,
    }));
    await trx.insertInto("idempotency_keys").values(replies).execute();
    const limits = ["writes:a", "writes:Z", "writes:é", "other"].map((key, n) => ({
      key,
      points: n,
      expire: n ? now + n : null,
    }));
    await trx.insertInto("rate_limits").values(limits).execute();
  });
}
