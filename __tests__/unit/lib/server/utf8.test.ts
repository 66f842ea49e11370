import { encodeUtf8 } from "#lib/server/utf8";

test.each([
  ["nothing", ""],
  ["short", "“Zoë” 🙂"],
  ["ASCII", "a < b ".repeat(1_000)],
  ["Latin-1", "Zoë ".repeat(1_000)],
  ["quotation marks", "“quoted” ".repeat(1_000)],
  ["Chinese and emoji", "書 🙂".repeat(1_000)],
  ["half of a surrogate pair", `${"書 🙂".repeat(1_000)}\ud83d${"書 🙂".repeat(1_000)}`],
])("encodeUtf8 — %s — the bytes of Buffer.from", (_, text) => {
  expect(encodeUtf8(text)).toEqual(Buffer.from(text));
});
