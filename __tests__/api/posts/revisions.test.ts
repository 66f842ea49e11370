import { Revision, RevisionSummary } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import post from "../../../pages/api/posts/[id]";
import revision from "../../../pages/api/posts/[id]/revisions/[version]";
import revisions from "../../../pages/api/posts/[id]/revisions/index";

withDatabase();

const save = async (id: string, body: object) =>
  asPost((await call(post, { method: "PATCH", query: { id }, body })).json());
const list = async (id: string, query: Record<string, string> = {}) => call(revisions, { query: { id, ...query } });
const read = (id: string, version: string) => call(revision, { query: { id, version } });

test("GET /api/posts/{id}/revisions — every version, newest first, without content", async () => {
  const { id } = await makePost({ title: "One" });
  await save(id, { title: "Two" });
  await save(id, { tags: ["three"] });
  const { headers, json, status } = await list(id);
  expect([status, headers["cache-control"]]).toEqual([200, "private, no-store, no-transform"]);
  expect(
    RevisionSummary.array()
      .parse(json())
      .map(({ version, title, tags }) => [version, title, tags]),
  ).toEqual([
    [3, "Two", ["three"]],
    [2, "Two", []],
    [1, "One", []],
  ]);
});

test("GET /api/posts/{id}/revisions/{version} — an earlier version — all its fields", async () => {
  const created = await makePost({ title: "One", content: "First text", excerpt: "Mine", tags: ["a"] });
  await save(created.id, { content: "Other text" });
  const old = Revision.parse((await read(created.id, "1")).json());
  const {
    createdAt: _,
    updatedAt,
    author: __,
    id: ___,
    readingMinutes: ____,
    url: _____,
    direction: ______,
    ...text
  } = created;
  expect(old).toEqual({ ...text, savedAt: updatedAt });
});

test("PUT /api/posts/{id} — the body of a revision — a new version", async () => {
  const created = await makePost({ title: "One", tags: ["a"], excerpt: "Mine" });
  await save(created.id, { title: "Two", tags: [], excerpt: null });
  const old = (await read(created.id, "1")).json();
  const { status, json } = await call(post, { method: "PUT", query: { id: created.id }, body: old });
  expect(status).toBe(200);
  expect(asPost(json())).toMatchObject({ title: "One", tags: ["a"], excerpt: "Mine", version: 3 });
});

test("PATCH /api/posts/{id} — refused — no revision is added", async () => {
  const { id } = await makePost();
  await call(post, { method: "PATCH", query: { id }, body: { title: "" } });
  await call(post, { method: "PATCH", query: { id }, body: { title: "X" }, headers: { "if-match": '"0-0"' } });
  expect(((await list(id)).json() as unknown[]).length).toBe(1);
});

test("GET /api/posts/{id}/revisions — more than a page — Link leads through all", async () => {
  const { id } = await makePost();
  for (const title of ["b", "c"]) await save(id, { title });
  const { headers, json } = await list(id, { limit: "2" });
  const after = /after=([^>&]+)/.exec(String(headers.link))?.[1] ?? "";
  const rest = await list(id, { limit: "2", after: decodeURIComponent(after) });
  const versions = [json(), rest.json()].flat().map((item) => (item as { version: number }).version);
  expect(versions).toEqual([3, 2, 1]);
  expect(rest.headers.link).toBeUndefined();
});

test("GET /api/posts/{id}/revisions — the cursor of another post — 400", async () => {
  const [one, other] = [await makePost(), await makePost()];
  for (const { id } of [one, other]) await save(id, { title: "b" });
  const { headers } = await list(one.id, { limit: "1" });
  const after = decodeURIComponent(/after=([^>&]+)/.exec(String(headers.link))?.[1] ?? "");
  expect((await list(one.id, { limit: "1", after })).status).toBe(200);
  expect(problemIn(await list(other.id, { limit: "1", after }))).toMatchObject({
    status: 400,
    fields: { after: [expect.any(String)] },
  });
});

test.each(["0", "2", "01", "x", "-1", "9".repeat(30)])(
  "GET /api/posts/{id}/revisions/{version} — version %j — 404",
  async (version) => {
    const { id } = await makePost();
    expect(problemIn(await read(id, version))).toMatchObject({ status: 404, error: "Revision not found" });
  },
);

test("GET /api/posts/{id}/revisions — a deleted post — 404", async () => {
  const { id } = await makePost();
  await call(post, { method: "DELETE", query: { id } });
  expect(problemIn(await list(id)).status).toBe(404);
  expect(problemIn(await read(id, "1")).status).toBe(404);
});
