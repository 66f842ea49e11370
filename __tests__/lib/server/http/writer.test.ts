import type { NextApiRequest, NextApiResponse } from "next";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";

withDatabase();
withSettings({ POSTING: "members", API_KEY: "a-key-that-is-long-enough", WRITE_LIMIT: 2 });

const OWNER = { authorization: "Bearer a-key-that-is-long-enough" };
const writing = route({
  POST: async (req: NextApiRequest, res: NextApiResponse) => sendJson(res, await requireWriter(req, res)),
});
const write = (headers: Record<string, string> = {}) => call(writing, { method: "POST", headers });

test("requireWriter — anonymous — 401, not counted by the rate limit", async () => {
  for (let time = 0; time < 5; time++) expect(problemIn(await write()).status).toBe(401);
  expect((await write(OWNER)).headers.ratelimit).toMatch(/^"writes";r=1;/);
});

test("requireWriter — API key with a foreign Origin — 403, not counted by the rate limit", async () => {
  for (let time = 0; time < 5; time++) {
    expect(problemIn(await write({ ...OWNER, origin: "https://elsewhere.example" })).status).toBe(403);
  }
  expect((await write(OWNER)).status).toBe(200);
});

test("requireWriter — WRITE_LIMIT exceeded — 429 with Retry-After and RateLimit-Policy", async () => {
  expect([(await write(OWNER)).status, (await write(OWNER)).status]).toEqual([200, 200]);
  const refused = await write(OWNER);
  expect(problemIn(refused).status).toBe(429);
  expect(refused.headers).toMatchObject({ "ratelimit-policy": '"writes";q=2;w=60' });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
});

test("requireWriter — API_KEY — the owner", async () => {
  expect((await write(OWNER)).json()).toMatchObject({ id: "site", mayPost: true, edits: "all" });
});
