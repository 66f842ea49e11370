import { sendRequest } from "#support/send-request";
import { TestServer, withServer } from "#support/server";

const SAMPLES = [
  { id: "1", title: "First Post", content: "This is my first blog post." },
  { id: "2", title: "Second Post", content: "Exploring Next.js features." },
];

const server = withServer({ SAMPLE_POSTS: "true" });
const at = (path: string) => server.url + path;

test("a new database holds the two sample posts, in a bare array", async () => {
  const { status, headers, json } = await sendRequest(at("/api/posts"));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  expect(json()).toEqual([expect.objectContaining(SAMPLES[1]), expect.objectContaining(SAMPLES[0])]);
});

test("the legacy list has exactly id, title and content, the oldest first", async () => {
  const { status, json } = await sendRequest(at("/api/legacy-posts"));
  expect(status).toBe(200);
  expect(json()).toEqual(SAMPLES);
});

test("a post is had by its id", async () => {
  const { status, json } = await sendRequest(at("/api/posts/1"));
  expect(status).toBe(200);
  expect(json()).toMatchObject(SAMPLES[0] as object);
});

test("an id that is not there is said to be not found", async () => {
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
])("a post of %j is refused in the contract's words", async (body) => {
  const { status, json } = await sendRequest(at("/api/posts"), { method: "POST", body });
  expect(status).toBe(400);
  expect(json()).toMatchObject({ error: "Title and content are required" });
});

test("the first post made is the third, and is at the head of the list", async () => {
  const draft = { title: "Third Post", content: "Made over the API." };
  const made = await sendRequest(at("/api/posts"), { method: "POST", body: draft });
  expect(made.status).toBe(201);
  expect(made.json()).toMatchObject({ id: "3", ...draft });
  expect(made.headers.get("location")).toBe(at("/api/posts/3"));
  const [newest] = (await sendRequest(at("/api/posts"))).json() as unknown[];
  expect(newest).toEqual(made.json());
});

test.each([
  ["/api/posts", "DELETE", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts", "PUT", "GET, HEAD, POST, OPTIONS"],
  ["/api/posts/1", "POST", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
  ["/api/legacy-posts", "POST", "GET, HEAD, OPTIONS"],
  ["/api/legacy-posts", "DELETE", "GET, HEAD, OPTIONS"],
  ["/api/health", "PATCH", "GET, HEAD, OPTIONS"],
])("%s has no %s", async (path, method, allow) => {
  const { status, headers, json } = await sendRequest(at(path), { method });
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe(allow);
  expect(json()).toMatchObject({ error: `Method ${method} Not Allowed` });
});

test("a fault of the server's own tells nothing but that it happened", async () => {
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
