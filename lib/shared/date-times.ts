import { type DateSettings, localeOf } from "./dates.ts";

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A date and time with the zone, such as `31 Jan 2026, 09:00 GMT+9`. @param time RFC 3339 */
export function formatDateTime(time: string, { language, timeZone }: DateSettings): string {
  const key = `${language} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(localeOf(language), {
      ...{ timeZone, day: "numeric", month: "short", year: "numeric" },
      ...{ hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
    });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(time));
}
