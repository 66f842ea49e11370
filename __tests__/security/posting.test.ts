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

/** Who asks. Strangers come before and after there is an owner: that changes what they may. */
const PEOPLE = {
  "stranger, no account yet": async () => ({}),
  stranger: async () => {
    await makeOwner();
    return {};
  },
  "ended session": async () => {
    await makeOwner();
    return { cookie: "octavo=gone.gone" };
  },
  author: async () => (await makeAuthor()).headers,
  "author's key": async () => (await makeKey(await makeAuthor())).headers,
  "key for reading": async () => (await makeKey(await makeOwner(), { name: "A", scope: "read" })).headers,
  owner: async () => (await makeOwner()).headers,
  API_KEY: async () => ({ authorization: `Bearer ${API_KEY}` }),
} satisfies Record<string, () => Promise<Record<string, string>>>;
type Who = keyof typeof PEOPLE;

/** What each gets: for posting, for changing a post made by nobody, and for removing what they have just posted. */
const MATRIX: ["open" | "members", Who, number, number, number | undefined][] = [
  ["open", "stranger, no account yet", 201, 200, 204],
  ["open", "stranger", 201, 401, 401],
  ["open", "ended session", 201, 401, 401],
  ["open", "author", 201, 403, 204],
  ["open", "author's key", 201, 403, 204],
  ["open", "key for reading", 403, 403, undefined],
  ["open", "owner", 201, 200, 204],
  ["open", "API_KEY", 201, 200, 204],
  ["members", "stranger, no account yet", 401, 401, undefined],
  ["members", "stranger", 401, 401, undefined],
  ["members", "ended session", 401, 401, undefined],
  ["members", "author", 201, 403, 204],
  ["members", "author's key", 201, 403, 204],
  ["members", "key for reading", 403, 403, undefined],
  ["members", "owner", 201, 200, 204],
  ["members", "API_KEY", 201, 200, 204],
];

describe.each(["open", "members"] as const)("POSTING=%s", (POSTING) => {
  withSettings({ POSTING });
  const rows = MATRIX.filter(([mode]) => mode === POSTING).map((row) => row.slice(1) as [Who, number, number, number?]);

  test.each(rows)("%s: posting %i, changing what nobody made %i", async (who, posting, changing, removing) => {
    const site = { authorization: `Bearer ${API_KEY}` };
    const unsigned = asPost((await call(posts, { method: "POST", headers: site, body: newPost() })).json());
    const headers = await PEOPLE[who]();
    const change = await call(one, { method: "PATCH", headers, query: { id: unsigned.id }, body: { title: "B" } });
    expect(change.status).toBe(changing);
    const made = await call(posts, { method: "POST", headers, body: newPost() });
    expect(made.status).toBe(posting);
    if (made.status !== 201) return;
    const { id } = asPost(made.json());
    expect((await call(one, { method: "DELETE", headers, query: { id } })).status).toBe(removing);
  });
});

describe("POSTING=members", () => {
  withSettings({ POSTING: "members" });

  test("a stranger is told how to become known", async () => {
    const answer = await call(posts, { method: "POST", body: newPost() });
    const problem = problemIn(answer);
    expect(problem).toMatchObject({ status: 401, error: "You have to sign in, or send an API key" });
    expect(problem.detail).toMatch(/\/login.*Authorization: Bearer/);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="Octavo"');
  });

  test("who may not post is told so before the body is looked at", async () => {
    expect((await call(posts, { method: "POST", raw: "{", headers: { "content-type": "text/x" } })).status).toBe(401);
  });

  test("a person's answers are kept by nobody else: no cache may hold them", async () => {
    const { headers } = await makeOwner();
    await call(posts, { method: "POST", headers, body: newPost() });
    for (const answer of [await call(posts, { headers }), await call(one, { headers, query: { id: "1" } })]) {
      expect(answer.headers["cache-control"]).toBe("private, no-store, no-transform");
    }
  });
});
