import { authenticate, requireCanPost } from "#lib/server/authentication";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";

withDatabase();
const asking = (authorization?: string) => ({ headers: { authorization } }) as never;
const REFUSED = { status: 401, headers: { "WWW-Authenticate": 'Bearer realm="Octavo"' } };

describe("where anyone may post", () => {
  withSettings({ POSTING: "open", API_KEY: "a-key-that-is-long-enough" });

  test("a stranger may too", async () => {
    expect(await requireCanPost(asking())).toMatchObject({ id: null, mayPost: true, edits: "unsigned" });
  });

  test("a key that is wrong is not passed over", async () => {
    await expect(authenticate(asking("Bearer nonsense"))).rejects.toMatchObject(REFUSED);
  });
});

describe("where members post", () => {
  withSettings({ POSTING: "members", API_KEY: "a-key-that-is-long-enough" });

  test("a stranger is refused, and told how to become known", async () => {
    await expect(requireCanPost(asking())).rejects.toMatchObject(REFUSED);
  });

  test("a stranger may read", async () => {
    expect(await authenticate(asking())).toMatchObject({ id: null, mayPost: false, edits: "none" });
  });

  test.each(["Bearer a-key-that-is-long-enough", "bearer  a-key-that-is-long-enough "])(
    "%j is the owner",
    async (key) => {
      expect(await requireCanPost(asking(key))).toMatchObject({ id: "site", mayPost: true, edits: "all" });
    },
  );

  test.each(["", "Bearer", "Bearer x", "Bearer a-key-that-is-long-enoug", "Digest a-key-that-is-long-enough"])(
    "%j is nobody",
    async (key) => {
      await expect(authenticate(asking(key))).rejects.toMatchObject(REFUSED);
    },
  );
});

describe("where no key is set", () => {
  withSettings({ POSTING: "members", API_KEY: undefined });

  test.each(["Bearer undefined", "Bearer null", "Bearer "])("%j opens nothing", async (key) => {
    await expect(authenticate(asking(key))).rejects.toMatchObject(REFUSED);
  });
});
