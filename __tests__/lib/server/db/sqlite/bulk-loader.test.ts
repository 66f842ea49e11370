import { sql } from "kysely";
import { openDatabase } from "#lib/server/db/open";
import { sqliteBulkLoader } from "#lib/server/db/sqlite/bulk-loader";
import { createPost } from "#lib/server/posts/write";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();

test("analyze — statistics without samples of values", async () => {
  const { db } = await openDatabase(`file:${folder.file("octavo.db")}`);
  for (let number = 1; number <= 3; number++) await createPost(db, newPost({ title: `Post ${number}` }));
  await sqliteBulkLoader.analyze(db);
  const { rows } = await sql`select (select count(*) > 0 from sqlite_stat1) as has_statistics,
    (select count(*) from sqlite_stat4) as samples`.execute(db);
  await db.destroy();
  expect(rows).toEqual([{ has_statistics: 1, samples: 0 }]);
});
