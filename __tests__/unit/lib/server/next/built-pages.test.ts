import { withBuiltPages } from "#lib/server/next/built-pages";
import type { Handle } from "#lib/server/next/capture";
import { throwRecordedFailure } from "#lib/server/next/page-failure";
import { withBuildFolder } from "#support/build-folder";
import { sendRequest } from "#support/send-request";

/** A page of a build. @param code of its handler */
function page(code: string): string {
  return `exports.getServerSideProps = () => {}; exports.handler = async (req, res) => { ${code} };`;
}

/** A page of a build that responds with its file name and URL. */
const ECHO = page("res.end(__filename.split('pages')[1] + ' ' + req.url)");

const PAGES = {
  "/": ECHO,
  "/blog": ECHO,
  "/blog/drafts": ECHO,
  "/blog/[id]/[slug]": ECHO,
  "/late": `module.exports = Promise.resolve().then(() => { const exports = {}; ${ECHO}; return exports; })`,
  "/prerendered": ECHO.replace("getServerSideProps", "getStaticProps"),
  "/failing": page("req.url = '/other'; throw new Error('broken')"),
  "/late-failing": page("res.write('half'); throw new Error('broken')"),
  "/prepared": `let count = 0;
    exports.routeModule = {
      prepare: async (req) => {
        const query = { n: ++count };
        req.url += "#prepared";
        return { query, params: {}, page: "/prepared" };
      },
    };
    ${page("const prepared = await exports.routeModule.prepare(req, res, {}); res.end(req.url + JSON.stringify(prepared)); prepared.query.n = prepared.params.n = 0;")}`,
  "/[...path]": ECHO.replace("getServerSideProps", "none"),
};
const dynamic = (page: string, namedRegex: string) => ({ page, namedRegex, regex: namedRegex.replace(/\?<\w+>/g, "") });
const ROUTES = {
  redirects: [{ regex: "^(?!/_next)/blog/drafts(?:/)?$" }],
  rewrites: {
    beforeFiles: [{ regex: "^/500(?:/)?$" }],
    afterFiles: [{ source: "/blog/:id/text", regex: "^/blog/(\\d+)/text$" }],
  },
  staticRoutes: [],
  dynamicRoutes: [
    dynamic("/blog/[id]/[slug]", "^/blog/(?<nxtPid>[^/]+?)/(?<nxtPslug>[^/]+?)(?:/)?$"),
    dynamic("/[...path]", "^/(?<nxtPpath>.+?)(?:/)?$"),
  ],
};

const next: Handle = (req, res) => {
  let failure = "";
  try {
    throwRecordedFailure(req);
  } catch (error) {
    failure = ` after ${error}`;
  }
  res.end(`Next ${req.url}${failure}`);
};
const build = withBuildFolder({ pages: PAGES, others: { "/404": "pages/404.html" }, routes: ROUTES }, (manifests) =>
  withBuiltPages(next, manifests),
);

/** The first and the second response. */
async function responsesTo(target: string, init?: Parameters<typeof sendRequest>[1]) {
  const texts = [];
  for (let n = 0; n < 2; n++) texts.push((await sendRequest(build.url + target, init)).text);
  return texts;
}

test.each([
  ["/", "/index.js"],
  ["/?p=1", "/index.js"],
  ["/blog?q=a%20b", "/blog.js"],
  ["/blog/1/a-post", "/blog/[id]/[slug].js"],
  ["/late", "/late.js"],
])("withBuiltPages — %s — served by Next first, then by its page", async (target, file) => {
  expect(await responsesTo(target)).toEqual([`Next ${target}`, `${file} ${target}`]);
});

test.each([
  "/blog/",
  "/blog//a",
  "/blog/1/%61",
  "/blog/1/a.md",
  "/blog/1/text",
  "/blog/drafts",
  "/none/at/all",
  "/prerendered",
  "/404",
  "/500",
  "/_error",
  "/api/posts",
  "/_next/data/build/blog.json",
])("withBuiltPages — %s — passed to Next", async (target) => {
  expect(await responsesTo(target)).toEqual([`Next ${target}`, `Next ${target}`]);
});

test("withBuiltPages — a form post — passed to Next", async () => {
  expect(await responsesTo("/blog", { method: "POST" })).toEqual(["Next /blog", "Next /blog"]);
});

test.each([
  ["x-nextjs-data", "1"],
  ["x-middleware-rewrite", "/"],
  ["next-resume", "1"],
])("withBuiltPages — the header %s — passed to Next", async (name, value) => {
  expect(await responsesTo("/blog", { headers: { [name]: value } })).toEqual(["Next /blog", "Next /blog"]);
});

test("withBuiltPages — headers of a proxy — served by its page", async () => {
  const headers = { "X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1", "X-Request-Id": "1" };
  expect(await responsesTo("/blog", { headers })).toEqual(["Next /blog", "/blog.js /blog"]);
});

test("withBuiltPages — a page that fails — Next responds to the URL that was requested, and knows the error", async () => {
  expect(await responsesTo("/failing?a=1")).toEqual(["Next /failing?a=1", "Next /failing?a=1 after Error: broken"]);
});

test("withBuiltPages — a page that fails after its response has begun — the connection is closed", async () => {
  await sendRequest(`${build.url}/late-failing`);
  await expect(sendRequest(`${build.url}/late-failing`)).rejects.toThrow();
});

test.each([
  ["the same URL", ["/prepared", "/prepared"], {}, [1, 1]],
  ["other URLs", ["/prepared", "/prepared?a=1", "/prepared"], {}, [1, 2, 1]],
  ["with a cookie", ["/prepared", "/prepared"], { Cookie: "__prerender_bypass=1" }, [1, 2]],
  ["a long URL", [`/prepared?${"a".repeat(300)}`, `/prepared?${"a".repeat(300)}`], {}, [1, 2]],
])("withBuiltPages — %s — a short URL without cookies is prepared once", async (_, targets, headers, counts) => {
  await sendRequest(`${build.url}/prepared`);
  const texts = [];
  for (const target of targets) texts.push((await sendRequest(build.url + target, { headers })).text);
  const expected = (target: string, n?: number) =>
    `${target}#prepared{"query":{"n":${n}},"params":{},"page":"/prepared"}`;
  expect(texts).toEqual(targets.map((target, index) => expected(target, counts[index])));
});
