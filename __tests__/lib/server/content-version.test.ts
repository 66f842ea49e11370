import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { contentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { withIdempotency } from "#lib/server/http/idempotency";
import { json } from "#lib/server/http/response";
import { listPosts } from "#lib/server/posts/list/list";
import { createPost, restorePost, trashPost, updatePost } from "#lib/server/posts/write";
import { sign } from "#lib/server/secret";
import type { Viewer } from "#lib/server/viewer";
import { withTwoProcesses } from "#support/database";
import { engine } from "#support/engine";
import { newPost } from "#support/factories";
import { ANYONE } from "#support/viewers";

const OWNER: Viewer = { ...ANYONE, id: "owner" };
const HOUR_MS = 60 * 60 * 1000;

const two = withTwoProcesses();
const version = (db: Database) => contentVersion(db, Date.now());
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

/** The version in another process after a change: at once on SQLite, within a second on PostgreSQL. */
async function versionThere(before: string): Promise<string> {
  const end = performance.now() + (engine === "postgres" ? 1_000 : 0);
  let now = await version(two.there);
  while (now === before && performance.now() < end) {
    await wait(5);
    now = await version(two.there);
  }
  return now;
}

type Prepared = { id: number };
const draft = () => createPost(two.here, newPost({ status: "draft" }));
const published = () => createPost(two.here, newPost());
const trashed = async () => {
  const post = await published();
  await trashPost(two.here, String(post.id), OWNER);
  return post;
};
const change = (patch: object) => (post: Prepared) => updatePost(two.here, String(post.id), patch, OWNER);
const remove = (post: Prepared) => trashPost(two.here, String(post.id), OWNER);
const restore = (post: Prepared) => restorePost(two.here, String(post.id), OWNER);
const nothing = async () => ({ id: 0 });

describe("contentVersion — changes here at once and is notified elsewhere, when a post is", () => {
  test.each<[string, () => Promise<Prepared>, (post: Prepared) => Promise<unknown>]>([
    ["created", nothing, published],
    ["changed", published, change({ title: "Other" })],
    ["changed to a draft", published, change({ status: "draft" })],
    ["published", draft, change({ status: "published" })],
    ["scheduled", published, (post) => change({ publishedAt: inAnHour() })(post)],
    ["deleted", published, remove],
    ["restored", trashed, restore],
  ])("%s", async (_name, prepare, write) => {
    const post = await prepare();
    const before = await version(two.here);
    expect(await versionThere("")).toBe(before);
    await write(post);
    const after = await version(two.here);
    expect(after).not.toBe(before);
    expect(await versionThere(before)).toBe(after);
  });
});

describe("contentVersion — stays the same when", () => {
  const scheduled = () => createPost(two.here, newPost({ publishedAt: inAnHour() }));
  const trashedDraft = async () => {
    const post = await draft();
    await remove(post);
    return post;
  };

  test.each<[string, () => Promise<Prepared>, (post: Prepared) => Promise<unknown>]>([
    ["a draft is created", nothing, draft],
    ["a draft is changed", draft, change({ title: "Other" })],
    ["a draft is deleted", draft, remove],
    ["a draft is restored", trashedDraft, restore],
    ["a draft is scheduled", draft, (post) => change({ status: "published", publishedAt: inAnHour() })(post)],
    ["a post is scheduled", nothing, scheduled],
    ["a scheduled post is changed", scheduled, change({ title: "Other" })],
    ["a scheduled post is deleted", scheduled, remove],
    ["a post that is not in the trash is restored", published, restore],
    ["a cursor is signed", nothing, () => sign(two.here, "cursor")],
    [
      "an Idempotency-Key is stored",
      nothing,
      () => withIdempotency(two.here, { caller: "a", key: "b", fingerprint: "c" }, async () => json({})),
    ],
    [
      "a rate limit counts",
      nothing,
      () => sql`insert into rate_limits (key, points, expire) values ('a', 1, null)`.execute(two.here),
    ],
  ])("%s", async (_name, prepare, write) => {
    const post = await prepare();
    const before = await version(two.here);
    await write(post);
    expect(await version(two.here)).toBe(before);
    expect(await version(two.there)).toBe(before);
  });

  test("a change is rolled back", async () => {
    const { id } = await published();
    const before = await version(two.here);
    const changing = two.here.transaction().execute(async (trx) => {
      await updatePost(trx, String(id), { title: "Other" }, OWNER);
      throw new Error("no");
    });
    await expect(changing).rejects.toThrow("no");
    expect(await version(two.here)).toBe(before);
    expect(await version(two.there)).toBe(before);
  });
});

describe("contentVersion — a scheduled post", () => {
  test("falls due — changes in every process at that moment, not before", async () => {
    const due = Date.now() + HOUR_MS;
    await createPost(two.here, newPost({ publishedAt: new Date(due).toISOString() }));
    for (const db of [two.here, two.there]) {
      const before = await contentVersion(db, due - 1);
      expect(await contentVersion(db, due - HOUR_MS / 2)).toBe(before);
      const after = await contentVersion(db, due);
      expect(after).not.toBe(before);
      expect(await contentVersion(db, due + 1)).toBe(after);
    }
  });

  test("two posts fall due, the later one created first — changes twice", async () => {
    const now = Date.now();
    for (const minutes of [2, 1]) {
      await createPost(two.here, newPost({ publishedAt: new Date(now + minutes * 60_000).toISOString() }));
    }
    const moments = [0, 59_999, 60_000, 119_999, 120_000].map((ms) => now + ms);
    const versions: string[] = [];
    for (const moment of moments) versions.push(await contentVersion(two.there, moment));
    const [none, stillNone, one, stillOne, both] = versions;
    expect([stillNone, stillOne]).toEqual([none, one]);
    expect(new Set(versions).size).toBe(3);
    expect(both).not.toBe(one);
  });

  test("changed or deleted by a call that began before it fell due — changes", async () => {
    const due = Date.now();
    const post = await createPost(two.here, newPost({ publishedAt: new Date(due).toISOString() }), null, due - 60_000);
    const before = await contentVersion(two.here, due);
    // The change began a second before the post fell due and is only executed now.
    await updatePost(two.here, String(post.id), { title: "Other" }, OWNER, { now: due - 1_000 });
    expect(await contentVersion(two.here, due)).not.toBe(before);
    const changed = await contentVersion(two.here, due);
    await trashPost(two.here, String(post.id), OWNER, { now: due - 1_000 });
    expect(await contentVersion(two.here, due)).not.toBe(changed);
  });
});

/** The same database; `hold` delays the result of its next query until `release`. */
function holding(db: Database) {
  let release = () => {};
  let held: Promise<void> | undefined;
  let isHeld = () => {};
  const gated = db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      isHeld();
      await held;
      return result;
    },
  });
  return {
    db: gated,
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
      return new Promise<void>((resolve) => {
        isHeld = resolve;
      });
    },
    release() {
      held = undefined;
      release();
    },
  };
}

test.each(["here", "there"] as const)(
  "contentVersion — a commit %s while the version is being read — the read version is not cached",
  async (where) => {
    const gate = holding(two.here);
    await version(gate.db);
    await createPost(two[where], newPost());
    if (where === "there" && engine === "postgres") await wait(100);
    const before = await versionThere("");
    const held = gate.hold();
    // A commit without a notification.
    getEngine(two.here).markCommitted();
    const early = version(gate.db);
    await held;
    await createPost(two[where], newPost());
    gate.release();
    expect(await early).toBe(before);
    if (where === "there" && engine === "postgres") await wait(1_000);
    expect(await version(gate.db)).not.toBe(before);
  },
);

test("contentVersion — reads after a version — never return content older than it", async () => {
  const post = await createPost(two.here, newPost({ title: "0" }));
  const counts = new Map<string, number>([[await version(two.here), 0]]);
  const seen: [version: string, count: number][] = [];
  let isDone = false;
  async function read(db: Database): Promise<void> {
    while (!isDone) {
      const known = await version(db);
      const { posts } = await listPosts(db, {}, OWNER);
      seen.push([known, Number(posts[0]?.title)]);
      await wait(0);
    }
  }
  const readers = [two.here, two.here, two.there, two.there].map(read);
  try {
    for (let count = 1; count <= 60; count++) {
      await updatePost(two.here, String(post.id), { title: String(count) }, OWNER);
      counts.set(await version(two.here), count);
    }
  } finally {
    isDone = true;
    await Promise.all(readers);
  }
  expect(counts.size).toBe(61);
  expect(seen.filter(([known, count]) => count < (counts.get(known) ?? 0))).toEqual([]);
});
