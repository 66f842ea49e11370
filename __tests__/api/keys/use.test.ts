import { ApiKey, type NewKeyInput } from "#lib/shared/keys";
import { makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { travelTo } from "#support/clock";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import oneKey from "../../../pages/api/keys/[id]";
import keys from "../../../pages/api/keys/index";
import one from "../../../pages/api/posts/[id]";
import restore from "../../../pages/api/posts/[id]/restore";
import posts from "../../../pages/api/posts/index";

withDatabase();
withSettings({ POSTING: "members" });

const MINUTE_MS = 60_000;
const post = (headers: Record<string, string>) => call(posts, { method: "POST", headers, body: newPost() });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function someKey(wish?: NewKeyInput) {
  const owner = await makeOwner();
  return { owner, key: await makeKey(owner, wish) };
}

test("POST /api/posts — API key — 201, author is its account", async () => {
  const { key, owner } = await someKey();
  const response = await post(key.headers);
  expect(response.status).toBe(201);
  expect(asPost(response.json()).author).toEqual({ id: owner.account.id, name: "Olga", slug: "olga" });
});

test("DELETE /api/posts/{id} — an author's key, the owner's post — 403", async () => {
  const { key } = await someKey();
  const { id } = asPost((await post(key.headers)).json());
  const author = await makeKey(await makeAuthor());
  expect(problemIn(await call(one, { method: "DELETE", query: { id }, headers: author.headers })).status).toBe(403);
});

describe("API key of scope read", () => {
  test("GET /api/posts?status=draft — the drafts of its account", async () => {
    const { key, owner } = await someKey({ name: "Reader", scope: "read" });
    await call(posts, { method: "POST", headers: owner.headers, body: newPost({ status: "draft" }) });
    const { json, status } = await call(posts, { headers: key.headers, query: { status: "draft" } });
    expect(status).toBe(200);
    expect(json()).toHaveLength(1);
  });

  test("POST, PUT, PATCH, DELETE, restore — 403, nothing changed", async () => {
    const { key, owner } = await someKey({ name: "Reader", scope: "read" });
    const { headers } = key;
    const { id } = asPost((await call(posts, { method: "POST", headers: owner.headers, body: newPost() })).json());
    const query = { id };
    for (const response of [
      await post(headers),
      await call(one, { method: "PUT", headers, query, body: newPost({ title: "B" }) }),
      await call(one, { method: "PATCH", headers, query, body: { title: "B" } }),
      await call(one, { method: "DELETE", headers, query }),
      await call(restore, { method: "POST", headers, query }),
    ]) {
      expect(problemIn(response)).toMatchObject({ status: 403, error: "This API key may only read" });
    }
    expect(await listedPosts()).toMatchObject([{ id, title: "Hello", version: 1 }]);
  });
});

describe("invalid API key", () => {
  test("revoked — 401 at once", async () => {
    const { key, owner } = await someKey();
    await call(oneKey, { method: "DELETE", query: { id: key.id }, headers: owner.headers });
    expect(problemIn(await post(key.headers))).toMatchObject({ status: 401, error: "This API key is not valid" });
  });

  test("expired — 401 from that millisecond", async () => {
    const end = Date.now() + 10 * MINUTE_MS;
    const { key } = await someKey({ name: "A", expiresAt: new Date(end).toISOString() });
    travelTo(end - 1);
    expect((await post(key.headers)).status).toBe(201);
    travelTo(end);
    expect(problemIn(await post(key.headers)).status).toBe(401);
  });

  test.each([
    ["unknown key", "Bearer octavo_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["not in the form of a key", "Bearer something"],
    ["empty key", "Bearer "],
    ["no scheme", "octavo_AAAA"],
    ["another scheme", "Digest username=a"],
    ["two", "Bearer a, Bearer b"],
    ["SQL injection", "Bearer octavo_'or'1'='1"],
  ])("GET /api/posts — %s — 401 with WWW-Authenticate", async (_name, authorization) => {
    const response = await call(posts, { headers: { authorization } });
    expect(problemIn(response).status).toBe(401);
    expect(response.headers["www-authenticate"]).toBe('Bearer realm="Octavo"');
  });

  test("the stored hash — 401", async () => {
    const { key } = await someKey();
    const { createHash } = await import("node:crypto");
    expect((await post(bearer(createHash("sha256").update(key.key).digest("base64url")))).status).toBe(401);
  });

  test("with a valid session cookie — 401", async () => {
    const { owner } = await someKey();
    expect((await post({ ...owner.headers, ...bearer("octavo_wrong") })).status).toBe(401);
  });
});

test("Authorization: Basic of a proxy — GET 200, POST 401", async () => {
  const authorization = `Basic ${Buffer.from("olga:secret").toString("base64")}`;
  expect((await call(posts, { headers: { authorization } })).status).toBe(200);
  expect((await post({ authorization })).status).toBe(401);
});

test("usedAt — updated at most once a minute", async () => {
  const start = Date.now();
  const { key, owner } = await someKey();
  const usedAt = async () => ApiKey.array().parse((await call(keys, { headers: owner.headers })).json())[0]?.usedAt;
  const use = (now: number) => {
    travelTo(now);
    return call(posts, { headers: key.headers });
  };
  await use(start + MINUTE_MS);
  await use(start + 2 * MINUTE_MS - 1);
  expect(await usedAt()).toBe(new Date(start + MINUTE_MS).toISOString());
  await use(start + 2 * MINUTE_MS);
  expect(await usedAt()).toBe(new Date(start + 2 * MINUTE_MS).toISOString());
});

describe("API_KEY setting", () => {
  const API_KEY = "a-key-of-at-least-16-characters";
  withSettings({ API_KEY });

  test("POST and DELETE /api/posts — no account yet — permitted, author null", async () => {
    const response = await post(bearer(API_KEY));
    const { author, id } = asPost(response.json());
    expect(response.status).toBe(201);
    expect(author).toBeNull();
    expect((await call(one, { method: "DELETE", query: { id }, headers: bearer(API_KEY) })).status).toBe(204);
  });

  test("PATCH /api/posts/{id} — an author's draft — 200", async () => {
    const { headers } = await makeAuthor();
    const draft = await call(posts, { method: "POST", headers, body: newPost({ status: "draft" }) });
    const query = { id: asPost(draft.json()).id };
    expect((await call(one, { method: "PATCH", query, headers: bearer(API_KEY), body: { title: "B" } })).status).toBe(
      200,
    );
  });

  test.each([API_KEY.slice(0, -1), `${API_KEY}x`, API_KEY.toUpperCase()])(
    "%s, similar to API_KEY — 401",
    async (key) => {
      expect((await post(bearer(key))).status).toBe(401);
    },
  );

  test("GET /api/keys — 401", async () => {
    expect(problemIn(await call(keys, { headers: bearer(API_KEY) })).status).toBe(401);
  });
});

describe("log", () => {
  const lines = withLogLines();

  test("key created, revoked and refused — logged without the key", async () => {
    const { key, owner } = await someKey();
    const account = owner.account.id;
    await call(oneKey, { method: "DELETE", query: { id: key.id }, headers: owner.headers });
    await post(key.headers);
    expect(lines.all).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: "key-created", account, key: key.id, scope: "write" }),
        expect.objectContaining({ event: "key-revoked", account, key: key.id }),
        expect.objectContaining({ event: "key-refused", level: "warn", client: expect.any(String) }),
      ]),
    );
    expect(lines.text).not.toContain(key.key);
    expect(lines.text).not.toContain(key.key.slice("octavo_".length));
  });
});
