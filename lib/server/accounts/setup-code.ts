import type { Database } from "#lib/server/db/tables";
import { isProduction } from "#lib/server/env";
import { Problem } from "#lib/server/problem";
import { limitSetupCodes } from "#lib/server/rate-limits";
import { sign, timingSafeEqualTexts } from "#lib/server/secret";

/** Crockford's Base32: no letter is taken for a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Characters of the code, each with 5 random bits. */
const LENGTH = 12;

/** As the code is compared: in capitals, without the hyphens and spaces that people type or leave out. */
const normalize = (code: string) => code.toUpperCase().replace(/[\s-]/g, "");

/**
 * The code that makes the first account of this database the owner, such as `7KQ2-M4XD-9RTB`. Derived from the secret of the
 * database: all processes have the same, it can be printed again, and it is not stored.
 */
export async function getSetupCode(db: Database): Promise<string> {
  const bytes = Buffer.from(await sign(db, "setup code"), "base64url");
  const characters = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return characters.replace(/.{4}(?=.)/g, "$&-");
}

/** Whether the first account needs the code. In development the first account is the owner’s without one. */
export const needsSetupCode = isProduction;

/**
 * Checks the code of a sign-up as the first owner.
 * @param client counts its guesses
 * @throws {Problem} 403 if the code is missing or wrong; 429 after too many wrong ones
 */
export async function requireSetupCode(db: Database, client: string, code = ""): Promise<void> {
  if (code.trim() === "") throw new Problem("setup-code", { fields: { setupCode: ["Setup code is required"] } });
  await limitSetupCodes(db, client);
  if (timingSafeEqualTexts(normalize(code), normalize(await getSetupCode(db)))) return;
  throw new Problem("setup-code", {
    title: "The setup code is wrong",
    detail: "The server prints it when it starts, and `npx octavo setup-code` prints it again.",
    fields: { setupCode: ["This is not the setup code"] },
  });
}
