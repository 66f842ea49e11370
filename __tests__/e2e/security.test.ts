import { globSync, readFileSync } from "node:fs";
import type { NextApiHandler } from "next";
import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { unsafeOnPage, watchScripts } from "#support/page-safety";
import { sendRequest } from "#support/send-request";
import { serve } from "#support/serve";
import { TestServer, withServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { submit } from "#support/writing";

/** As it starts out of the box, on a new database. */
const server = withServer({ POSTING: "", SIGN_UP: "" });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;
const post = (headers: Record<string, string>, body: object = { title: "Hello", content: "World" }) =>
  sendRequest(at("/api/posts"), { method: "POST", headers, body });
const idIn = (answer: { json: () => unknown }) => (answer.json() as { id: string }).id;

let owner: { cookie: string };
let author: { cookie: string };
let invitation = "";

describe("default settings in production", () => {
  test("POST /api/posts — anonymous — 401 says how to sign in", async () => {
    const { json, headers, status } = await post({});
    expect(status).toBe(401);
    expect(json()).toMatchObject({ error: "You have to sign in, or send an API key", detail: expect.any(String) });
    expect(headers.get("www-authenticate")).toBe('Bearer realm="Octavo"');
  });

  test("POST /api/auth/sign-up — first — owner, may post", async () => {
    const { answer, headers } = await signUpAt(server.url, "Olga");
    expect(answer.json()).toMatchObject({ role: "owner" });
    expect(answer.headers.get("set-cookie")).toMatch(
      /^octavo=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    owner = headers;
    expect((await post(owner)).status).toBe(201);
  });

  test("POST /api/auth/sign-up — second — 403", async () => {
    const { answer, up } = await signUpAt(server.url, "Eve");
    expect([up.status, answer.status]).toEqual([403, 401]);
  });

  test("invited author — posts; cannot change others' posts or see their drafts", async () => {
    const created = await sendRequest(at("/api/auth/invitations"), { method: "POST", headers: owner });
    invitation = new URL((created.json() as { url: string }).url).searchParams.get("invitation") ?? "";
    author = (await signUpAt(server.url, "Ada", { invitation })).headers;
    expect((await post(author)).status).toBe(201);
    const draft = idIn(await post(owner, { title: "Secret", content: "zanzibar", status: "draft" }));
    const patch = (id: string) =>
      sendRequest(at(`/api/posts/${id}`), { method: "PATCH", headers: author, body: { title: "Mine" } });
    expect((await patch("1")).status).toBe(403);
    expect((await patch(draft)).status).toBe(404);
  });
});

describe("page of a draft", () => {
  test("/_next/data — anonymous — 404", async () => {
    const draft = idIn(await post(owner, { title: "zanzibar", content: "zanzibar", status: "draft" }));
    const build = readFileSync(".next/BUILD_ID", "utf8");
    const data = (path: string, headers = {}) => sendRequest(at(`/_next/data/${build}${path}`), { headers });
    for (const path of [
      `/blog/${draft}.json`,
      `/blog/${draft}/zanzibar.json`,
      `/blog/${draft}/edit.json`,
      "/blog.json",
    ]) {
      for (const headers of [{}, author]) expect((await data(path, headers)).text).not.toContain("zanzibar");
    }
    expect((await data("/account.json")).text).not.toContain("olga");
    // The author gets it, and no cache may store it.
    const own = await data(`/blog/${draft}/edit.json`, owner);
    expect(own.text).toContain("zanzibar");
    expect(own.headers.get("cache-control")).toMatch(/no-store/);
  });

  test("editor and account pages — anonymous — redirect to /login", async () => {
    const { headers, status } = await sendRequest(at("/account"));
    expect([status, headers.get("location")]).toEqual([303, "/login?next=%2Faccount"]);
  });
});

const ADDRESSES = [
  "/",
  "/blog",
  "/blog?q=hello",
  "/blog/1/hello",
  "/about",
  "/contact",
  "/login",
  "/signup",
  "/reset-password",
  "/nowhere",
];

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
  "object-src": "'none'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "form-action": "'self'",
};

test.each([
  ...ADDRESSES,
  "/head.js",
  "/icon.svg",
  "/feed.xml",
  "/blog/1.md",
  "/og.png",
  "/api/posts",
  "/api/posts/none",
  "/api/nowhere",
  "/api/auth/session",
  "/favicon.ico",
  "/manifest.webmanifest",
  // Next's own redirects, and one of ours.
  "/blog/",
  "/api//posts",
  "/feed",
  // A path that Next cannot decode.
  "/blog/%E0%A4%A",
  "/_next/image?url=x",
  "/_next/data/none/blog.json",
])("%s — security headers", async (path) => {
  const { headers, status } = await sendRequest(at(path));
  const policy = Object.fromEntries(
    (headers.get("content-security-policy") ?? "").split("; ").map((rule) => rule.split(/ (.*)/s).slice(0, 2)),
  );
  expect(policy).toMatchObject(POLICY);
  expect(headers.get("content-security-policy")).not.toMatch(/unsafe|nonce/);
  expect(Object.fromEntries(headers)).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
    "cross-origin-resource-policy": expect.stringMatching(/^(same|cross)-origin$/),
  });
  expect(headers.get("x-powered-by")).toBeNull();
  if (status < 300) expect(headers.get("content-type")).toBeTruthy();
});

test.each([
  ["/", "same-origin"],
  ["/blog/1/hello", "same-origin"],
  ["/api/posts", "same-origin"],
  ["/feed.xml", "same-origin"],
  ["/head.js", "same-origin"],
  ["/manifest.webmanifest", "same-origin"],
  ["/favicon.ico", "cross-origin"],
  ["/icon.svg", "cross-origin"],
  ["/icon-192.png", "cross-origin"],
  ["/icon-512.png", "cross-origin"],
  ["/apple-touch-icon.png", "cross-origin"],
  ["/og.png", "cross-origin"],
])("%s — Cross-Origin-Resource-Policy: %s", async (path, policy) => {
  const part = { Range: "bytes=0-9" };
  expect((await sendRequest(at(path), { headers: part })).headers.get("cross-origin-resource-policy")).toBe(policy);
  expect((await sendRequest(at(path))).headers.get("cross-origin-resource-policy")).toBe(policy);
});

test("browser, page of another origin — loads the icon, not a script", async () => {
  const { page } = await visit("about:blank");
  const foreign: NextApiHandler = (_req, res) => void res.setHeader("Content-Type", "text/html").end("<title>Other");
  await serve(foreign, async (url) => {
    await page.goto(url);
    const load = (name: "img" | "script", src: string) =>
      page.evaluate(
        ([tag, source]) =>
          new Promise<string>((resolve) => {
            const element = document.createElement(tag);
            element.onload = () => resolve("loaded");
            element.onerror = () => resolve("refused");
            element.src = source;
            document.head.append(element);
          }),
        [name, src] as const,
      );
    expect([await load("img", at("/icon.svg")), await load("script", at("/head.js"))]).toEqual(["loaded", "refused"]);
  });
});

test("files of the build — security headers", async () => {
  const [file = ""] = globSync(".next/static/chunks/*.js");
  const { headers, status } = await sendRequest(at(file.replace(".next", "/_next")));
  expect(status).toBe(200);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
});

/** Scripts and styles that stand in the HTML itself. Next's data is JSON, which no browser runs. */
function inlineIn(html: string): string[] {
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].filter(
    ([, attributes = ""]) => !/\bsrc=/.test(attributes) && !/type="application\/(ld\+)?json"/.test(attributes),
  );
  return [...scripts, ...html.matchAll(/<style\b[^>]*>|\sstyle="[^"]*"|\son[a-z]+="[^"]*"/g)].map(([found]) => found);
}

test.each([...ADDRESSES, "/docs", "/docs/api"])("%s — no inline script or style", async (path) => {
  const { text } = await sendRequest(at(path), { headers: owner });
  expect(text === "" ? [] : inlineIn(text)).toEqual([]);
});

longTest("normal use of every page — no CSP violation", async () => {
  const { page, faults } = await visit("about:blank");
  await page.context().addCookies([asBrowserCookie(server.url, owner)]);
  const { run } = await watchScripts(page);
  for (const path of [...ADDRESSES.slice(0, -1), "/account", "/blog/create", "/blog/1/edit"]) {
    await page.goto(at(path));
    await page.waitForLoadState("networkidle");
    expect([path, await unsafeOnPage(page)]).toEqual([path, []]);
  }
  await page.goto(at("/blog/create"));
  await page.getByLabel("Title").fill("Written in a browser");
  await page.getByLabel("Content").fill("By its owner.");
  await submit(page);
  await page.getByRole("heading", { level: 1, name: "Written in a browser" }).waitFor();
  expect(run).toEqual([]);
  expect(faults).toEqual([]);
});

test("frame on another site — refused", async () => {
  const { page } = await visit("about:blank");
  await page.setContent(`<iframe src="${at("/about")}"></iframe>`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await frame?.waitForURL("chrome-error://**");
  expect(await frame?.content()).not.toContain("Octavo");
});

test("https — cookie with __Host- prefix; other cookies are ignored", async () => {
  const secure = await new TestServer({ SITE_URL: "https://octavo.test" }).start();
  try {
    const { answer, headers } = await signUpAt(secure.url, "Olga");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^__Host-octavo=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const account = (cookie: string) => sendRequest(`${secure.url}/api/auth/account`, { headers: { cookie } });
    expect((await account(headers.cookie)).status).toBe(200);
    expect((await account(headers.cookie.replace("__Host-", ""))).status).toBe(401);
  } finally {
    await secure.discard();
  }
});
