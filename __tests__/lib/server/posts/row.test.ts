import { toPost } from "#lib/server/posts/row";
import { createPost } from "#lib/server/posts/write";
import { withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";

const data = withDatabase();

test.each(["Plain", "日本語", "a/b?c#d", "🙂", "%00"])("toPost — title %j — a URL with its slug", async (title) => {
  const row = await createPost(data.db, newPost({ title }));
  const { url, slug } = asPost(toPost(row, "https://example.org"));
  const { origin, pathname } = new URL(url);
  expect(origin).toBe("https://example.org");
  expect(pathname.split("/").map(decodeURIComponent)).toEqual(["", "blog", "1", slug]);
});

test("toPost — dates — RFC 3339 in UTC with milliseconds", async () => {
  const row = await createPost(data.db, newPost(), null, Date.UTC(2026, 1, 3, 4, 5, 6, 7));
  expect(toPost(row, "https://example.org")).toMatchObject({
    createdAt: "2026-02-03T04:05:06.007Z",
    updatedAt: "2026-02-03T04:05:06.007Z",
    publishedAt: "2026-02-03T04:05:06.007Z",
  });
});
