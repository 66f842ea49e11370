import { isWriteFailure } from "./errors.ts";

/** Whether the last write failed in a way that the next one will too: full disk, read-only, no privilege, corruption. */
export class WriteHealth {
  /** The error of the last write; undefined once one has succeeded. */
  failure: unknown;

  succeeded(): void {
    this.failure = undefined;
  }

  /** Records why `work` fails, and rethrows it. */
  async watch<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isWriteFailure(error)) this.failure = error;
      throw error;
    }
  }
}
