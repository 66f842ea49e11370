import { createSamplePosts } from "#lib/server/posts/sample-posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost } from "#support/factories";
import legacyPosts from "../../../pages/api/legacy-posts";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();
beforeEach(() => createSamplePosts(data.db));

const first = { id: "1", title: "First Post", content: "This is my first blog post." };
const second = { id: "2", title: "Second Post", content: "Exploring Next.js features." };
const sent = { title: "Third Post", content: "Made by a client." };

test("GET /api/posts — a new database — an array of the sample posts", async () => {
  const { status, json } = await call(posts);
  expect(status).toBe(200);
  expect(json()).toHaveLength(2);
  expect(json()).toEqual(expect.arrayContaining([expect.objectContaining(first), expect.objectContaining(second)]));
});

test("POST /api/posts — 201 and the new post, with id 3", async () => {
  const { status, json } = await call(posts, { method: "POST", body: sent });
  expect(status).toBe(201);
  expect(json()).toMatchObject({ id: "3", ...sent });
});

test("POST /api/posts — over HTTP, as curl sends it — 201 and the new post", async () => {
  const headers = { "content-type": "application/json" };
  const { status, json } = await call(posts, { method: "POST", raw: JSON.stringify(sent), headers });
  expect(status).toBe(201);
  expect(asPost(json())).toMatchObject({ id: "3", ...sent });
});

test("GET /api/posts — after POST — it lists the new post", async () => {
  await call(posts, { method: "POST", body: sent });
  expect((await call(posts)).json()).toContainEqual(expect.objectContaining({ id: "3", ...sent }));
});

test.each([
  ["no title", { content: "b" }],
  ["no content", { title: "a" }],
  ["nothing", {}],
  ["an empty title", { title: "", content: "b" }],
  ["an empty content", { title: "a", content: "" }],
])("POST /api/posts — %s — 400 Title and content are required", async (_name, body) => {
  const { status, json } = await call(posts, { method: "POST", body });
  expect(status).toBe(400);
  expect(json()).toMatchObject({ error: "Title and content are required" });
});

test.each([first, second])("GET /api/posts/$id — the post", async ({ id, title, content }) => {
  const { status, json } = await call(post, { query: { id } });
  expect(status).toBe(200);
  expect(asPost(json())).toMatchObject({ id, title, content });
});

test("GET /api/posts/99 — no such post — 404 Post not found", async () => {
  const { status, json } = await call(post, { query: { id: "99" } });
  expect(status).toBe(404);
  expect(json()).toMatchObject({ error: "Post not found" });
});

test("GET /api/legacy-posts — an array of id, title and content", async () => {
  const { status, body } = await call(legacyPosts);
  expect(status).toBe(200);
  expect(body).toBe(JSON.stringify([first, second]));
});

test.each([
  ["/api/posts", posts, "DELETE", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts", posts, "PUT", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts/1", post, "POST", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
  ["/api/legacy-posts", legacyPosts, "POST", "GET, HEAD, OPTIONS"],
  ["/api/legacy-posts", legacyPosts, "DELETE", "GET, HEAD, OPTIONS"],
])("%s — unsupported method — 405 with Allow", async (_address, handler, method, allow) => {
  const { status, headers, json } = await call(handler, { method, query: { id: "1" }, body: sent });
  expect(status).toBe(405);
  expect(headers.allow).toBe(allow);
  expect(json()).toMatchObject({ error: `Method ${method} Not Allowed` });
});

test("GET /api/posts — the handler throws — 500 Internal Server Error", async () => {
  await data.db.schema.alterTable("posts").renameTo("hidden").execute();
  const { status, json, body } = await call(posts);
  expect(status).toBe(500);
  expect(json()).toMatchObject({ error: "Internal Server Error" });
  expect(body).not.toMatch(/sql|table/i);
});
