import { writeFileSync } from "node:fs";
import { log } from "#lib/server/log";
import { withBuiltApi } from "#lib/server/next/built-api";
import { withBuildFolder } from "#support/build-folder";
import { sendRequest } from "#support/send-request";

/** An endpoint of a build that responds with its file name and query. */
const ECHO = "exports.default = (req, res) => res.end(JSON.stringify([__filename.split('api/')[1], req.query]))";
/** The same, in a module with top-level await. */
const LATE = `module.exports = Promise.resolve({ default: ${ECHO.slice("exports.default = ".length)} })`;

const PAGES = {
  "/api/posts": ECHO,
  "/api/posts/latest": LATE,
  "/api/posts/[id]": ECHO,
  "/api/posts/[id]/tags": ECHO,
  "/api/[...path]": ECHO,
  "/blog": ECHO,
};
const route = (page: string, namedRegex: string) => ({ page, namedRegex, regex: namedRegex.replace(/\?<\w+>/, "") });
const ROUTES = {
  redirects: [],
  rewrites: { beforeFiles: [], afterFiles: [] },
  staticRoutes: [],
  dynamicRoutes: [
    route("/api/posts/[id]", "^/api/posts/(?<nxtPid>[^/]+?)(?:/)?$"),
    route("/api/posts/[id]/tags", "^/api/posts/(?<nxtPid>[^/]+?)/tags(?:/)?$"),
    route("/api/[...path]", "^/api/(?<nxtPpath>.+?)(?:/)?$"),
  ],
};

const build = withBuildFolder({ pages: PAGES, routes: ROUTES }, (manifests) =>
  withBuiltApi((_req, res) => res.end("Next"), manifests),
);

test.each<[string, string, object]>([
  ["/api/posts", "posts.js", {}],
  ["/api/posts?q=a%20b&tag=1&tag=2", "posts.js", { q: "a b", tag: ["1", "2"] }],
  ["/api/posts?q=what?&a", "posts.js", { q: "what?", a: "" }],
  ["/api/posts/latest", "posts/latest.js", {}],
  ["/api/posts/7?id=8", "posts/[id].js", { id: "7" }],
  ["/api/posts/7/tags", "posts/[id]/tags.js", { id: "7" }],
])("withBuiltApi — %s — served by its endpoint", async (target, file, query) => {
  expect((await sendRequest(build.url + target)).json()).toEqual([file, query]);
});

test.each([
  "/blog",
  "/api",
  "/api/",
  "/api/posts/",
  "/api//posts",
  "/api/p%6Fsts",
  "/api/posts/%37",
  "/api/posts/..%2f",
  "/api/none",
  "/api/none/at/all",
  "/API/posts",
  "/_next/data/api/posts",
])("withBuiltApi — %s — passed to Next", async (target) => {
  expect((await sendRequest(build.url + target)).text).toBe("Next");
});

test("withBuiltApi — a route whose module exports no handler — Next serves it, one warning is logged", async () => {
  const warn = jest.spyOn(log, "warn").mockImplementation();
  writeFileSync(build.file("server/pages/api/posts/latest.js"), "exports.handler = () => {}");
  for (let n = 0; n < 2; n++) expect((await sendRequest(`${build.url}/api/posts/latest`)).text).toBe("Next");
  expect(warn.mock.calls).toEqual([[expect.objectContaining({ page: "/api/posts/latest" }), expect.any(String)]]);
  warn.mockRestore();
});

test("withBuiltApi — a module that failed to load — loaded by the next request", async () => {
  const isReady = "require('node:fs').existsSync(__filename + '.ready')";
  const file = build.file("server/pages/api/posts/latest.js");
  writeFileSync(file, `if (!${isReady}) throw new Error("EMFILE");\n${LATE}`);
  expect((await sendRequest(`${build.url}/api/posts/latest`)).status).toBe(500);
  writeFileSync(`${file}.ready`, "");
  expect((await sendRequest(`${build.url}/api/posts/latest`)).json()).toEqual(["posts/latest.js", {}]);
});
