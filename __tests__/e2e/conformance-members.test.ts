import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { documented } from "./documented.ts";

/** POSTING=members: only the owner writes, and sees posts that are not public. */

const KEY = "a-key-for-the-conformance-suite";
const OWNER = { Authorization: `Bearer ${KEY}` };
const FUTURE = "2999-01-01T00:00:00Z";

describe("POSTING=members, API_KEY set", () => {
  const server = withSharedServer({ POSTING: "members", API_KEY: KEY });
  const send = documented(server);

  /** Hidden posts, which only the owner may see, by status. */
  const HIDDEN = ["draft", "scheduled", "trash"] as const;
  const ids: Record<string, string> = {};
  /** The id of a public post. */
  let open: string;

  async function make(fields: object): Promise<string> {
    const body = { content: "Secretword", tags: ["secret-tag"], ...fields };
    const { json } = await send("/api/posts", { method: "POST", headers: OWNER, body });
    return (json() as { id: string }).id;
  }

  beforeAll(async () => {
    open = await make({ title: "Open", content: "Openword", tags: ["open-tag"] });
    ids.draft = await make({ title: "A draft", status: "draft" });
    ids.scheduled = await make({ title: "A scheduled one", publishedAt: FUTURE });
    ids.trash = await make({ title: "A removed one" });
    await send(`/api/posts/${ids.trash}`, { method: "DELETE", headers: OWNER });
  });

  test.each(HIDDEN)("GET, HEAD and revisions of a post that is %s — anonymous — 404", async (kind) => {
    const path = `/api/posts/${ids[kind]}`;
    expect((await send(path)).status).toBe(404);
    expect((await send(path, { headers: { "If-None-Match": "*" } })).status).toBe(404);
    expect((await send(path, { method: "HEAD" })).status).toBe(404);
    for (const address of [`${path}/revisions`, `${path}/revisions/1`]) expect((await send(address)).status).toBe(404);
  });

  test.each([
    ["the list", "/api/posts"],
    ["a search", "/api/posts?q=secretword"],
    ["a search by title", "/api/posts?q=removed"],
    ["a tag", "/api/posts?tag=secret-tag"],
    ["the tags", "/api/tags"],
    ["the legacy list", "/api/legacy-posts"],
  ])("%s — anonymous — hidden posts left out", async (_name, path) => {
    const { text, headers } = await send(path);
    expect(text.toLowerCase()).not.toMatch(/secret|draft"|scheduled|removed/);
    const total = headers.get("x-total-count");
    if (total !== null) expect(Number(total)).toBe((JSON.parse(text) as unknown[]).length);
  });

  test("GET /api/posts?status= — anonymous — 401", async () => {
    for (const status of HIDDEN) expect((await send(`/api/posts?status=${status}`)).status).toBe(401);
  });

  test("pages and /_next/data — anonymous — hidden posts left out", async () => {
    const home = (await sendRequest(server.url)).text;
    const build = /"buildId":"([^"]+)"/.exec(home)?.[1];
    expect(build).toBeDefined();
    const data = `/_next/data/${build}`;
    for (const path of ["/", "/blog", "/blog?q=secretword", `${data}/index.json`, `${data}/blog.json?q=secretword`]) {
      const { status, text } = await sendRequest(server.url + path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toMatch(/A draft|A scheduled|A removed|secret-tag/);
    }
    for (const id of Object.values(ids)) {
      for (const path of [`/blog/${id}`, `/blog/${id}/a-draft`, `/blog/${id}/edit`, `${data}/blog/${id}.json`]) {
        const { status, text } = await sendRequest(server.url + path);
        expect([path, status]).toEqual([path, 404]);
        expect(text).not.toMatch(/Secretword|secret-tag/);
      }
    }
  });

  test("hidden posts — owner — returned, Cache-Control: private, no-store", async () => {
    for (const kind of ["draft", "scheduled"]) {
      const { headers, status } = await send(`/api/posts/${ids[kind]}`, { headers: OWNER });
      expect([status, headers.get("cache-control")]).toEqual([200, "private, no-store, no-transform"]);
    }
    for (const status of HIDDEN) {
      const list = await send(`/api/posts?status=${status}`, { headers: OWNER });
      expect((list.json() as { id: string }[]).map(({ id }) => id)).toEqual([ids[status]]);
      expect(list.headers.get("cache-control")).toBe("private, no-store, no-transform");
    }
  });

  test("GET /api/posts — invalid API key — 401", async () => {
    for (const wrong of ["Bearer x", `Bearer ${KEY}x`, `Digest ${KEY}`, "Bearer", KEY]) {
      const reply = await send("/api/posts", { headers: { Authorization: wrong } });
      expect([wrong, reply.status, reply.headers.has("www-authenticate")]).toEqual([wrong, 401, true]);
    }
  });

  test("pages — Authorization: Basic — ignored", async () => {
    const headers = { Authorization: "Basic dXNlcjpwYXNz" };
    for (const path of ["/", "/blog"]) {
      expect([path, (await sendRequest(server.url + path, { headers })).status]).toEqual([path, 200]);
    }
    expect((await sendRequest(`${server.url}/blog/${open}`, { headers })).status).toBe(301);
    expect((await sendRequest(`${server.url}/blog/${ids.draft}`, { headers })).status).toBe(404);
  });

  test("Authorization — scheme in any case — accepted", async () => {
    for (const scheme of ["bearer", "BEARER"]) {
      const headers = { Authorization: `${scheme} ${KEY}` };
      expect((await send(`/api/posts/${ids.draft}`, { headers })).status).toBe(200);
    }
  });
});

describe("POSTING=members, API_KEY not set", () => {
  const server = withSharedServer({ POSTING: "members" });
  const send = documented(server);

  test.each([
    ["nothing", {}],
    ["a key", { Authorization: "Bearer undefined" }],
    ["an empty key", { Authorization: "Bearer " }],
  ])("POST /api/posts — %s — 401", async (_name, headers: Record<string, string>) => {
    const reply = await send("/api/posts", { method: "POST", headers, body: { title: "A", content: "B" } });
    expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Octavo"']);
    expect((await send("/api/posts")).json()).toEqual([]);
  });
});
