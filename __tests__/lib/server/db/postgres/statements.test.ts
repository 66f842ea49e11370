import { sql } from "kysely";
import { isUnavailable } from "#lib/server/db/errors";
import { requirePost } from "#lib/server/posts/read";
import { createPost } from "#lib/server/posts/write";
import { withTwoProcesses } from "#support/database";
import { newPost } from "#support/factories";
import { withSettings } from "#support/settings";
import { READER } from "#support/viewers";

// One connection, for the test to see what is prepared on it.
withSettings({ DATABASE_POOL: 1 });
const two = withTwoProcesses();

const read = () => requirePost(two.here, "1", READER);

test("prepared statements — the same query with several params — prepared once", async () => {
  for (let count = 0; count < 3; count++) await createPost(two.here, newPost({ title: `${count}` }));
  for (const id of ["1", "2", "3"]) await requirePost(two.here, id, READER);
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements where statement like 'select *%from "posts" where "id" = %'`.execute(
    two.here,
  );
  expect(rows).toHaveLength(1);
});

test("prepared statements — schema changed by another process — fails once as unavailable, then prepared again", async () => {
  await createPost(two.here, newPost());
  await read();
  await sql`alter table posts add column later text`.execute(two.there);
  const error: unknown = await read().catch((failure: unknown) => failure);
  expect(isUnavailable(error)).toBe(true);
  expect(await read()).toMatchObject({ id: 1, later: null });
});
