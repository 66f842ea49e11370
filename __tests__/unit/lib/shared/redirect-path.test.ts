import fc from "fast-check";
import { lookupPaths, normalizePath, REDIRECT_PATH_MAX } from "#lib/shared/redirect-path";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

test.each([
  ["/2019/05/hello.html", "/2019/05/hello.html"],
  ["/?p=123", "/?p=123"],
  ["/", "/"],
  ["/a/", "/a"],
  ["//a///b//", "/a/b"],
  ["/a#part", "/a"],
  ["/日本語", "/%E6%97%A5%E6%9C%AC%E8%AA%9E"],
  ["/%e6%97%a5", "/%E6%97%A5"],
  ["/cafe\u0301", "/caf%C3%A9"],
  ["/caf%65%CC%81", "/caf%C3%A9"],
  ["/%7Euser/%41", "/~user/A"],
  ["/a%2Fb", "/a%2Fb"],
  ["/a b", "/a%20b"],
  ["/Case", "/Case"],
  ["/a?b=2&a=1", "/a?a=1&b=2"],
  ["/a?q=a+b&q=%C3%A9", "/a?q=%C3%A9&q=a%20b"],
  ["/a?utm_source=x&fbclid=y&_=1", "/a"],
  ["/a?b", "/a?b="],
  ["/a?b?c=1", "/a?b%3Fc=1"],
])("normalizePath — %j — %j", (raw, normalized) => {
  expect(normalizePath(raw)).toBe(normalized);
});

test.each([
  "",
  "a",
  "https://example.org/a",
  "/%",
  "/%ff",
  "/..",
  "/a/%2e%2e/b",
  "/.",
  "/a%00",
  "/a%0A",
  "/a\u0085",
  "/\uffff",
  "/\ud800",
  `/${"x".repeat(REDIRECT_PATH_MAX)}`,
  `/${"日".repeat(200)}`,
  `/${"%41".repeat(2_000)}`,
])("normalizePath — %j — undefined", (raw) => {
  expect(normalizePath(raw)).toBeUndefined();
});

test("normalizePath — any text — never throws, and is idempotent", () =>
  holds(fc.tuple(anyText(60), anyText(30)), ([path, query]) => {
    for (const raw of [`/${path}`, `/${encodeURIComponent(path)}?${query}`]) {
      const normalized = normalizePath(raw);
      if (normalized !== undefined) expect(normalizePath(normalized)).toBe(normalized);
    }
  }));

test("lookupPaths — path with a query — with the query first; home page only with it", () => {
  expect(lookupPaths("/a?b=1")).toEqual(["/a?b=1", "/a"]);
  expect(lookupPaths("/a")).toEqual(["/a"]);
  expect(lookupPaths("/?p=1")).toEqual(["/?p=1"]);
});
