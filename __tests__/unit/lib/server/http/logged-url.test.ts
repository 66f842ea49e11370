import { loggedUrl } from "#lib/server/http/logged-url";

test.each([
  ["/blog/3/a-post", "/blog/3/a-post"],
  ["/blog?q=paper&after=abc&tag=", "/blog?q=paper&after=abc&tag="],
  ["/reset-password?token=SECRET&x=1", "/reset-password?token=…&…"],
  ["/signup?invitation=SECRET", "/signup?invitation=…"],
  ["/confirm-email?token=SECRET", "/confirm-email?token=…"],
  ["/confirm-email?SECRET", "/confirm-email?…"],
  ["/confirm-email?SECRET=", "/confirm-email?…"],
  ["/confirm-email#token=SECRET", "/confirm-email?…"],
  ["/login?next=%2Fpreview%2FSECRET", "/login?next=…"],
  ["/api/posts?limit=1&TOKEN=SECRET", "/api/posts?limit=1&…"],
  ["/preview/SECRET", "/preview/…"],
  ["/preview/SECRET?utm_source=mail", "/preview/…?…"],
  ["/_next/data/build/preview/SECRET.json?token=SECRET", "/_next/data/build/preview/….json?token=…"],
  ["http://octavo.test/preview/SECRET", "http://octavo.test/preview/…"],
  ["//preview//SECRET/", "//preview//…"],
  ["/preview/./SECRET", "/preview/…"],
  ["/\\preview\\SECRET", "/\\preview\\…"],
  ["/blog?q=paper#SECRET", "/blog?q=paper&…"],
  ["/blog?q=paper#q=SECRET", "/blog?q=paper&…"],
  ["/Preview/SECRET", "/Preview/…"],
  ["/%70review/SECRET", "/preview/…"],
  ["/preview%2FSECRET", "/preview/…"],
  ["/preview/%zzSECRET", "/preview/…"],
  ["/preview/SECRET%0Aforged", "/preview/…"],
  ["/blog/3/preview/links", "/blog/3/preview/links"],
  ["/blog/preview-of-a-post", "/blog/preview-of-a-post"],
  ["/%", "/%"],
  ["", ""],
])("loggedUrl — %s — %s", (url, logged) => {
  expect(loggedUrl(url)).toBe(logged);
});
