import fc from "fast-check";
import { z } from "zod";
import { LegacyPost, NewPost, Post, PostListItem, PostPatch, Revision, RevisionSummary } from "#lib/shared/posts";
import { TagCount } from "#lib/shared/tags";
import { validNewPost, validPatch, validPostQuery, validReplacement } from "#support/arbitraries";
import { type Answer, call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { holds, RUNS } from "#support/property";
import legacyPosts from "../../pages/api/legacy-posts";
import post from "../../pages/api/posts/[id]";
import restore from "../../pages/api/posts/[id]/restore";
import revision from "../../pages/api/posts/[id]/revisions/[version]";
import revisions from "../../pages/api/posts/[id]/revisions/index";
import posts from "../../pages/api/posts/index";
import tags from "../../pages/api/tags";

withDatabase();

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

/** The body of a reply that has to have this status, read by its contract. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  { body, json, status }: Answer,
  expected = 200,
): z.output<Schema> {
  expect({ status, body: status === expected || body }).toEqual({ status: expected, body: true });
  return schema.parse(json());
}

/** The sent fields as a response contains them: normalized by the contract, nothing else. */
function shownOf({ content, tags: wanted, title }: Pick<PostPatch, "content" | "tags" | "title">) {
  return { ...(title && { title }), ...(content && { content }), ...(wanted && { tags: wanted }) };
}

function expectRules({ content, excerpt, language, publishedAt, status }: Post, wanted: PostPatch): void {
  expect(publishedAt === null).toBe(status === "draft");
  if (wanted.status) expect(status).toBe(wanted.status);
  if (wanted.publishedAt && status === "published") expect(publishedAt).toBe(wanted.publishedAt);
  if (wanted.excerpt) expect(excerpt).toBe(wanted.excerpt);
  if (wanted.language !== undefined) expect(language).toBe(wanted.language || null);
  expect([...excerpt].length).toBeLessThanOrEqual(280);
  expect(excerpt).toBe(excerpt.replace(/\s+/g, " ").trim());
  expect(content).toBe(content.trim());
}

test("POST /api/posts — any valid JSON body — GET returns it", async () => {
  await holds(
    validNewPost,
    async (input) => {
      const response = await call(posts, { method: "POST", raw: JSON.stringify(input), headers: JSON_TYPE });
      const created = read(Post, response, 201);
      const taken = NewPost.parse(input);
      expect(created).toMatchObject({ tags: [], ...shownOf(taken), version: 1 });
      expectRules(created, taken);
      expect(response.headers).toMatchObject({
        location: `http://octavo.test/api/posts/${created.id}`,
        etag: expect.stringMatching(new RegExp(`^"${created.id}-1(-[\\w-]{8})?"$`)),
      });
      const found = await call(post, { query: { id: created.id } });
      expect(found.body).toBe(response.body);
      expect(found.headers.etag).toBe(response.headers.etag);
    },
    150,
  );
});

test("POST /api/posts — any valid form body — GET returns it", async () => {
  const texts = validNewPost.map(({ tags: _, ...input }) =>
    Object.entries(input).filter((field): field is [string, string] => typeof field[1] === "string"),
  );
  await holds(
    texts,
    async (fields) => {
      const raw = String(new URLSearchParams(fields));
      const created = read(Post, await call(posts, { method: "POST", raw, headers: FORM_TYPE }), 201);
      const taken = NewPost.parse(Object.fromEntries(fields));
      expect(created).toMatchObject({ ...shownOf(taken), tags: [] });
      expectRules(created, taken);
    },
    100,
  );
});

test("PUT, PATCH /api/posts/{id} — any valid body — 200", async () => {
  const { id } = await makePost();
  const types = fc.constantFrom("application/json", "application/merge-patch+json");
  const put = validReplacement.map((input) => ({ method: "PUT", input }));
  const patch = validPatch.map((input) => ({ method: "PATCH", input }));
  let version = 1;
  await holds(
    fc.tuple(fc.oneof(put, patch), types),
    async ([{ input, method }, type]) => {
      const before = Post.parse((await call(post, { query: { id } })).json());
      const headers = { "content-type": type, "if-match": `"${id}-${version}"` };
      const changed = read(Post, await call(post, { method, query: { id }, raw: JSON.stringify(input), headers }));
      version++;
      const taken = PostPatch.parse(input);
      const kept =
        method === "PUT"
          ? { tags: [] }
          : { title: before.title, content: before.content, tags: taken.tags === null ? [] : before.tags };
      expect(changed).toMatchObject({ ...kept, ...shownOf(taken), id, version, createdAt: before.createdAt });
      expectRules(changed, taken);
    },
    200,
  );
});

test("PUT /api/posts/{id} — the body of GET, of a list or revision — changes only version and date", async () => {
  await holds(
    fc.tuple(validNewPost, validPatch),
    async ([input, patch]) => {
      const { id } = read(Post, await call(posts, { method: "POST", body: input }), 201);
      const shown = read(Post, await call(post, { method: "PATCH", query: { id }, body: patch }));
      const status = shown.status === "draft" ? "draft" : "scheduled";
      const isListed = shown.status === "draft" || Date.parse(shown.publishedAt ?? "") > Date.now();
      const query = { limit: "100", sort: "-updatedAt", ...(isListed && { status }) };
      const listed = read(z.array(PostListItem), await call(posts, { query })).find((item) => item.id === id);
      const saved = read(Revision, await call(revision, { query: { id, version: "2" } }));
      for (const body of [shown, listed, saved]) {
        const again = read(Post, await call(post, { method: "PUT", query: { id }, body }));
        expect({ ...again, updatedAt: shown.updatedAt, version: shown.version }).toEqual(shown);
      }
      // A generated excerpt still follows the content after it was sent back.
      const followed = read(
        Post,
        await call(post, { method: "PATCH", query: { id }, body: { content: "Other words" } }),
      );
      const own = [patch.excerpt, input.excerpt].find((excerpt) => excerpt !== undefined)?.trim();
      if (!own) expect(followed.excerpt).toBe("Other words");
    },
    60,
  );
});

const nextOf = ({ headers }: Answer) => /<([^>]*)>; rel="next"/.exec(String(headers.link))?.[1];

test("GET /api/posts — any parameters — 200, and Link leads to the end", async () => {
  for (const input of fc.sample(validNewPost, { seed: 3, numRuns: 25 }))
    await call(posts, { method: "POST", body: input });
  for (const title of ["Red", "Blue", "red and blue"]) await makePost({ title, tags: ["cafe-noir", "2026"] });
  const likely = fc
    .tuple(
      fc.constantFrom<Record<string, string>>({}, { q: "red" }, { q: "x" }, { tag: "Café Noir" }),
      fc.constantFrom("1", "2", "7"),
    )
    .map(([narrow, limit]) => ({ ...narrow, limit }));
  let walked = 0;
  await holds(
    fc.tuple(validPostQuery, fc.oneof({ weight: 3, arbitrary: likely }, fc.constant(undefined))),
    async ([random, some]) => {
      const { author: _a, q: _q, tag: _t, ...rest } = random;
      let query: Record<string, string> = some ? { ...rest, ...some } : random;
      const ids: unknown[] = [];
      for (;;) {
        const response = await call(posts, { query });
        const items = read(z.array(PostListItem), response);
        for (const { highlight, ...item } of items) {
          expect(highlight !== undefined).toBe(query.q !== undefined);
          const wanted = query.fields ? [...new Set(query.fields.split(","))] : Object.keys(Post.shape);
          expect(Object.keys(item).sort()).toEqual(wanted.sort());
        }
        ids.push(...items.map(({ id }) => id));
        expect(ids.length).toBeLessThanOrEqual(Number(response.headers["x-total-count"]));
        const next = nextOf(response);
        if (next === undefined) {
          expect(ids).toHaveLength(Number(response.headers["x-total-count"]));
          break;
        }
        walked++;
        expect(items).toHaveLength(Number(query.limit ?? 20));
        query = Object.fromEntries(new URL(next, "http://octavo.test").searchParams);
      }
      if (!query.fields || query.fields.split(",").includes("id")) expect(new Set(ids).size).toBe(ids.length);
    },
    80,
  );
  expect(walked).toBeGreaterThan(15 * RUNS);
});

test("tags, legacy list, revisions and trash — any posts — as their contracts say", async () => {
  await holds(
    validNewPost,
    async (input) => {
      const { id } = read(Post, await call(posts, { method: "POST", body: input }), 201);
      read(z.array(TagCount), await call(tags));
      read(z.array(LegacyPost), await call(legacyPosts));
      expect(read(z.array(RevisionSummary), await call(revisions, { query: { id } }))).toHaveLength(1);
      const before = (await call(post, { query: { id } })).body;
      expect((await call(post, { method: "DELETE", query: { id } })).status).toBe(204);
      expect((await call(post, { query: { id } })).status).toBe(404);
      const response = await call(restore, { method: "POST", query: { id } });
      read(Post, response);
      expect(response.body).toBe(before);
    },
    40,
  );
});
