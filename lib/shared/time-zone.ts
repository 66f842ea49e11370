const DAY_MS = 24 * 60 * 60 * 1000;
const SECOND_MS = 1000;
/** The last time whose year has four digits, as forms require. */
const LAST_LOCAL_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether this runtime knows the name of a time zone. Offsets such as `+09:00` are refused: browsers differ in them. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A formatter of a zone's date and time in digits. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. @param time milliseconds since 1970 */
function offsetAt(time: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(time);
  const [year = 0, month = 1, ...rest] = (["year", "month", "day", "hour", "minute", "second"] as const).map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  const local = Date.UTC(year, month - 1, ...rest);
  return local - Math.floor(time / SECOND_MS) * SECOND_MS;
}

/** A moment as a date and time of a zone's calendar and clock, without an offset: `2026-01-31T09:00:00.000`. @param time RFC 3339 */
export function toLocalTime(time: string, timeZone: string): string {
  const utc = Date.parse(time);
  return new Date(Math.min(utc + offsetAt(utc, timeZone), LAST_LOCAL_TIME)).toISOString().slice(0, -1);
}

/**
 * The moment at which a zone's calendar and clock show a date and time. Where clocks are put back and show it twice, the
 * first; where they are put forward and skip it, as much later as they skip (RFC 5545, 3.3.5).
 * @param local such as `2026-01-31T09:00`
 * @returns RFC 3339, UTC; undefined for anything that is no date and time
 */
export function fromLocalTime(local: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(local)) return undefined;
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The offsets before and after a change of the clocks, of which no zone has two in two days.
  const offsets = [offsetAt(asUtc - DAY_MS, timeZone), offsetAt(asUtc + DAY_MS, timeZone)] as const;
  const offset = offsets.find((candidate) => offsetAt(asUtc - candidate, timeZone) === candidate) ?? offsets[0];
  return new Date(asUtc - offset).toISOString();
}
