import { sendRequest } from "#support/send-request";
import { TestServer, withServer } from "#support/server";

const SAMPLES = [
  { id: "1", title: "First Post", content: "This is my first blog post." },
  { id: "2", title: "Second Post", content: "Exploring Next.js features." },
];

const server = withServer({ SAMPLE_POSTS: "true" });
const at = (path: string) => server.url + path;

test("GET /api/posts — new database — an array of the two sample posts", async () => {
  const { status, headers, json } = await sendRequest(at("/api/posts"));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  expect(json()).toEqual([expect.objectContaining(SAMPLES[1]), expect.objectContaining(SAMPLES[0])]);
});

test("GET /api/legacy-posts — id, title and content, oldest first", async () => {
  const { status, json } = await sendRequest(at("/api/legacy-posts"));
  expect(status).toBe(200);
  expect(json()).toEqual(SAMPLES);
});

test("GET /api/posts/{id} — the post", async () => {
  const { status, json } = await sendRequest(at("/api/posts/1"));
  expect(status).toBe(200);
  expect(json()).toMatchObject(SAMPLES[0] as object);
});

test("GET /api/posts/{id} — unknown id — 404 Post not found", async () => {
  const { status, json } = await sendRequest(at("/api/posts/999"));
  expect(status).toBe(404);
  expect(json()).toMatchObject({ error: "Post not found" });
});

test.each([
  [{}],
  [{ title: "Only a title" }],
  [{ content: "Only content" }],
  [{ title: "", content: "Text" }],
  [{ title: "Title", content: "" }],
  [{ title: " \n", content: "\t" }],
  [{ title: null, content: null }],
])("POST /api/posts — %j — 400 Title and content are required", async (body) => {
  const { status, json } = await sendRequest(at("/api/posts"), { method: "POST", body });
  expect(status).toBe(400);
  expect(json()).toMatchObject({ error: "Title and content are required" });
});

test("POST /api/posts — 201 with id 3, first in the list", async () => {
  const draft = { title: "Third Post", content: "Made over the API." };
  const created = await sendRequest(at("/api/posts"), { method: "POST", body: draft });
  expect(created.status).toBe(201);
  expect(created.json()).toMatchObject({ id: "3", ...draft });
  expect(created.headers.get("location")).toBe(at("/api/posts/3"));
  const [newest] = (await sendRequest(at("/api/posts"))).json() as unknown[];
  expect(newest).toEqual(created.json());
});

test.each([
  ["/api/posts", "DELETE", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts", "PUT", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts/1", "POST", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
  ["/api/legacy-posts", "POST", "GET, HEAD, OPTIONS"],
  ["/api/legacy-posts", "DELETE", "GET, HEAD, OPTIONS"],
  ["/api/health", "PATCH", "GET, HEAD, OPTIONS"],
])("%s %s — 405 with Allow", async (path, method, allow) => {
  const { status, headers, json } = await sendRequest(at(path), { method });
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe(allow);
  expect(json()).toMatchObject({ error: `Method ${method} Not Allowed` });
});

test("500 — no details", async () => {
  const broken = await new TestServer().start();
  try {
    await broken.query("alter table posts rename to lost");
    const { status, text, json } = await sendRequest(`${broken.url}/api/posts`);
    expect(status).toBe(500);
    expect(json()).toMatchObject({ error: "Internal Server Error" });
    expect(text).not.toMatch(/sql|table|lost|node_modules/i);
  } finally {
    await broken.discard();
  }
});
