import { getEngine } from "#lib/server/db/engine";
import { purgeExpired } from "#lib/server/posts/purge";
import { createPost, trashPost } from "#lib/server/posts/write";
import { withTwoProcesses } from "#support/database";
import { newPost } from "#support/factories";
import { ANYONE } from "#support/viewers";

const two = withTwoProcesses();
const posts = () => two.here.selectFrom("posts").select("id").execute();

test("purgeExpired — another process holds the lock — leaves the run to it at once; afterwards purges", async () => {
  const { id } = await createPost(two.here, newPost());
  await trashPost(two.here, String(id), ANYONE, { now: 1 });
  await two.there.transaction().execute(async (trx) => {
    expect(await getEngine(trx).tryPurgeLock(trx)).toBe(true);
    await purgeExpired(two.here);
    expect(await posts()).toEqual([{ id }]);
  });
  await purgeExpired(two.here);
  expect(await posts()).toEqual([]);
});
