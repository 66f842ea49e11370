import { formatDateTime } from "#lib/shared/date-times";
import { formatDate, formatNumber } from "#lib/shared/dates";

const NEW_YEAR = "2025-12-31T16:00:00.000Z";

test.each([
  ["en", "Asia/Tokyo", "1 Jan 2026", "1 Jan 2026, 01:00 GMT+9"],
  ["en", "UTC", "31 Dec 2025", "31 Dec 2025, 16:00 UTC"],
  ["en-US", "America/New_York", "Dec 31, 2025", "Dec 31, 2025, 11:00 AM EST"],
  ["ja", "Asia/Tokyo", "2026年1月1日", "2026年1月1日 01:00 JST"],
  ["de", "Europe/Berlin", "31. Dez. 2025", "31. Dez. 2025, 17:00 MEZ"],
  // Solar Hijri, in its own digits.
  ["fa", "Asia/Tehran", "۱۰ دی ۱۴۰۴", "۱۰ دی ۱۴۰۴، ۱۹:۳۰ (‎+۳:۳۰ گرینویچ)"],
])("formatDate, formatDateTime — %s in %s — %s", (language, timeZone, date, dateTime) => {
  expect(formatDate(NEW_YEAR, { language, timeZone })).toBe(date);
  expect(formatDateTime(NEW_YEAR, { language, timeZone })).toBe(dateTime);
});

test("formatDate — the first and the last date of a post — their years", () => {
  const site = { language: "en", timeZone: "UTC" };
  expect(formatDate("1900-01-01T00:00:00.000Z", site)).toBe("1 Jan 1900");
  expect(formatDate("9999-12-31T23:59:59.999Z", site)).toBe("31 Dec 9999");
});

test("formatNumber — a language — its separators and digits", () => {
  expect([formatNumber(12_345, "en"), formatNumber(12_345, "de"), formatNumber(12_345, "fa")]).toEqual([
    "12,345",
    "12.345",
    "۱۲٬۳۴۵",
  ]);
});
