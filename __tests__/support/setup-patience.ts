/** Hashing a password is slow on purpose, and slower still on a busy machine. */
jest.setTimeout(30_000);
