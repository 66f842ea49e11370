import { readingMinutes } from "#lib/shared/reading-time";

test.each([
  ["one word — 1", "word", 1],
  ["no words — 1", "🙂 …", 1],
  ["660 words — 3", "word ".repeat(660), 3],
  ["1,320 Chinese characters — 3", "朝".repeat(1320), 3],
])("readingMinutes — %s", (_name, text, minutes) => {
  expect(readingMinutes(text)).toBe(minutes);
});
