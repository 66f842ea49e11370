import { redirectToSignIn, returnPath } from "#lib/server/accounts/pages/return-path";

test.each(["/", "/blog", "/blog/1/hello", "/blog?q=a%20b#c", "/caf%C3%A9", "/login?next=//example.org"])(
  "%s is a path of this site",
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
])("%j leads nowhere else", (next) => {
  expect(returnPath(next)).toBe("/");
});

test.each([[undefined], [["/blog", "/about"]]])("%j names nothing", (next) => {
  expect(returnPath(next, "/account")).toBe("/account");
});

test("a stranger comes back to where they wanted to go", () => {
  expect(redirectToSignIn("/blog/create?a=b&c=d")).toEqual({
    redirect: { destination: "/login?next=%2Fblog%2Fcreate%3Fa%3Db%26c%3Dd", statusCode: 303 },
  });
});
