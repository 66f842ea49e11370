import { makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import one from "../../pages/api/posts/[id]";
import posts from "../../pages/api/posts/index";

withDatabase();

const API_KEY = "a-key-of-at-least-16-characters";
withSettings({ API_KEY });

/** Viewers; anonymous before and after there is an owner, which changes what they may. */
const VIEWERS = {
  "anonymous, no account yet": async () => ({}),
  anonymous: async () => {
    await makeOwner();
    return {};
  },
  "ended session": async () => {
    await makeOwner();
    return { cookie: "octavo=gone.gone" };
  },
  author: async () => (await makeAuthor()).headers,
  "author's key": async () => (await makeKey(await makeAuthor())).headers,
  "read-only key": async () => (await makeKey(await makeOwner(), { name: "A", scope: "read" })).headers,
  owner: async () => (await makeOwner()).headers,
  API_KEY: async () => ({ authorization: `Bearer ${API_KEY}` }),
} satisfies Record<string, () => Promise<Record<string, string>>>;
type Who = keyof typeof VIEWERS;

/** Statuses for POST, for PATCH of a post without author, and for DELETE of the viewer's new post. */
const MATRIX: ["open" | "members", Who, number, number, number | undefined][] = [
  ["open", "anonymous, no account yet", 201, 200, 204],
  ["open", "anonymous", 201, 401, 401],
  ["open", "ended session", 201, 401, 401],
  ["open", "author", 201, 403, 204],
  ["open", "author's key", 201, 403, 204],
  ["open", "read-only key", 403, 403, undefined],
  ["open", "owner", 201, 200, 204],
  ["open", "API_KEY", 201, 200, 204],
  ["members", "anonymous, no account yet", 401, 401, undefined],
  ["members", "anonymous", 401, 401, undefined],
  ["members", "ended session", 401, 401, undefined],
  ["members", "author", 201, 403, 204],
  ["members", "author's key", 201, 403, 204],
  ["members", "read-only key", 403, 403, undefined],
  ["members", "owner", 201, 200, 204],
  ["members", "API_KEY", 201, 200, 204],
];

describe.each(["open", "members"] as const)("POSTING=%s", (POSTING) => {
  withSettings({ POSTING });
  const rows = MATRIX.filter(([mode]) => mode === POSTING).map((row) => row.slice(1) as [Who, number, number, number?]);

  test.each(rows)("%s — POST %i, PATCH of an unsigned post %i", async (who, posting, changing, removing) => {
    const site = { authorization: `Bearer ${API_KEY}` };
    const unsigned = asPost((await call(posts, { method: "POST", headers: site, body: newPost() })).json());
    const headers = await VIEWERS[who]();
    const change = await call(one, { method: "PATCH", headers, query: { id: unsigned.id }, body: { title: "B" } });
    expect(change.status).toBe(changing);
    const created = await call(posts, { method: "POST", headers, body: newPost() });
    expect(created.status).toBe(posting);
    if (created.status !== 201) return;
    const { id } = asPost(created.json());
    expect((await call(one, { method: "DELETE", headers, query: { id } })).status).toBe(removing);
  });
});

describe("POSTING=members", () => {
  withSettings({ POSTING: "members" });

  test("POST /api/posts — anonymous — 401 says how to sign in or send an API key", async () => {
    const response = await call(posts, { method: "POST", body: newPost() });
    const problem = problemIn(response);
    expect(problem).toMatchObject({ status: 401, error: "You have to sign in, or send an API key" });
    expect(problem.detail).toMatch(/\/login.*Authorization: Bearer/);
    expect(response.headers["www-authenticate"]).toBe('Bearer realm="Octavo"');
  });

  test("POST /api/posts — anonymous, invalid body — 401 before the body is read", async () => {
    expect((await call(posts, { method: "POST", raw: "{", headers: { "content-type": "text/x" } })).status).toBe(401);
  });

  test("GET /api/posts — session — Cache-Control: private, no-store", async () => {
    const { headers } = await makeOwner();
    await call(posts, { method: "POST", headers, body: newPost() });
    for (const response of [await call(posts, { headers }), await call(one, { headers, query: { id: "1" } })]) {
      expect(response.headers["cache-control"]).toBe("private, no-store, no-transform");
    }
  });
});
