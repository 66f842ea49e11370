import { withoutSecrets } from "#lib/server/http/logged-url";

test.each([
  ["/blog/3/a-post", "/blog/3/a-post"],
  ["/reset-password?token=abc&x=1", "/reset-password?…"],
  ["/preview/abc_-123", "/preview/…"],
  ["/preview/abc?utm_source=mail", "/preview/…?…"],
  ["/_next/data/build/preview/abc.json?token=abc", "/_next/data/build/preview/….json?…"],
  ["/blog/3/preview/links", "/blog/3/preview/links"],
  [undefined, undefined],
])("withoutSecrets — %s — %s", (url, logged) => {
  expect(withoutSecrets(url)).toBe(logged);
});
