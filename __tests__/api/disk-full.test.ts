import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { setDiskSpace } from "#support/disk-space";
import { listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import posts from "../../pages/api/posts/index";

const database = withDatabase();

const LARGE = newPost({ content: "Much. ".repeat(10_000) });
const create = (headers = {}) => call(posts, { method: "POST", body: LARGE, headers });

test("POST /api/posts — the disk is full — 503, reads are served; 201 once there is space", async () => {
  expect((await create()).status).toBe(201);
  await setDiskSpace(database.db, false);
  for (const headers of [{}, { "idempotency-key": "a" }]) {
    const response = await create(headers);
    expect(problemIn(response)).toMatchObject({ status: 503, error: "Service Unavailable" });
    expect(response.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
  }
  expect(await listedPosts()).toHaveLength(1);
  expect(await database.db.selectFrom("revisions").selectAll().execute()).toHaveLength(1);
  await setDiskSpace(database.db, true);
  expect((await create({ "idempotency-key": "a" })).status).toBe(201);
  expect(await listedPosts()).toHaveLength(2);
});
