import { Migrator } from "kysely/migration";
import { migrations } from "#lib/server/db/migrate";
import { connect, openDatabase } from "#lib/server/db/open";
import { newDatabase, type TestDatabase } from "#support/database";

let testDatabase: TestDatabase;
beforeEach(async () => {
  testDatabase = await newDatabase();
});
afterEach(() => testDatabase.remove());

test("migration 021 — accounts of one name — slugs in the order of the accounts, empty profiles", async () => {
  const old = await connect(testDatabase.url, "serve");
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "021"));
  const { error } = await new Migrator({ db: old, provider: { getMigrations: async () => before } }).migrateToLatest();
  expect(error).toBeUndefined();
  for (const [at, name] of ["Ada", "Olga", "ADA", "?"].entries()) {
    const createdAt = new Date(10_000 - at).toISOString();
    const row = { id: `id${at}`, name, email: `${at}@octavo.test`, emailVerified: 0, role: "author" as const };
    await old
      .insertInto("accounts")
      .values({ ...row, createdAt, updatedAt: createdAt } as never)
      .execute();
  }
  await old.destroy();
  const { db } = await openDatabase(testDatabase.url);
  const accounts = await db.selectFrom("accounts").selectAll().orderBy("createdAt").execute();
  expect(accounts.map(({ name, slug }) => [name, slug])).toEqual([
    ["?", "author"],
    ["ADA", "ada"],
    ["Olga", "olga"],
    ["Ada", "ada-2"],
  ]);
  expect(accounts[0]).toMatchObject({ bio: "", image: null, links: "[]" });
  await db.destroy();
});
