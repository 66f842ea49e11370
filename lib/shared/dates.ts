import type { Site } from "./site.ts";

/** What dates depend on: the language that they are written in, and the time zone. */
export type DateSettings = Pick<Site, "language" | "timeZone">;

/** A language with what follows from it: English without a region is written as most of the world does, day before month. */
export const localeOf = (language: string) => (language === "en" ? "en-GB" : language);

let last: { format: Intl.DateTimeFormat; for: string } | undefined;

/** A date such as `31 Jan 2026`. A process has one site, and one formatter. @param time RFC 3339 */
export function formatDate(time: string, { language, timeZone }: DateSettings): string {
  const key = language + timeZone;
  if (last?.for !== key) {
    const options = { day: "numeric", month: "short", year: "numeric", timeZone } as const;
    last = { format: new Intl.DateTimeFormat(localeOf(language), options), for: key };
  }
  return last.format.format(Date.parse(time));
}

/** A number with the digits and separators of a language. */
export const formatNumber = (value: number, language: string) => value.toLocaleString(localeOf(language));
