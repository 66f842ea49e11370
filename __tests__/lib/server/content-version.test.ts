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

/** The version that another process gives, once it has seen a change: at once on SQLite, within a second on PostgreSQL. */
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

describe("moves at once where it was written, and is told elsewhere, when a post is", () => {
  test.each<[string, () => Promise<Prepared>, (post: Prepared) => Promise<unknown>]>([
    ["made", nothing, published],
    ["changed", published, change({ title: "Other" })],
    ["made a draft", published, change({ status: "draft" })],
    ["published", draft, change({ status: "published" })],
    ["put off", published, (post) => change({ publishedAt: inAnHour() })(post)],
    ["removed", published, remove],
    ["brought back", trashed, restore],
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

describe("stays when nothing public is changed:", () => {
  const scheduled = () => createPost(two.here, newPost({ publishedAt: inAnHour() }));
  const trashedDraft = async () => {
    const post = await draft();
    await remove(post);
    return post;
  };

  test.each<[string, () => Promise<Prepared>, (post: Prepared) => Promise<unknown>]>([
    ["a draft is made", nothing, draft],
    ["a draft is changed", draft, change({ title: "Other" })],
    ["a draft is removed", draft, remove],
    ["a draft is brought back", trashedDraft, restore],
    ["a draft is scheduled", draft, (post) => change({ status: "published", publishedAt: inAnHour() })(post)],
    ["a post is scheduled", nothing, scheduled],
    ["a scheduled post is changed", scheduled, change({ title: "Other" })],
    ["a scheduled post is removed", scheduled, remove],
    ["a post that is there is brought back", published, restore],
    ["a cursor is signed", nothing, () => sign(two.here, "cursor")],
    [
      "a key is kept",
      nothing,
      () => withIdempotency(two.here, { caller: "a", key: "b", fingerprint: "c" }, async () => json({})),
    ],
    [
      "a limiter counts",
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

  test("a change is taken back", async () => {
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

describe("a scheduled post", () => {
  test("moves it in every process at the moment it falls due, and not before", async () => {
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

  test("moves it a second time when it falls due together with a later one that was asked for first", async () => {
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

  test("that fell due while its change waited for its turn is changed for all to see", async () => {
    const due = Date.now();
    const post = await createPost(two.here, newPost({ publishedAt: new Date(due).toISOString() }), null, due - 60_000);
    const before = await contentVersion(two.here, due);
    // The change began a second before the post fell due, and is only now done.
    await updatePost(two.here, String(post.id), { title: "Other" }, OWNER, { now: due - 1_000 });
    expect(await contentVersion(two.here, due)).not.toBe(before);
    const changed = await contentVersion(two.here, due);
    await trashPost(two.here, String(post.id), OWNER, { now: due - 1_000 });
    expect(await contentVersion(two.here, due)).not.toBe(changed);
  });
});

/** The same database, of whose next answer `hold` keeps the caller waiting until `release`. */
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
  "an answer that was on its way while something was committed %s is not kept",
  async (where) => {
    const gate = holding(two.here);
    await version(gate.db);
    await createPost(two[where], newPost());
    if (where === "there" && engine === "postgres") await wait(100);
    const before = await versionThere("");
    const held = gate.hold();
    // Something was committed of which nobody has said what it was.
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

test("what is read after a version is never older than the version", async () => {
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
