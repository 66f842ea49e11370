import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { withFailureResponses } from "#lib/server/http/failures";
import { log } from "#lib/server/log";
import { withBuiltApi } from "#lib/server/next/built-api";
import { readManifests } from "#lib/server/next/manifests";
import { withFolder } from "#support/folder";
import { sendRequest } from "#support/send-request";

const folder = withFolder();

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

let server: Server;
let url: string;
beforeEach(async () => {
  const files = Object.keys(PAGES).map((page) => [page, `pages${page}.js`]);
  const write = (name: string, text: string) => {
    const file = folder.file(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write("server/pages-manifest.json", JSON.stringify(Object.fromEntries(files)));
  write("routes-manifest.json", JSON.stringify(ROUTES));
  for (const [page, text] of Object.entries(PAGES)) write(`server/pages${page}.js`, text);
  const handle = withFailureResponses(withBuiltApi((_req, res) => res.end("Next"), readManifests(folder.file("."))));
  server = createServer((req, res) => void handle(req, res)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test.each<[string, string, object]>([
  ["/api/posts", "posts.js", {}],
  ["/api/posts?q=a%20b&tag=1&tag=2", "posts.js", { q: "a b", tag: ["1", "2"] }],
  ["/api/posts?q=what?&a", "posts.js", { q: "what?", a: "" }],
  ["/api/posts/latest", "posts/latest.js", {}],
  ["/api/posts/7?id=8", "posts/[id].js", { id: "7" }],
  ["/api/posts/7/tags", "posts/[id]/tags.js", { id: "7" }],
])("withBuiltApi — %s — served by its endpoint", async (target, file, query) => {
  expect((await sendRequest(url + target)).json()).toEqual([file, query]);
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
  expect((await sendRequest(url + target)).text).toBe("Next");
});

test("withBuiltApi — a route whose module exports no handler — Next serves it, one warning is logged", async () => {
  const warn = jest.spyOn(log, "warn").mockImplementation();
  writeFileSync(folder.file("server/pages/api/posts/latest.js"), "exports.handler = () => {}");
  for (let n = 0; n < 2; n++) expect((await sendRequest(`${url}/api/posts/latest`)).text).toBe("Next");
  expect(warn.mock.calls).toEqual([[expect.objectContaining({ page: "/api/posts/latest" }), expect.any(String)]]);
  warn.mockRestore();
});

test("withBuiltApi — a module that failed to load — loaded by the next request", async () => {
  const isReady = "require('node:fs').existsSync(__filename + '.ready')";
  const file = folder.file("server/pages/api/posts/latest.js");
  writeFileSync(file, `if (!${isReady}) throw new Error("EMFILE");\n${LATE}`);
  expect((await sendRequest(`${url}/api/posts/latest`)).status).toBe(500);
  writeFileSync(`${file}.ready`, "");
  expect((await sendRequest(`${url}/api/posts/latest`)).json()).toEqual(["posts/latest.js", {}]);
});
