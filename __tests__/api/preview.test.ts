import { CONTENT_MAX } from "#lib/shared/posts";
import { Preview } from "#lib/shared/preview";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import posts from "../../pages/api/posts/index";
import preview from "../../pages/api/preview";

const data = withDatabase();
withSettings({ POSTING: "members", API_KEY: "a-key-that-is-long-enough", WRITE_LIMIT: 2 });

const OWNER = { authorization: "Bearer a-key-that-is-long-enough" };
const see = (body: unknown, headers: Record<string, string> = OWNER) =>
  call(preview, { method: "POST", body, headers });

test("POST /api/preview — not permitted to post — 401", async () => {
  expect(problemIn(await see({ content: "a" }, {})).status).toBe(401);
});

test("POST /api/preview — the HTML of the post's page", async () => {
  const { content } = newPost({ content: "## A\n\nb *c* <script>\n\n[d](https://example.org)" });
  const seen = Preview.parse((await see({ content })).json());
  await call(posts, { method: "POST", body: newPost({ content }), headers: OWNER });
  const [{ html, contents } = {}] = await rowsIn(data.db, "renderings");
  expect(seen).toEqual({ html, contents: JSON.parse(String(contents)) });
  expect(seen.contents).toEqual([{ id: "part-a", text: "A", level: 2 }]);
});

test("POST /api/preview — nothing stored, Cache-Control: no-store", async () => {
  const { headers } = await see({ content: "a" });
  expect(headers["cache-control"]).toBe("no-store, no-transform");
  expect(await rowsIn(data.db, "posts")).toEqual([]);
});

test.each([
  ["no text", {}, { content: ["Content is required"] }],
  ["content too long", { content: "a".repeat(CONTENT_MAX + 1) }, { content: [expect.stringContaining("250,000")] }],
  ["an unknown field", { content: "a", title: "b" }, { title: ["Unknown field"] }],
])("POST /api/preview — %s — 400", async (_name, body, fields) => {
  expect(problemIn(await see(body))).toMatchObject({ status: 400, fields });
});

test("POST /api/preview — its own rate limit exceeded — 429, writes are not counted", async () => {
  for (let time = 0; time < 10; time++) expect((await see({ content: "a" })).status).toBe(200);
  const refused = await see({ content: "a" });
  expect(problemIn(refused).status).toBe(429);
  expect(refused.headers).toMatchObject({ "ratelimit-policy": '"previews";q=10;w=60' });
  expect((await call(posts, { method: "POST", body: newPost(), headers: OWNER })).status).toBe(201);
});
