import { redirectToSignIn, returnPath } from "#lib/server/accounts/pages/return-path";

test.each(["/", "/blog", "/blog/1/hello", "/blog?q=a%20b#c", "/caf%C3%A9", "/login?next=//example.org"])(
  "returnPath — %s, a path of this site — returned",
  (next) => {
    expect(returnPath(next)).toBe(next);
  },
);

test.each([
  "//example.org",
  "/\\example.org",
  "\\\\example.org",
  "/\t/example.org",
  "/\n/example.org",
  "/.//example.org",
  "/..//example.org",
  "/blog/..//example.org",
  "/%2e//example.org",
  "https://example.org",
  "javascript:alert(1)",
  "blog",
  "",
  " /blog",
  "//",
  "http:/blog",
])("returnPath — %j, a foreign URL or no path — /", (next) => {
  expect(returnPath(next)).toBe("/");
});

test.each([[undefined], [["/blog", "/about"]]])("returnPath — %j — the fallback", (next) => {
  expect(returnPath(next, "/account")).toBe("/account");
});

test("redirectToSignIn — an anonymous viewer — 303 to /login with the path as `next`", () => {
  expect(redirectToSignIn("/blog/create?a=b&c=d")).toEqual({
    redirect: { destination: "/login?next=%2Fblog%2Fcreate%3Fa%3Db%26c%3Dd", statusCode: 303 },
  });
});
