import { sql } from "kysely";
import { log } from "#lib/server/log";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { withSettings } from "#support/settings";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();
const logged = withLogLines();

const SECRET = "my private diary";
const secrets = newPost({ title: SECRET, content: SECRET, excerpt: SECRET });
const API_KEY = "diary-key-of-the-owner";
const headers = { authorization: `Bearer ${API_KEY}`, cookie: `session=${SECRET}` };
withSettings({ API_KEY });

test("log — a line — JSON with time and level name", () => {
  log.info({ event: "tested" }, "a line");
  expect(logged.all).toEqual([
    { level: "info", time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), event: "tested", msg: "a line" },
  ]);
});

test.each([
  ["stored", secrets, 201],
  ["refused", { ...secrets, tags: [SECRET.repeat(9)] }, 400],
])("log — POST of a post that is %s — no body, cookie or key", async (_name, body, status) => {
  expect((await call(posts, { method: "POST", body, headers })).status).toBe(status);
  expect(logged.text).not.toContain("diary");
});

test("log — malformed body — no body", async () => {
  const raw = `{"title":"${SECRET}"`;
  await call(posts, { method: "POST", raw, headers: { "content-type": "application/json" } });
  expect(logged.text).not.toContain("diary");
});

test.each([
  ["POST", posts, {}],
  ["PUT", post, { id: "1" }],
])("log — %s fails in the database — the error, no body", async (method, handler, query) => {
  await call(posts, { method: "POST", body: newPost() });
  await sql`drop table posts_search`.execute(data.db);
  const { status } = await call(handler, { method, query, body: secrets, headers });
  expect(status).toBe(500);
  expect(logged.all).toContainEqual(expect.objectContaining({ level: "error", msg: "request failed" }));
  expect(logged.text).not.toContain("diary");
});
