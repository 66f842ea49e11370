import { findRoutes } from "#lib/server/metrics/routes";
import type { Manifests } from "#lib/server/next/manifests";

const dynamic = (page: string, regex: RegExp) => ({ page, regex, namedRegex: regex });
const manifests: Manifests = {
  folder: ".next",
  files: {},
  routes: {
    redirects: [],
    rewrites: { beforeFiles: [], afterFiles: [{ source: "/blog/:id(\\d+).md", regex: /^\/blog\/(\d+)\.md$/ }] },
    staticRoutes: [
      { page: "/", regex: /^\/$/ },
      { page: "/blog", regex: /^\/blog$/ },
    ],
    dynamicRoutes: [dynamic("/blog/[id]", /^\/blog\/([^/]+?)$/), dynamic("/[...path]", /^\/(.+?)$/)],
  },
};
const routes = findRoutes(manifests);

test.each([
  ["/", "/"],
  ["/blog", "/blog"],
  ["/blog?q=a&q=/blog/3", "/blog"],
  ["/blog/3", "/blog/[id]"],
  ["/blog/3.md", "/blog/:id(\\d+).md"],
  ["/icon.svg", "/[public file]"],
  ["/_next/static/chunks/a.js", "/_next/static/[...path]"],
  ["/_next/data/x/blog.json", "/_next/data/[...path]"],
  ["/nothing/here", "/[...path]"],
  [`/${"long".repeat(1_000)}`, "/[...path]"],
  ["", "unknown"],
  ["*", "unknown"],
])("findRoutes — %s — %s", (url, name) => {
  // The second time, it is looked up.
  expect([routes.names[routes.indexOf(url)], routes.names[routes.indexOf(url)]]).toEqual([name, name]);
});

test("findRoutes — no manifests — one route", () => {
  const { indexOf, names } = findRoutes(undefined);
  expect([names, indexOf("/blog"), indexOf("/x")]).toEqual([["unknown"], 0, 0]);
});
