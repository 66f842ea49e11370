import { readingMinutes } from "#lib/server/posts/reading-time";

test.each([
  ["a word", "word", 1],
  ["nothing to read", "🙂 …", 1],
  ["220 words a minute", "word ".repeat(660), 3],
  ["440 characters a minute where words have no spaces", "朝".repeat(1320), 3],
])("%s", (_name, text, minutes) => {
  expect(readingMinutes(text)).toBe(minutes);
});
