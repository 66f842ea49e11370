import type { Page } from "playwright-core";
import { SITE_TEXT_MAX } from "#lib/shared/site-limits";
import { withBrowser } from "./browser.ts";
import { acceptable, commonMarkExamples, generatedMarkup, naughtyStrings } from "./markup.ts";
import { countAt, unsafeAt, unsafeOnPage, watchScripts } from "./page-safety.ts";
import { sendRequest } from "./send-request.ts";
import { withSharedServer } from "./server.ts";
import { asBrowserCookie, signUpAt } from "./signed-in.ts";
import { generatedHtml, XSS_VECTORS } from "./xss-vectors.ts";

const TITLE_MAX = 200;
const NAME_MAX = 80;
const QUERY_MAX = 200;
/** Lines that end the element, the attribute or the script that they are in. */
const LINES = [
  `</title><script>document.title='run'</script>`,
  `"><img src=/x onerror=document.title='run'>`,
  `'onmouseover='document.title="run"`,
  `</script><script>document.title='run'</script>`,
  `]]><script>document.title='run'</script>`,
  `--><svg onload=document.title='run'>`,
];

/** Texts joined to some of a length at most; longer ones are left out. */
function inPieces(texts: string[], max: number): string[] {
  const pieces = [""];
  for (const text of texts.filter(({ length }) => length <= max)) {
    const joined = `${pieces.at(-1)}\n\n${text}`.trim();
    if (joined.length <= max) pieces.splice(-1, 1, joined);
    else pieces.push(text);
  }
  return pieces;
}

/** Concurrent requests: each takes a connection, and connections of one client are limited. */
const AT_ONCE = 50;
const some = <Item>(all: Item[], count: number) =>
  all.filter((_, index) => index % Math.ceil(all.length / count) === 0);

/** Texts by source, with the share of them that renders some element at least. */
const SOURCES: [string, () => string[], number][] = [
  ["CommonMark's examples", commonMarkExamples, 0.8],
  ["the big list of naughty strings", naughtyStrings, 0.8],
  ["generated markup", () => generatedMarkup(300), 0.8],
  ["hostile HTML", () => [...XSS_VECTORS, ...generatedHtml(300)], 0.3],
];

/** How many texts of a source are tried, and how many of them are opened in the browser; of the others only the HTML is parsed. */
type Limits = { posts: number; searches: number; opened: number };

/** Declares the tests that no text a visitor stores or sends runs as code on any page, with their server and browser. */
export function testScriptInjection(limits: Limits): void {
  const server = withSharedServer({ POSTING: "members" });
  const { visit } = withBrowser();

  let headers: { cookie: string };
  beforeAll(async () => {
    ({ headers } = await signUpAt(server.url, "Olga"));
  });

  type Made = { id: string; address: string };

  async function makePost(text: string): Promise<Made> {
    const [title = "Text"] = acceptable([text.replace(/\s+/g, " ")], TITLE_MAX);
    const [excerpt] = acceptable([text], 280);
    const tags = /[\p{L}\p{N}]/u.test(text.slice(0, 40)) ? [text.slice(0, 40)] : [];
    const body = { title, content: text, excerpt, tags };
    const send = (fields: object) => sendRequest(`${server.url}/api/posts`, { method: "POST", headers, body: fields });
    let response = await send(body);
    // Not every text is a valid tag or excerpt.
    if (response.status === 400) response = await send({ title, content: text });
    if (response.status !== 201) throw new Error(`${JSON.stringify(text)}: ${response.text}`);
    const { id, url } = response.json() as { id: string; url: string };
    return { id, address: new URL(url).pathname };
  }

  async function owner(): Promise<{ page: Page; run: string[] }> {
    const { page } = await visit("about:blank");
    await page.context().addCookies([asBrowserCookie(server.url, headers)]);
    const { run } = await watchScripts(page);
    await page.goto(server.url);
    return { page, run };
  }

  /** Opens pages in the browser, so that their scripts run. */
  async function open(page: Page, paths: string[]): Promise<string[]> {
    const unsafe: string[] = [];
    for (const path of paths) {
      await page.goto(server.url + path);
      await page.waitForLoadState("load");
      unsafe.push(...(await unsafeOnPage(page)).map((fault) => `${path} ${fault}`));
      if ((await page.title()) === "run") unsafe.push(`${path} has run`);
    }
    return unsafe;
  }

  describe.each(SOURCES)("%s", (_source, texts, shareRendered) => {
    test("GET /blog/[id]/[slug] — content, title, excerpt and tag — no script runs, on any page that shows the post", async () => {
      const all = acceptable(texts(), 100_000);
      expect(all.length).toBeGreaterThan(250);
      const tried = some(all, limits.posts);
      const created: Made[] = [];
      for (let from = 0; from < tried.length; from += AT_ONCE) {
        created.push(...(await Promise.all(tried.slice(from, from + AT_ONCE).map(makePost))));
      }
      const addresses = created.map(({ address }) => address);
      const { page, run } = await owner();
      expect(await unsafeAt(page, addresses)).toEqual([]);
      // Proves that they were rendered as Markdown: otherwise nothing could have been unsafe.
      const counted = some(addresses, 60);
      const rendered = await countAt(page, counted, ".prose :is(p, pre, ul, h2)");
      expect(rendered).toBeGreaterThan(shareRendered * counted.length);
      const opened = some(created, limits.opened).flatMap(({ id, address }) => [address, `/blog/${id}/edit`]);
      expect(await open(page, ["/", "/blog", ...opened])).toEqual([]);
      expect(run).toEqual([]);
    });

    test("GET /blog — q — no script runs", async () => {
      const all = acceptable(texts(), QUERY_MAX);
      const { page, run } = await owner();
      const paths = some(all, limits.searches).map((text) => `/blog?q=${encodeURIComponent(text)}`);
      expect(await unsafeAt(page, paths)).toEqual([]);
      expect(await open(page, some(paths, limits.opened))).toEqual([]);
      expect(run).toEqual([]);
    });

    test("GET /account — account name — no script runs, there and on the post", async () => {
      const all = acceptable(texts(), NAME_MAX);
      const { page, run } = await owner();
      const { address } = await makePost("Something");
      for (const name of some(all, limits.opened)) {
        const body = { name: name.replace(/\s+/g, " ") };
        expect((await sendRequest(`${server.url}/api/auth/account`, { method: "PATCH", headers, body })).status).toBe(
          200,
        );
        expect(await open(page, ["/account", address])).toEqual([]);
      }
      expect(run).toEqual([]);
    });
  });

  test("texts of the site and of a profile — no script runs, on any page that shows them", async () => {
    const { page, run } = await owner();
    const { id } = (await sendRequest(`${server.url}/api/auth/account`, { headers })).json() as { id: string };
    const change = async (path: string, body: object) => {
      const { status, text } = await sendRequest(server.url + path, { method: "PATCH", headers, body });
      if (status !== 200) throw new Error(text);
    };
    const { address } = await makePost("Something");
    for (const markdown of some(inPieces(XSS_VECTORS, SITE_TEXT_MAX.footer), limits.opened)) {
      for (const line of some(LINES, limits.opened)) {
        const url = `https://a.example/?${line.replace(/\s/g, "")}`;
        const label = line.slice(0, SITE_TEXT_MAX.label);
        await change("/api/site", {
          ...{ title: line, tagline: line, introduction: markdown, footer: markdown, relMe: [url] },
          navigation: [{ label, url }],
        });
        await change(`/api/users/${id}`, { name: line, bio: markdown, links: [{ label, url }] });
        expect(await open(page, ["/", "/authors/olga", address, "/account/site", "/account"])).toEqual([]);
        expect(await page.getByRole("navigation", { name: "Main" }).getByRole("link").first().textContent()).toBe(
          label,
        );
      }
    }
    expect(run).toEqual([]);
  });

  test("unsafe content check — handlers, script URLs and scripts on a page — reports each", async () => {
    const { page, run } = await owner();
    await page.evaluate(() => {
      document.body.insertAdjacentHTML("beforeend", '<img src="/x" onerror="alert(1)"><a href="java\tscript:1">x</a>');
      document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'run'" }));
    });
    const unsafe = await unsafeOnPage(page);
    expect(unsafe.filter((fault) => /^(IMG onerror|A href|script)/.test(fault))).toHaveLength(3);
    await page.waitForFunction(() => document.images.length > 0);
    expect(await page.title()).not.toBe("run");
    expect(run.some((line) => line.includes("violation script-src"))).toBe(true);
  });
}
