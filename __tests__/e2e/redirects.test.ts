import type { Browser } from "playwright-core";
import { launchBrowser, newVisitor } from "#support/browser";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const server = withSharedServer({ POSTING: "members" });

let browser: Browser;
let headers: Record<string, string>;
beforeAll(async () => {
  ({ headers } = await signUpAt(server.url, "Olga"));
  const body = { title: "Hello", content: "World" };
  await sendRequest(`${server.url}/api/posts`, { method: "POST", headers, body });
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const put = (path: string, body: object) =>
  sendRequest(`${server.url}/api/redirects/${encodeURIComponent(path)}`, { method: "PUT", headers, body });
async function visit(path: string) {
  const { headers, status, text } = await sendRequest(server.url + path);
  return { status, location: headers.get("location"), cache: headers.get("cache-status"), text, headers };
}

test.each([
  ["/2019/05/hello.html", "/2019/05/hello.html"],
  ["/2019/05/日本語", "/2019/05/%E6%97%A5%E6%9C%AC%E8%AA%9E"],
  ["/2019/05/日本語.html", "/2019/05/%e6%97%a5%e6%9c%ac%e8%aa%9e.html"],
  ["/?p=123", "/?p=123"],
  ["/index.php?p=1&page=2", "/index.php?page=2&p=1&utm_source=feed"],
  ["/blog/hello-world", "/blog/hello-world"],
  ["/blog/hello/world", "/blog/hello/world"],
  ["/a%2Fb", "/a%2Fb"],
])("GET %s, stored over HTTP — 301 from %s with an absolute Location", async (path, visited) => {
  const { headers, status } = await put(path, { post: "1" });
  expect(status).toBe(201);
  const location = `${server.url}/blog/1/hello`;
  expect(await visit(visited)).toMatchObject({ status: 301, location });
  expect((await visit(location.slice(server.url.length))).status).toBe(200);
  const shown = await sendRequest(headers.get("location") ?? "", { headers: await owner() });
  expect(shown.json()).toMatchObject({ post: "1", location });
});
const owner = async () => headers;

test("GET an unknown path — cached 404, redirect once one is stored, 404 when it is deleted", async () => {
  const first = await visit("/new/path");
  expect([first.status, first.cache]).toEqual([404, "Octavo; fwd=uri-miss; stored"]);
  expect(first.text).toContain("No such page");
  expect(await visit("/new/path")).toMatchObject({ status: 404, cache: "Octavo; hit" });
  await put("/new/path", { url: "https://example.org/" });
  expect(await visit("/new/path")).toMatchObject({ status: 301, location: "https://example.org/" });
  const one = `${server.url}/api/redirects/%2Fnew%2Fpath`;
  expect((await sendRequest(one, { method: "DELETE", headers })).status).toBe(204);
  expect((await visit("/new/path")).status).toBe(404);
});

test("/_next/data of a redirected path — redirect as Next's router expects it, or 404", async () => {
  await put("/moved", { post: "1" });
  const build = /\/_next\/static\/([^/]+)\/_buildManifest/.exec((await visit("/")).text)?.[1];
  const moved = await visit(`/_next/data/${build}/moved.json`);
  expect(JSON.parse(moved.text)).toMatchObject({
    pageProps: { __N_REDIRECT: `${server.url}/blog/1/hello`, __N_REDIRECT_STATUS: 301 },
  });
  expect((await visit(`/_next/data/${build}/nothing.json`)).status).toBe(404);
});

test.each([
  ["/%", 400],
  ["/%ff", 400],
  ["/_next/static/none.js", 404],
  ["/_next/none", 404],
  ["/docs/none", 404],
  ["/sitemap/none.xml", 404],
  ["/none.html", 404],
  [`/${"x".repeat(5_000)}`, 404],
  ["/a/%2e%2e/%2e%2e/etc", 404],
  ["/%00", 404],
])("GET %s — %d", async (path, status) => {
  expect((await visit(path)).status).toBe(status);
  expect(server.log).not.toContain('"level":"error"');
});

test("GET /api/none — the API's 404", async () => {
  const { headers, status } = await visit("/api/none");
  expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
});

test("/account/redirects — the owner adds a redirect and deletes it", async () => {
  const { faults, page } = await newVisitor(browser);
  await page.context().addCookies([asBrowserCookie(server.url, headers as { cookie: string })]);
  await page.goto(`${server.url}/account/redirects`);
  await page.getByRole("banner").getByRole("link").last().waitFor();
  await page.getByLabel("From").fill("/seite/über.html");
  await page.getByLabel("To").fill("/blog/1");
  await page.getByRole("button", { name: "Add redirect" }).click();
  const item = page.getByRole("listitem").filter({ hasText: "/seite/über.html" });
  await item.getByRole("link", { name: `${server.url}/blog/1/hello` }).waitFor();
  expect((await visit("/seite/%C3%BCber.html")).location).toBe(`${server.url}/blog/1/hello`);
  await item.getByRole("button", { name: /Delete/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete redirect" }).click();
  await page.getByText("The redirect from /seite/%C3%BCber.html is deleted.").waitFor();
  expect(await item.count()).toBe(0);
  expect((await visit("/seite/%C3%BCber.html")).status).toBe(404);
  expect(faults).toEqual([]);
});
