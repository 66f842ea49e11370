import { fromLocalTime, toLocalTime } from "#lib/shared/time-zone";

const HOUR_MS = 60 * 60 * 1000;

test.each([
  ["2026-01-01T01:00", "Asia/Tokyo", "2025-12-31T16:00:00.000Z"],
  ["2026-01-01T01:00:02.5", "UTC", "2026-01-01T01:00:02.500Z"],
  ["2026-07-01T12:00", "America/New_York", "2026-07-01T16:00:00.000Z"],
  ["2026-01-01T12:00", "America/New_York", "2026-01-01T17:00:00.000Z"],
  ["2026-07-01T12:00", "Asia/Kathmandu", "2026-07-01T06:15:00.000Z"],
  ["1900-01-01T00:00", "Asia/Tokyo", "1899-12-31T15:00:00.000Z"],
])("fromLocalTime — %s in %s — is %s", (local, zone, time) => {
  expect(fromLocalTime(local, zone)).toBe(time);
});

test("toLocalTime — year 10000 in the time zone — the end of 9999, which a form can show", () => {
  expect(toLocalTime("9999-12-31T23:59:59.999Z", "Asia/Tokyo")).toBe("9999-12-31T23:59:59.999");
});

describe("fromLocalTime — a time that occurs twice (clocks set back) — the first", () => {
  test.each([
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ])("%s in %s", (local, zone, time) => {
    expect(fromLocalTime(local, zone)).toBe(time);
    expect(toLocalTime(time, zone).slice(0, 16)).toBe(local);
  });
});

describe("fromLocalTime — a time that is skipped (clocks set forward) — shifted by the gap", () => {
  test.each([
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T03:30"],
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-04T02:45"],
    ["2026-03-29T02:00", "Europe/Berlin", "2026-03-29T03:00"],
    // Samoa went from one side of the date line to the other.
    ["2011-12-30T12:00", "Pacific/Apia", "2011-12-31T12:00"],
  ])("%s in %s — %s", (local, zone, shown) => {
    expect(toLocalTime(String(fromLocalTime(local, zone)), zone).slice(0, 16)).toBe(shown);
  });
});

test.each(["America/New_York", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Tehran", "UTC"])(
  "fromLocalTime — toLocalTime of any time of 2026 in %s — round trip",
  (zone) => {
    for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2027, 0, 1); time += 5.25 * HOUR_MS) {
      const local = toLocalTime(new Date(time).toISOString(), zone);
      expect(toLocalTime(String(fromLocalTime(local, zone)), zone)).toBe(local);
    }
  },
);

test.each(["", "tomorrow", "2026-02-30T25:00", "2026-01-01", "12026-01-01T00:00", "2026-01-01T00:00Z"])(
  "fromLocalTime — %j, which is no date and time — undefined",
  (local) => {
    expect(fromLocalTime(local, "Asia/Tokyo")).toBeUndefined();
  },
);
