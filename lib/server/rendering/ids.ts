/** The ids of a text. */
export class Ids {
  private readonly used = new Map<string, number>();

  /** Takes an id. @returns false where it is taken already */
  take(id: string): boolean {
    if (this.used.has(id)) return false;
    this.used.set(id, 0);
    return true;
  }

  /**
   * Takes an id, with a numeric suffix where it is taken already. Remembers the last number, so that many equal headings take
   * linear time.
   */
  takeUnique(base: string): string {
    let id = base;
    let count = this.used.get(base) ?? 0;
    while (this.used.has(id)) id = `${base}-${++count}`;
    this.used.set(base, count);
    if (id !== base) this.used.set(id, 0);
    return id;
  }

  all = (): Iterable<string> => this.used.keys();
}
