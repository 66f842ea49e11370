import { AsyncLocalStorage } from "node:async_hooks";
import { hashPassword } from "better-auth/crypto";

const prepared = new AsyncLocalStorage<{ password: string; hash: string }>();

/** better-auth's hash of a password, which takes a tenth of a second: the one that was computed ahead, where it was. */
export async function getPasswordHash(password: string): Promise<string> {
  const ahead = prepared.getStore();
  return ahead?.password === password ? ahead.hash : hashPassword(password);
}

/**
 * Hashes a password before `work`, in which better-auth hashes it inside a transaction: on SQLite all other writes, of
 * every process, would wait for that.
 */
export async function withPrecomputedHash<T>(password: string, work: () => Promise<T>): Promise<T> {
  const hash = await hashPassword(password);
  return prepared.run({ password, hash }, work);
}
