import { setTimeout as pause } from "node:timers/promises";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { documented } from "./documented.ts";

/** A post whose date lies ahead appears by itself, everywhere at once, and no job makes it. */

const AHEAD_MS = 1_500;
const PATIENCE_MS = 30_000;
const KEY = "a-key-for-the-conformance-suite";
const OWNER = { Authorization: `Bearer ${KEY}` };

const server = withServer({ POSTING: "members", API_KEY: KEY });
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
  const due = Date.now() + AHEAD_MS;
  const body = { title: "Comet", content: "Bright", tags: ["comets"], publishedAt: new Date(due).toISOString() };
  const { id } = (await send("/api/posts", { method: "POST", headers: OWNER, body })).json() as { id: string };

  const [before, tagsBefore] = [await places(id), await tags()];
  // On a machine too slow to look before it is due there is nothing to be seen here.
  if (Date.now() < due) expect(Object.values(before)).not.toContain(true);

  let now = await places(id);
  while (Object.values(now).includes(false) && Date.now() < due + PATIENCE_MS) {
    await pause(100);
    now = await places(id);
  }
  expect(Object.entries(now).filter(([, isThere]) => !isThere)).toEqual([]);

  const tagsAfter = await tags();
  TAGGED.forEach((path, at) => {
    expect([path, tagsAfter[at]]).not.toEqual([path, tagsBefore[at]]);
  });
  const [list] = tagsBefore;
  expect((await send("/api/posts", { headers: { "If-None-Match": list ?? "" } })).status).toBe(200);
});
