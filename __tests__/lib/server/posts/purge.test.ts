import { PURGE_BATCH, purgeExpired, purgePost } from "#lib/server/posts/purge";
import { createPost, restorePost, trashPost } from "#lib/server/posts/write";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { withTwoProcesses } from "#support/database";
import { newPost } from "#support/factories";
import { ANYONE } from "#support/viewers";

const two = withTwoProcesses();
const DELETED = Date.now() - 40 * 24 * 60 * 60 * 1000;
const EXPIRED = DELETED + TRASH_RETENTION_MS;

const ids = async (table: "posts" | "revisions") => {
  const { here } = two;
  if (table === "posts") return (await here.selectFrom("posts").select("id").execute()).map(({ id }) => String(id));
  return (await here.selectFrom(table).select("post_id").execute()).map(({ post_id }) => String(post_id));
};

async function makeTrashed(deleted = DELETED): Promise<string> {
  const { id } = await createPost(two.here, newPost({ tags: ["ink"] }));
  await trashPost(two.here, String(id), ANYONE, { now: deleted });
  return String(id);
}

/** Stores revisions 2 to `count` of a post, without the time that saving takes. */
async function addRevisions(id: string, count: number): Promise<void> {
  const [first] = await two.here.selectFrom("revisions").selectAll().where("post_id", "=", Number(id)).execute();
  if (!first) throw new Error(`No post ${id}`);
  const more = Array.from({ length: count - 1 }, (_, index) => ({ ...first, version: index + 2 }));
  await two.here.insertInto("revisions").values(more).execute();
}

describe("purgeExpired", () => {
  test("purges posts deleted TRASH_RETENTION_MS ago, and no others", async () => {
    const [old, young] = [await makeTrashed(), await makeTrashed(DELETED + 1)];
    const { id: draft } = await createPost(two.here, newPost({ status: "draft" }));
    await purgeExpired(two.here, { now: EXPIRED - 1 });
    expect(await ids("posts")).toEqual([old, young, String(draft)]);
    await purgeExpired(two.here, { now: EXPIRED });
    expect([await ids("posts"), await ids("revisions")]).toEqual([
      [young, String(draft)],
      [young, String(draft)],
    ]);
    expect((await createPost(two.here, newPost())).id).toBe(draft + 1);
  });

  test("deletes many revisions in transactions of PURGE_BATCH each, the post last", async () => {
    const id = await makeTrashed();
    const count = 2 * PURGE_BATCH + 1;
    await addRevisions(id, count);
    const left: number[][] = [];
    const sizes = async () => [await ids("posts"), await ids("revisions")].map((x) => x.length);
    while ((await ids("posts")).length > 0) {
      await purgeExpired(two.here, { now: EXPIRED, shouldContinue: async () => false });
      left.push(await sizes());
    }
    expect(left).toEqual([
      [1, count - PURGE_BATCH],
      [1, 1],
      [0, 0],
    ]);
  });

  test("in two processes at once — each post is purged once, and neither fails", async () => {
    for (let post = 0; post < 8; post++) await makeTrashed();
    await Promise.all([two.here, two.there].map((db) => purgeExpired(db, { now: EXPIRED })));
    expect([await ids("posts"), await ids("revisions")]).toEqual([[], []]);
  });

  test("nothing has expired — no transaction begins, so that no write waits", async () => {
    await makeTrashed();
    const begin = jest.spyOn(two.here, "transaction");
    await purgeExpired(two.here, { now: EXPIRED - 1 });
    expect(begin).not.toHaveBeenCalled();
    await purgeExpired(two.here, { now: EXPIRED });
    expect(begin).toHaveBeenCalled();
  });
});

describe("purgePost", () => {
  test("a post with more than PURGE_BATCH revisions — all are deleted before it resolves", async () => {
    const id = await makeTrashed(Date.now());
    await addRevisions(id, 3 * PURGE_BATCH);
    await purgePost(two.here, id, ANYONE);
    expect([await ids("posts"), await ids("revisions")]).toEqual([[], []]);
  });

  test("interrupted — the post cannot be restored any more, and the next run deletes the rest", async () => {
    const id = await makeTrashed(Date.now());
    await addRevisions(id, 3 * PURGE_BATCH);
    let transactions = 0;
    const begin = two.here.transaction.bind(two.here);
    const breaking = jest.spyOn(two.here, "transaction").mockImplementation(() => {
      if (++transactions === 1) return begin();
      return { execute: () => Promise.reject(new Error("The database is away")) } as never;
    });
    await expect(purgePost(two.here, id, ANYONE)).rejects.toThrow("The database is away");
    breaking.mockRestore();
    expect(await ids("revisions")).toHaveLength(2 * PURGE_BATCH);
    await expect(restorePost(two.here, id, ANYONE)).rejects.toThrow("Post not found");
    await purgeExpired(two.here);
    expect([await ids("posts"), await ids("revisions")]).toEqual([[], []]);
  });

  test.each(["restored", "purged"])(
    "concurrent with restorePost in two processes, many times — one wins, a %s post is complete or gone",
    async (outcome) => {
      const seen = new Set<string>();
      for (let round = 0; round < 40 && !seen.has(outcome); round++) {
        const id = await makeTrashed(Date.now());
        await addRevisions(id, PURGE_BATCH + 1);
        const calls = [
          () => purgePost(two.here, id, ANYONE).then(() => "purged"),
          () => restorePost(two.there, id, ANYONE).then(() => "restored"),
        ];
        if (round % 2) calls.reverse();
        const [one, other] = await Promise.allSettled(calls.map((run) => run()));
        const results = [one, other].map((result) =>
          result?.status === "fulfilled" ? result.value : result?.reason.message,
        );
        const winner = results.includes("purged") ? "purged" : "restored";
        seen.add(winner);
        expect(results).toContain(winner === "purged" ? "Post not found" : "Post not found in the trash");
        expect((await ids("revisions")).filter((post) => post === id)).toHaveLength(
          winner === "purged" ? 0 : PURGE_BATCH + 1,
        );
        expect((await ids("posts")).includes(id)).toBe(winner === "restored");
      }
      expect([...seen]).toContain(outcome);
    },
  );
});
