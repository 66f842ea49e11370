import { mkdirSync, writeFileSync } from "node:fs";
import { log } from "#lib/server/log";
import { withBuiltApi } from "#lib/server/next/built-api";
import { readManifests } from "#lib/server/next/manifests";
import { withPageMethods } from "#lib/server/next/page-methods";
import { withFolder } from "#support/folder";

const folder = withFolder();
const warn = jest.spyOn(log, "warn").mockImplementation();
beforeEach(() => warn.mockClear());
afterAll(() => warn.mockRestore());

const PAGES = { "/api/posts/[id]": "pages/api/posts/[id].js" };
const ROUTE = { page: "/api/posts/[id]", regex: "^/api/posts/([^/]+?)$", namedRegex: "^/api/posts/(?<nxtPid>[^/]+?)$" };
const ROUTES = {
  redirects: [],
  rewrites: { beforeFiles: [], afterFiles: [] },
  staticRoutes: [],
  dynamicRoutes: [ROUTE],
};

function writeManifests(pages: unknown, routes: unknown): string {
  mkdirSync(folder.file("server"), { recursive: true });
  writeFileSync(folder.file("server/pages-manifest.json"), typeof pages === "string" ? pages : JSON.stringify(pages));
  writeFileSync(folder.file("routes-manifest.json"), JSON.stringify(routes));
  return folder.file(".");
}

test("readManifests — manifests as Next writes them — parsed without a warning", () => {
  const manifests = readManifests(writeManifests(PAGES, ROUTES));
  expect(manifests?.routes.dynamicRoutes[0]?.namedRegex.exec("/api/posts/7")?.groups).toEqual({ nxtPid: "7" });
  expect(warn).not.toHaveBeenCalled();
});

test.each<[string, unknown, unknown, string]>([
  ["not JSON", "<html>", ROUTES, "JSON"],
  ["file names in another shape", { "/api/posts/[id]": { file: "a.js" } }, ROUTES, "/api/posts/[id]"],
  ["a missing list", PAGES, { ...ROUTES, staticRoutes: undefined }, "staticRoutes"],
  ["rewrites as one list", PAGES, { ...ROUTES, rewrites: [] }, "rewrites"],
  [
    "an invalid regular expression",
    PAGES,
    { ...ROUTES, dynamicRoutes: [{ ...ROUTE, regex: "(" }] },
    "regular expression",
  ],
  [
    "another prefix of parameter names",
    PAGES,
    { ...ROUTES, dynamicRoutes: [{ ...ROUTE, namedRegex: "^/api/posts/(?<id>[^/]+?)$" }] },
    "nxtP",
  ],
])("readManifests — %s — Next routes every request, one warning is logged", (_, pages, routes, reason) => {
  const manifests = readManifests(writeManifests(pages, routes));
  const next = jest.fn();
  expect(withBuiltApi(next, manifests)).toBe(next);
  expect(withPageMethods(next, manifests)).toBe(next);
  expect(warn.mock.calls).toEqual([
    [expect.objectContaining({ reason: expect.stringContaining(reason) }), expect.any(String)],
  ]);
});

test("readManifests — no manifests — Next routes every request, one warning names the missing file", () => {
  const next = jest.fn();
  expect(withBuiltApi(next, readManifests(folder.file("none")))).toBe(next);
  expect(warn.mock.calls).toEqual([
    [expect.objectContaining({ reason: expect.stringContaining("pages-manifest.json") }), expect.any(String)],
  ]);
});
