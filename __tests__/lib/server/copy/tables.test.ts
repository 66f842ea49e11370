import { PLAN, TABLE_NAMES } from "#lib/server/copy/tables";
import { withDatabase } from "#support/database";

const database = withDatabase();

/** Regenerated from the posts, of this database only, or the engine's and Kysely's own. */
const NOT_COPIED = /^(posts_search|renderings|social_images|backups$|housekeeping$|kysely_|sqlite_)/;

const tables = async () => (await database.db.introspection.getTables()).filter(({ name }) => !NOT_COPIED.test(name));

test("TABLE_NAMES — every table of the schema", async () => {
  expect((await tables()).map(({ name }) => name).sort()).toEqual([...TABLE_NAMES].sort());
});

test("PLAN — sort keys — columns of their tables", async () => {
  for (const { columns, name } of await tables()) {
    const names = columns.map((column) => column.name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(PLAN[name as keyof typeof PLAN].key)));
  }
});

test("TABLE_NAMES — order — a referenced table before those that refer to it", () => {
  expect(TABLE_NAMES.indexOf("posts")).toBeLessThan(TABLE_NAMES.indexOf("revisions"));
  expect(TABLE_NAMES.indexOf("posts")).toBeLessThan(TABLE_NAMES.indexOf("post_tags"));
});
