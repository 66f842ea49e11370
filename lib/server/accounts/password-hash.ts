import { AsyncLocalStorage } from "node:async_hooks";
import { hashPassword } from "better-auth/crypto";

const precomputed = new AsyncLocalStorage<{ password: string; hash: string }>();

/** Hashes a password as better-auth does (about 0.1 s), or returns the hash precomputed by `withPrecomputedHash`. */
export async function getPasswordHash(password: string): Promise<string> {
  const store = precomputed.getStore();
  return store?.password === password ? store.hash : hashPassword(password);
}

/**
 * Hashes a password before `work`. better-auth would hash it inside a transaction, which on SQLite blocks the writes of every
 * process.
 */
export async function withPrecomputedHash<T>(password: string, work: () => Promise<T>): Promise<T> {
  const hash = await hashPassword(password);
  return precomputed.run({ password, hash }, work);
}
