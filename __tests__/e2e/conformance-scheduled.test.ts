import { setTimeout as pause } from "node:timers/promises";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { documented } from "./documented.ts";

/** A post whose date lies ahead appears by itself, everywhere at once, and no job makes it. */

/** How far ahead the post is scheduled first. */
const AHEAD_MS = 1_500;
const PATIENCE_MS = 30_000;
const KEY = "a-key-for-the-conformance-suite";
const OWNER = { Authorization: `Bearer ${KEY}` };

const server = withSharedServer({ POSTING: "members", API_KEY: KEY });
const send = documented(server);

/** Where an anonymous viewer can see the post. */
async function places(id: string): Promise<Record<string, boolean>> {
  const has = async (path: string, text: string) => (await sendRequest(server.url + path)).text.includes(text);
  return {
    post: (await send(`/api/posts/${id}`)).status === 200,
    list: await has("/api/posts", "Comet"),
    count: (await send("/api/posts")).headers.get("x-total-count") === "2",
    search: await has("/api/posts?q=comet", "Comet"),
    tag: await has("/api/posts?tag=comets", "Comet"),
    tags: await has("/api/tags", "comets"),
    legacy: await has("/api/legacy-posts", "Comet"),
    blog: await has("/blog", "Comet"),
    blogSearch: await has("/blog?q=comet", "Comet</"),
    page: (await sendRequest(`${server.url}/blog/${id}/comet`)).status === 200,
  };
}

const TAGGED = ["/api/posts", "/api/posts?q=comet", "/api/tags", "/api/legacy-posts"];
const tags = () => Promise.all(TAGGED.map(async (path) => (await send(path)).headers.get("etag") ?? ""));

test("post scheduled a moment ahead — hidden everywhere before, public everywhere after", async () => {
  await send("/api/posts", { method: "POST", headers: OWNER, body: { title: "Here already", content: "Text" } });
  let due = Date.now() + AHEAD_MS;
  const at = () => ({ publishedAt: new Date(due).toISOString() });
  const body = { title: "Comet", content: "Bright", tags: ["comets"], ...at() };
  const { id } = (await send("/api/posts", { method: "POST", headers: OWNER, body })).json() as { id: string };

  let [before, tagsBefore] = [await places(id), await tags()];
  // A machine too slow to look before it is due gets more time.
  for (let ahead = 2 * AHEAD_MS; Date.now() >= due; ahead *= 2) {
    due = Date.now() + ahead;
    await send(`/api/posts/${id}`, { method: "PATCH", headers: OWNER, body: at() });
    [before, tagsBefore] = [await places(id), await tags()];
  }
  expect(Object.values(before)).not.toContain(true);

  let now = await places(id);
  while (Object.values(now).includes(false) && Date.now() < due + PATIENCE_MS) {
    await pause(100);
    now = await places(id);
  }
  expect(Object.entries(now).filter(([, isThere]) => !isThere)).toEqual([]);

  const tagsAfter = await tags();
  TAGGED.forEach((path, n) => {
    expect([path, tagsAfter[n]]).not.toEqual([path, tagsBefore[n]]);
  });
  const [list] = tagsBefore;
  expect((await send("/api/posts", { headers: { "If-None-Match": list ?? "" } })).status).toBe(200);
});
