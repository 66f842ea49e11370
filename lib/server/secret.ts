import { createHash, createHmac, timingSafeEqual } from "node:crypto";
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
  return timingSafeEqualTexts(signature, await sign(db, text));
}

/** Whether two texts are equal; takes the same time for all texts of the same length. */
export function timingSafeEqualTexts(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Whether a client has sent the secret of a setting; takes the same time whatever it has sent. */
export const isSecret = (given: string, secret: string): boolean => timingSafeEqual(sha256(given), sha256(secret));
