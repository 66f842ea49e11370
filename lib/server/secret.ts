import { createHmac, timingSafeEqual } from "node:crypto";
import type { Database } from "./db/tables.ts";
import { perDatabase } from "./memoize.ts";

/** The secret of a database, which never changes once it is created. */
export const getSecret = perDatabase(async (db): Promise<string> => {
  const { value } = await db.selectFrom("secret").select("value").executeTakeFirstOrThrow();
  return value;
});

/** The signature (HMAC-SHA-256, base64url) of a text that a client will send back. */
export async function sign(db: Database, text: string): Promise<string> {
  return createHmac("sha256", await getSecret(db))
    .update(text)
    .digest("base64url");
}

/** Whether `signature` is what `sign` returns for `text`. */
export async function verifySignature(db: Database, text: string, signature: string): Promise<boolean> {
  const expected = Buffer.from(await sign(db, text));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
