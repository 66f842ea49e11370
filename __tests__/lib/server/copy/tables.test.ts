import { PLAN, TABLE_NAMES } from "#lib/server/copy/tables";
import { withDatabase } from "#support/database";

const database = withDatabase();

/** Made anew from the posts, or kept by the migrations for themselves. */
const NOT_COPIED = /^(posts_search|renderings|kysely_|sqlite_)/;

const tables = async () => (await database.db.introspection.getTables()).filter(({ name }) => !NOT_COPIED.test(name));

test("every table of the schema is copied", async () => {
  expect((await tables()).map(({ name }) => name).sort()).toEqual([...TABLE_NAMES].sort());
});

test("the keys by which rows are put in order are columns of their tables", async () => {
  for (const { columns, name } of await tables()) {
    const names = columns.map((column) => column.name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(PLAN[name as keyof typeof PLAN].key)));
  }
});

test("a table that others refer to comes before them", () => {
  expect(TABLE_NAMES.indexOf("posts")).toBeLessThan(TABLE_NAMES.indexOf("revisions"));
  expect(TABLE_NAMES.indexOf("posts")).toBeLessThan(TABLE_NAMES.indexOf("post_tags"));
});
