import { ContentCache } from "#lib/server/content-cache";
import { createPost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";

const data = withDatabase();
const NOW = Date.UTC(2026, 0, 1);

/** A cache of boxes of bytes, and how often each was computed. */
function cacheOf({ max = 10, maxBytes = 1_000 } = {}) {
  const cache = new ContentCache<{ bytes: number }>({ name: "test", max, maxBytes, bytesOf: ({ bytes }) => bytes });
  const computed: string[] = [];
  const get = (key: string, bytes = 1, isHit?: (value: { bytes: number }) => boolean) =>
    cache.get(
      data.db,
      key,
      NOW,
      async () => {
        computed.push(key);
        return { bytes };
      },
      isHit,
    );
  return { computed, get };
}

test("ContentCache — same content version, concurrent calls — computed once", async () => {
  const { computed, get } = cacheOf();
  await Promise.all(Array.from({ length: 20 }, () => get("a")));
  await get("a");
  expect(computed).toEqual(["a"]);
});

test("ContentCache — public content changed — every entry is a miss", async () => {
  const { computed, get } = cacheOf();
  await get("a");
  await createPost(data.db, { title: "A", content: "B", tags: [], status: "published" }, null);
  await get("a");
  expect(computed).toEqual(["a", "a"]);
});

test("ContentCache — more entries or bytes than the bounds — the least recently used are evicted", async () => {
  const few = cacheOf({ max: 2 });
  for (const key of ["a", "b", "a", "c", "a", "b"]) await few.get(key);
  expect(few.computed).toEqual(["a", "b", "c", "b"]);
  const small = cacheOf({ maxBytes: 100 });
  for (const key of ["a", "b", "a"]) await small.get(key, 80);
  expect(small.computed).toEqual(["a", "b", "a"]);
});

test("ContentCache — a value larger than the bound — returned and not cached", async () => {
  const { computed, get } = cacheOf({ maxBytes: 100 });
  expect(await get("a", 500)).toEqual({ bytes: 500 });
  await get("a");
  expect(computed).toEqual(["a", "a"]);
});

test("ContentCache — a cached value that is refused — computed again and replaced", async () => {
  const { computed, get } = cacheOf();
  await get("a", 1);
  expect(await get("a", 2, ({ bytes }) => bytes === 2)).toEqual({ bytes: 2 });
  expect(await get("a")).toEqual({ bytes: 2 });
  expect(computed).toEqual(["a", "a"]);
});

test("ContentCache — computing fails — the error reaches the caller, and the next call computes again", async () => {
  const cache = new ContentCache<object>({ name: "test", max: 1, maxBytes: 100, bytesOf: () => 1 });
  const failing = cache.get(data.db, "a", NOW, () => Promise.reject(new Error("away")));
  await expect(failing).rejects.toThrow("away");
  expect(await cache.get(data.db, "a", NOW, async () => ({}))).toEqual({});
});

test("ContentCache — public content changed while a value is computed — it is not cached for the new content", async () => {
  const cache = new ContentCache<{ name: string }>({ name: "test", max: 10, maxBytes: 1_000, bytesOf: () => 1 });
  const read = (key: string, compute: () => Promise<{ name: string }>) => cache.get(data.db, key, NOW, compute);
  const { promise, resolve } = Promise.withResolvers<{ name: string }>();
  const first = read("a", () => promise);
  await createPost(data.db, { title: "A", content: "B", tags: [], status: "published" }, null);
  await read("b", async () => ({ name: "b" }));
  resolve({ name: "old" });
  expect(await first).toEqual({ name: "old" });
  expect(await read("a", async () => ({ name: "new" }))).toEqual({ name: "new" });
});
