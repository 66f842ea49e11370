import { withAbsoluteUrls } from "#lib/server/feeds/absolute-urls";

const BASE = "https://octavo.test/blog/3/new-post";

test.each([
  ['<a href="/blog/1">x</a>', '<a href="https://octavo.test/blog/1">x</a>'],
  ['<a class="a" href="#note-1">x</a>', '<a class="a" href="https://octavo.test/blog/3/new-post#note-1">x</a>'],
  ['<img src="a.png" alt="b">', '<img src="https://octavo.test/blog/3/a.png" alt="b">'],
  ['<a href="/?a=1&amp;b=2">x</a>', '<a href="https://octavo.test/?a=1&amp;b=2">x</a>'],
  ['<a href="https://example.org/">x</a>', '<a href="https://example.org/">x</a>'],
  ['<a href="mailto:a@b.test">x</a>', '<a href="mailto:a@b.test">x</a>'],
  ['<p title="a href="> href="/x"</p>', '<p title="a href="> href="/x"</p>'],
  ['<a href="//">x</a>', '<a href="//">x</a>'],
])("withAbsoluteUrls — %s", (html, expected) => {
  expect(withAbsoluteUrls(html, BASE)).toBe(expected);
});
