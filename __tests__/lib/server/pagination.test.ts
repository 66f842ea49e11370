import { encodeCursor, parseCursor } from "#lib/server/pagination";
import { Problem } from "#lib/server/problem";
import { withDatabase } from "#support/database";

const data = withDatabase();

const POSITION = [1_795_305_600_000, "título 'x'", 7];

test("encodeCursor, parseCursor — a position — round trip", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  expect(await parseCursor(data.db, "list", cursor)).toEqual(POSITION);
});

test("encodeCursor — URL-safe characters only", async () => {
  expect(await encodeCursor(data.db, "list", POSITION)).toMatch(/^[\w.-]+$/);
});

test("parseCursor — a cursor of another list — 400", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  await expect(parseCursor(data.db, "other", cursor)).rejects.toThrow(Problem);
});

test("parseCursor — an invented or changed cursor — 400", async () => {
  const cursor = await encodeCursor(data.db, "list", POSITION);
  const [payload = "", signature = ""] = cursor.split(".");
  const forged = Buffer.from("[1]").toString("base64url");
  for (const wrong of ["", ".", payload, `${payload}.`, `${forged}.${signature}`, `x${cursor}`, cursor.slice(0, -1)]) {
    await expect(parseCursor(data.db, "list", wrong)).rejects.toThrow(expect.objectContaining({ status: 400 }));
  }
});
