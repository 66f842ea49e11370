const DAY_MS = 24 * 60 * 60 * 1000;

/** The lifetimes offered for an API key, in days; "" never expires. */
export const KEY_DAYS = ["30", "90", "365", ""] as const;

/** The expiry of an API key that is created now, as an ISO date; null for never. */
export function keyExpiry(days: string, now = Date.now()): string | null {
  return days === "" ? null : new Date(now + Number(days) * DAY_MS).toISOString();
}
