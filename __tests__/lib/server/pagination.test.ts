import { encodeCursor, parseCursor } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { withDatabase } from "#support/database";

const data = withDatabase();

const POSITION = [1_795_305_600_000, "título 'x'", 7];

test("a position comes back as it was", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  expect(await parseCursor(data.db, "list", cursor)).toEqual(POSITION);
});

test("a cursor needs no escaping in an address", async () => {
  expect(await encodeCursor(data.db, "list", POSITION)).toMatch(/^[\w.-]+$/);
});

test("a cursor of another list is refused", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  await expect(parseCursor(data.db, "other", cursor)).rejects.toThrow(Problem);
});

test("a cursor that somebody wrote or changed is refused, and named", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  const [payload = "", signature = ""] = cursor.split(".");
  const forged = Buffer.from("[1]").toString("base64url");
  for (const wrong of ["", ".", payload, `${payload}.`, `${forged}.${signature}`, `x${cursor}`, cursor.slice(0, -1)]) {
    await expect(parseCursor(data.db, "list", wrong)).rejects.toThrow(expect.objectContaining({ status: 400 }));
  }
});
