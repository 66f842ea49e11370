import { Migrator } from "kysely/migration";
import { migrations } from "#lib/server/db/migrate";
import { connect, openDatabase } from "#lib/server/db/open";
import { newDatabase, type TestDatabase } from "#support/database";

let testDatabase: TestDatabase;
beforeEach(async () => {
  testDatabase = await newDatabase();
});
afterEach(() => testDatabase.remove());

/** Opens the database as the version before a migration left it. */
async function migratedBefore(number: string) {
  const old = await connect(testDatabase.url, "serve");
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < number));
  const { error } = await new Migrator({ db: old, provider: { getMigrations: async () => before } }).migrateToLatest();
  expect(error).toBeUndefined();
  return old;
}

test("migration 021 — accounts of one name — slugs in the order of the accounts, empty profiles", async () => {
  const old = await migratedBefore("021");
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

test.each([
  ["one owner", ["owner", "editor"], "id0"],
  ["two owners", ["owner", "owner"], null],
])(
  "migration 027 — an open invitation, %s — made by that owner, or by nobody knows whom",
  async (_name, roles, maker) => {
    const old = await migratedBefore("027");
    const times = { createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() };
    for (const [at, role] of roles.entries()) {
      const row = {
        id: `id${at}`,
        slug: `a${at}`,
        name: "A",
        email: `${at}@octavo.test`,
        emailVerified: 0,
        role,
        ...times,
      };
      await old
        .insertInto("accounts")
        .values(row as never)
        .execute();
    }
    const invitation = { id: "i", hash: "h", role: "author", made_at: 1, expires_at: 2 } as const;
    await old.insertInto("invitations").values(invitation).execute();
    await old.destroy();
    const { db } = await openDatabase(testDatabase.url);
    expect(await db.selectFrom("invitations").selectAll().execute()).toMatchObject([{ id: "i", made_by: maker }]);
    await db.destroy();
  },
);
