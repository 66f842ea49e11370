import { isReaderPath } from "#lib/shared/reader-path";

test.each([
  "/",
  "/?p=1",
  "/blog",
  "/blog?q=ink",
  "/blog/1",
  "/blog/1/hello#ink",
  "/about",
  "/contact",
  "/docs",
  "/docs/api",
  "/authors/olga",
])("isReaderPath — %s — true", (path) => expect(isReaderPath(path)).toBe(true));

test.each([
  ...["/account", "/account/site", "/login?next=/blog", "/signup", "/reset-password?token=x", "/blog/create"],
  ...["/blog/drafts", "/blog/drafts/1", "/blog/1/edit", "/blog/1/history?from=1", "/blog/1/delete", "/about/edit"],
  ...["/preview/secret", "/nothing", "/blog/1/a/b"],
])("isReaderPath — %s — false", (path) => expect(isReaderPath(path)).toBe(false));
