import type { Site } from "./site.ts";

/** What dates depend on: the language that they are written in, and the time zone. */
export type DateSettings = Pick<Site, "language" | "timeZone">;

const DATE = { day: "numeric", month: "short", year: "numeric" } as const;
const STYLES = {
  date: DATE,
  /** With the abbreviation or the offset of the zone. */
  dateTime: { ...DATE, hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Formatters by settings and style; making one takes longer than a hundred uses. A process has one site. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A language with what follows from it: English without a region is written as most of the world does, day before month. */
export const localeOf = (language: string) => (language === "en" ? "en-GB" : language);

function formatterOf(style: keyof typeof STYLES, { language, timeZone }: DateSettings): Intl.DateTimeFormat {
  const key = `${style} ${language} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(localeOf(language), { ...STYLES[style], timeZone });
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A date such as `31 Jan 2026`. @param time RFC 3339 */
export const formatDate = (time: string, site: DateSettings) => formatterOf("date", site).format(new Date(time));

/** A date and time with the zone, such as `31 Jan 2026, 09:00 GMT+9`. @param time RFC 3339 */
export const formatDateTime = (time: string, site: DateSettings) =>
  formatterOf("dateTime", site).format(new Date(time));

/** A number with the digits and separators of a language. */
export const formatNumber = (value: number, language: string) => value.toLocaleString(localeOf(language));
