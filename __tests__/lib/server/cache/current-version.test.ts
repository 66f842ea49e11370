import { setImmediate as nextTurn } from "node:timers/promises";
import { currentVersion } from "#lib/server/cache/current-version";
import { openDatabase } from "#lib/server/db/open";
import { createPost } from "#lib/server/posts/write";
import { newMigratedDatabase } from "#support/database";
import { newPost } from "#support/factories";

test("currentVersion — a post is created here or in another process — a new version in the next turn of the event loop", async () => {
  const { url, remove } = await newMigratedDatabase();
  const [{ db }, { db: other }] = [await openDatabase(url), await openDatabase(url)];
  try {
    const seen = new Set<string | undefined>();
    for (const writer of [other, db, other]) {
      seen.add(await currentVersion(db));
      // Within one turn the same promise.
      expect(currentVersion(db)).toBe(currentVersion(db));
      await createPost(writer, newPost());
      await nextTurn();
    }
    seen.add(await currentVersion(db));
    expect([...seen]).toEqual([
      "0.0",
      expect.stringMatching(/^1\./),
      expect.stringMatching(/^2\./),
      expect.stringMatching(/^3\./),
    ]);
  } finally {
    await Promise.all([db.destroy(), other.destroy()]);
    await remove();
  }
});
