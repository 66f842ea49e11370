import { parseFormValues, scheduleError, toFormValues } from "#lib/shared/post-form";
import { somePost } from "#support/posts";

const NOW = Date.UTC(2026, 0, 1);
/** The second time that the clocks of New York show 01:30. */
const TWICE = "2099-11-01T06:30:12.345Z";

const formOf = (publishedAt: string, timeZone: string) => toFormValues(somePost({ publishedAt }), NOW, timeZone);

test.each([
  ["America/New_York", "2099-11-01T01:30"],
  ["Asia/Tokyo", "2099-11-01T15:30"],
  ["UTC", "2099-11-01T06:30"],
])("parseFormValues — unchanged form of a scheduled post in %s — the exact date", (timeZone, shown) => {
  const form = formOf(TWICE, timeZone);
  expect(form.publishAt).toBe(shown);
  expect(parseFormValues(form, timeZone)).toMatchObject({ status: "published", publishedAt: TWICE });
});

test("parseFormValues — another date — read in the site's time zone", () => {
  const form = { ...formOf(TWICE, "Asia/Tokyo"), publishAt: "2099-11-02T09:00" };
  expect(parseFormValues(form, "Asia/Tokyo")).toMatchObject({ publishedAt: "2099-11-02T00:00:00.000Z" });
});

test.each(["", "x", "+275760-09-13T00:00:00.000Z", "2099-13-01T00:00:00.000Z"])(
  "parseFormValues — scheduledFor %j, invalid — ignored",
  (scheduledFor) => {
    const form = { publication: "scheduled", publishAt: "2099-01-01T09:00", scheduledFor } as const;
    expect(parseFormValues(form, "Asia/Tokyo")).toMatchObject({ publishedAt: "2099-01-01T00:00:00.000Z" });
  },
);

test("scheduleError — a date past in one time zone only — decided by the site's time zone", () => {
  const values = { publication: "scheduled", publishAt: "2026-01-01T05:00" } as const;
  expect(scheduleError(values, "Asia/Tokyo", NOW)).toBe("Choose a moment that lies ahead");
  expect(scheduleError(values, "America/New_York", NOW)).toBeUndefined();
  expect(scheduleError({ ...values, publishAt: "soon" }, "UTC", NOW)).toBe("Choose a date and a time");
});
