import { keysetQuery } from "#lib/server/posts/list/query";
import { ANONYMOUS } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { withDatabase } from "#support/database";

const data = withDatabase();
const NOW = Date.UTC(2026, 0, 1);

/** The SQL of a list from a position on. */
const statement = (query: PostQuery, position?: (string | number)[]) =>
  keysetQuery(data.db, query, { viewer: ANONYMOUS, now: NOW }, position).compile().sql;

const BOUNDED = /"published_at" <= /;
const CHECKED = /"published_at" \+ 0 <= /;

test("keysetQuery — sorted by date — bounded by the present in the index", () => {
  expect(statement({})).toMatch(BOUNDED);
  expect(statement({ sort: "publishedAt" }, [NOW, 1])).toMatch(BOUNDED);
});

test.each<PostQuery>([{ sort: "title" }, { sort: "-updatedAt" }, { sort: "title", tag: "a" }])(
  "keysetQuery — %j — checks each row's date without using the index of dates",
  (query) => {
    expect(statement(query)).toMatch(CHECKED);
    expect(statement(query)).not.toMatch(BOUNDED);
  },
);

test("keysetQuery — cursor of a due post — no date condition; of a future one — bounded", () => {
  expect(statement({}, [NOW, 1])).not.toMatch(BOUNDED);
  expect(statement({}, [NOW, 1])).not.toMatch(CHECKED);
  expect(statement({}, [NOW + 1, 1])).toMatch(BOUNDED);
});
