const DAY_MS = 24 * 60 * 60 * 1000;

/** The times that a key is offered for, in days; the empty one has no end. */
export const KEY_DAYS = ["30", "90", "365", ""] as const;

/** When a key that is made now for so many days ends; null for never. */
export function keyExpiry(days: string, now = Date.now()): string | null {
  return days === "" ? null : new Date(now + Number(days) * DAY_MS).toISOString();
}
