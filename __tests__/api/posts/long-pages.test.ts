import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import legacyPosts from "../../../pages/api/legacy-posts";
import posts from "../../../pages/api/posts/index";

withDatabase();

const [POSTS, LENGTH, PAGE_MAX] = [23, 100_000, 2_000_000];

test.each([
  ["/api/posts", posts, {}],
  ["/api/posts?q=", posts, { q: "long" }],
  ["/api/posts?q=&sort=", posts, { q: "long", sort: "title" }],
  ["/api/legacy-posts", legacyPosts, {}],
])(
  "GET %s — texts too long for one page — the page ends early, and the next ones hold the others",
  async (_name, handler, query) => {
    const made: string[] = [];
    for (let at = 0; at < POSTS; at++) {
      made.push((await makePost({ title: `Long ${at}`, content: "a".repeat(LENGTH) })).id);
    }
    const ids: string[] = [];
    const sizes: number[] = [];
    for (let after: string | undefined; sizes.length === 0 || after; ) {
      const { headers, json } = await call(handler, { query: { ...query, limit: "100", ...(after && { after }) } });
      const items = json() as { id: string }[];
      ids.push(...items.map(({ id }) => id));
      sizes.push(items.length);
      after = /[?&]after=([^&>]+)[^,]*rel="next"/.exec(String(headers.link))?.[1];
    }
    expect(sizes).toEqual([PAGE_MAX / LENGTH, POSTS - PAGE_MAX / LENGTH]);
    expect(ids.toSorted()).toEqual(made.toSorted());
  },
);

test("GET /api/posts — long texts that nobody asks for — all on one page", async () => {
  for (let at = 0; at < POSTS; at++) await makePost({ title: `Long ${at}`, content: "a".repeat(LENGTH) });
  const { json } = await call(posts, { query: { fields: "id", limit: "100" } });
  expect(json()).toHaveLength(POSTS);
  const found = await call(posts, { query: { fields: "id", limit: "100", q: "long" } });
  expect(found.json()).toHaveLength(POSTS);
});
