import pg from "pg";
import { openDatabase } from "#lib/server/db/open";
import { newDatabase } from "#support/database";

test("openDatabase — new database — no statement fails (PostgreSQL logs failures)", async () => {
  const { remove, url } = await newDatabase();
  const query = jest.spyOn(pg.Client.prototype, "query");
  const { db, isNew } = await openDatabase(url);
  try {
    const responses = await Promise.allSettled(query.mock.results.map(({ value }) => value));
    expect(isNew).toBe(true);
    expect(responses.length).toBeGreaterThan(10);
    expect(responses.filter(({ status }) => status === "rejected")).toEqual([]);
  } finally {
    query.mockRestore();
    await db.destroy();
    await remove();
  }
});
