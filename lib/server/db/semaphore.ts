type Waiting = { resume: () => void; timer: NodeJS.Timeout | undefined };

/** Admits at most `limit()` holders at a time, first come, first served. */
export class Semaphore {
  readonly #limit: () => number;
  readonly #timeout: number | undefined;
  readonly #waiting: Waiting[] = [];
  #used = 0;

  /** @param timeout how long `acquire` waits, in milliseconds; without one, forever */
  constructor(limit: () => number, timeout?: number) {
    this.#limit = limit;
    this.#timeout = timeout;
  }

  get used(): number {
    return this.#used;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws the error of a connection pool that is exhausted, after the timeout */
  async acquire(): Promise<void> {
    if (this.#used < this.#limit()) {
      this.#used += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = { resume: resolve, timer: undefined };
      if (this.#timeout !== undefined) {
        waiting.timer = setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
          reject(new Error("timeout exceeded when trying to connect"));
        }, this.#timeout);
      }
      this.#waiting.push(waiting);
    });
  }

  release(): void {
    this.#used -= 1;
    while (this.#used < this.#limit()) {
      const next = this.#waiting.shift();
      if (!next) return;
      clearTimeout(next.timer);
      this.#used += 1;
      next.resume();
    }
  }
}
