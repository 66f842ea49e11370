import { authenticate, requireCanPost } from "#lib/server/authentication";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";

withDatabase();
const request = (authorization?: string) => ({ headers: { authorization } }) as never;
const REFUSED = { status: 401, headers: { "WWW-Authenticate": 'Bearer realm="Octavo"' } };

describe("POSTING=open", () => {
  withSettings({ POSTING: "open", API_KEY: "a-key-that-is-long-enough" });

  test("requireCanPost — anonymous — may post", async () => {
    expect(await requireCanPost(request())).toMatchObject({ id: null, mayPost: true, edits: "unsigned" });
  });

  test("authenticate — unknown API key — 401", async () => {
    await expect(authenticate(request("Bearer nonsense"))).rejects.toMatchObject(REFUSED);
  });
});

describe("POSTING=members", () => {
  withSettings({ POSTING: "members", API_KEY: "a-key-that-is-long-enough" });

  test("requireCanPost — anonymous — 401 with WWW-Authenticate", async () => {
    await expect(requireCanPost(request())).rejects.toMatchObject(REFUSED);
  });

  test("authenticate — anonymous — may read, not post", async () => {
    expect(await authenticate(request())).toMatchObject({ id: null, mayPost: false, edits: "none" });
  });

  test.each(["Bearer a-key-that-is-long-enough", "bearer  a-key-that-is-long-enough "])(
    "requireCanPost — Authorization: %j — owner",
    async (key) => {
      expect(await requireCanPost(request(key))).toMatchObject({ id: "site", mayPost: true, edits: "all" });
    },
  );

  test.each(["", "Bearer", "Bearer x", "Bearer a-key-that-is-long-enoug", "Digest a-key-that-is-long-enough"])(
    "authenticate — Authorization: %j — 401",
    async (key) => {
      await expect(authenticate(request(key))).rejects.toMatchObject(REFUSED);
    },
  );
});

describe("API_KEY not set", () => {
  withSettings({ POSTING: "members", API_KEY: undefined });

  test.each(["Bearer undefined", "Bearer null", "Bearer "])("authenticate — Authorization: %j — 401", async (key) => {
    await expect(authenticate(request(key))).rejects.toMatchObject(REFUSED);
  });
});
