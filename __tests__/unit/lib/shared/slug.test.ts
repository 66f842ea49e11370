import { postSlug } from "#lib/shared/slug";

test.each([
  ["Hello, World!", "hello-world"],
  ["  Crème   Brûlée  ", "creme-brulee"],
  ["Don't — it’s fine", "dont-its-fine"],
  ["C++ & C#", "c-c"],
  ["日本語の題", "日本語の題"],
  ["Привет мир", "привет-мир"],
  ["שלום עולם", "שלום-עולם"],
  ["<script>alert(1)</script>", "script-alert-1-script"],
  ["../../etc/passwd", "etc-passwd"],
  ["a/b?c#d%20", "a-b-c-d-20"],
  ["🙂", "post"],
  ["Edit", "edit-post"],
  ["!!!", "post"],
])("postSlug — %j — %j", (title, slug) => {
  expect(postSlug(title)).toBe(slug);
});

test("postSlug — a long title — at most 80 characters, no hyphen at the end", () => {
  expect([...postSlug("𠮷".repeat(200))]).toHaveLength(80);
  expect(postSlug(`${"a".repeat(79)} bc`)).toBe("a".repeat(79));
});
