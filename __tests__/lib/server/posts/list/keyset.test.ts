import { keysetQuery } from "#lib/server/posts/list/query";
import { ANONYMOUS } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import { withDatabase } from "#support/database";

const data = withDatabase();
const NOW = Date.UTC(2026, 0, 1);

/** The statement of a list from a position on, as a search asks for it: how it tells what is due is left to the walk. */
const statement = (query: PostQuery, position?: (string | number)[]) =>
  keysetQuery(data.db, query, { viewer: ANONYMOUS, now: NOW }, position).compile().sql;

const BOUNDED = /"published_at" <= /;
const CHECKED = /"published_at" \+ 0 <= /;

test("a walk along the dates ends at the present moment", () => {
  expect(statement({})).toMatch(BOUNDED);
  expect(statement({ sort: "publishedAt" }, [NOW, 1])).toMatch(BOUNDED);
});

test.each<PostQuery>([{ sort: "title" }, { sort: "-updatedAt" }, { sort: "title", tag: "a" }])(
  "a walk along another index, %j, looks at each row's date and is not led astray to theirs",
  (query) => {
    expect(statement(query)).toMatch(CHECKED);
    expect(statement(query)).not.toMatch(BOUNDED);
  },
);

test("behind a post that is due nothing is asked about dates; behind one that is not, it is", () => {
  expect(statement({}, [NOW, 1])).not.toMatch(BOUNDED);
  expect(statement({}, [NOW, 1])).not.toMatch(CHECKED);
  expect(statement({}, [NOW + 1, 1])).toMatch(BOUNDED);
});
