import { createHmac, timingSafeEqual } from "node:crypto";
import type { Database } from "./db/tables.ts";

/** Each database has a secret, which never changes once it is made. */
const secrets = new WeakMap<Database, Promise<string>>();

export function getSecret(db: Database): Promise<string> {
  const known =
    secrets.get(db) ??
    db
      .selectFrom("secret")
      .select("value")
      .executeTakeFirstOrThrow()
      .then(({ value }) => value);
  secrets.set(db, known);
  known.catch(() => secrets.delete(db));
  return known;
}

/** The signature (HMAC-SHA-256, base64url) of a text that a client will hand back. */
export async function sign(db: Database, text: string): Promise<string> {
  return createHmac("sha256", await getSecret(db))
    .update(text)
    .digest("base64url");
}

/** Whether `signature` is ours for `text`. */
export async function verifySignature(db: Database, text: string, signature: string): Promise<boolean> {
  const expected = Buffer.from(await sign(db, text));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
