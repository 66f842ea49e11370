import { openDatabase } from "#lib/server/db/open";
import { sign, verifySignature } from "#lib/server/secret";
import { withDatabase } from "#support/database";

const data = withDatabase();

test("verifySignature — true for its text and signature only", async () => {
  const signature = await sign(data.db, "text");
  expect(await verifySignature(data.db, "text", signature)).toBe(true);
  for (const other of ["", "x", `${signature}x`, signature.slice(1), signature.toUpperCase()]) {
    expect(await verifySignature(data.db, "text", other)).toBe(false);
  }
  expect(await verifySignature(data.db, "texts", signature)).toBe(false);
});

test("sign — another database — another signature", async () => {
  const { db } = await openDatabase("file::memory:");
  expect(await sign(db, "text")).not.toBe(await sign(data.db, "text"));
  await db.destroy();
});
