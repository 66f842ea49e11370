import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { acceptable, generatedMarkup, naughtyStrings } from "#support/markup";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

const TITLE = `Olga's "Notes" </title><b>& Co`;
const server = withServer({ SITE_TITLE: TITLE });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

const POST = { title: "Tea </script> & <b>biscuits</b>", content: "Some *words*.", tags: ["tea"] };
beforeAll(async () => {
  await sendRequest(at("/api/posts"), { method: "POST", body: POST });
});

describe.each([
  ["/feed.xml", "application/rss+xml; charset=utf-8"],
  ["/feed.xml?tag=tea", "application/rss+xml; charset=utf-8"],
  ["/atom.xml", "application/atom+xml; charset=utf-8"],
  ["/feed.json", "application/feed+json; charset=utf-8"],
  ["/sitemap.xml", "application/xml; charset=utf-8"],
  ["/sitemap/0.xml", "application/xml; charset=utf-8"],
  ["/sitemap/1.xml", "application/xml; charset=utf-8"],
  ["/robots.txt", "text/plain; charset=utf-8"],
  ["/llms.txt", "text/plain; charset=utf-8"],
  ["/manifest.webmanifest", "application/manifest+json; charset=utf-8"],
  ["/blog/1.md", "text/markdown; charset=utf-8"],
])("%s", (path, type) => {
  test("200 with its media type; If-None-Match — 304", async () => {
    const { headers, status } = await sendRequest(at(path));
    expect([status, headers.get("content-type")]).toEqual([200, type]);
    const again = await sendRequest(at(path), { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("other methods — 405", async () => {
    const { headers, status } = await sendRequest(at(path), { method: "POST", body: {} });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

test.each(["/sitemap/7.xml", "/sitemap/x.xml", "/blog/99.md"])("%s — 404", async (path) => {
  expect((await sendRequest(at(path))).status).toBe(404);
});

test("a path similar to that of a Markdown file — 404 page", async () => {
  const { headers, status } = await sendRequest(at("/blog/one.md"));
  expect([status, headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
});

test.each([
  ["/feed", "/feed.xml"],
  ["/feed?tag=tea", "/feed.xml?tag=tea"],
  ["/rss", "/feed.xml"],
  ["/rss.xml", "/feed.xml"],
  ["/index.xml", "/feed.xml"],
  ["/atom", "/atom.xml"],
  ["/openapi.json", "/api/openapi.json"],
])("%s — permanent redirect to %s", async (path, target) => {
  const { headers, status } = await sendRequest(at(path));
  expect([status, headers.get("location")]).toEqual([308, target]);
  expect((await sendRequest(at(target))).status).toBe(200);
});

test("/feed/, /rss/ — lead to the feed", async () => {
  for (const path of ["/feed/", "/rss/"]) {
    const response = await fetch(at(path));
    expect([response.status, response.url]).toEqual([200, at("/feed.xml")]);
  }
});

/** Whether robots.txt allows a path: the longest rule that matches decides, `Allow` among equals (RFC 9309, 2.2.2). */
function isAllowed(robots: string, path: string): boolean {
  const rules = [...robots.matchAll(/^(Allow|Disallow): (\S+)$/gm)].filter(([, , prefix = ""]) =>
    path.startsWith(prefix),
  );
  const length = Math.max(0, ...rules.map(([, , prefix = ""]) => prefix.length));
  const longest = rules.filter(([, , prefix = ""]) => prefix.length === length);
  return longest.length === 0 || longest.some(([, kind]) => kind === "Allow");
}

test("/robots.txt — allows every path in llms.txt, disallows the rest of the API", async () => {
  const [robots, llms] = await Promise.all(
    ["/robots.txt", "/llms.txt"].map(async (path) => (await sendRequest(at(path))).text),
  );
  const linked = [...(llms ?? "").matchAll(/\]\((http[^)]+)\)/g)].map(([, url = ""]) => url.slice(server.url.length));
  const named = [...(llms ?? "").matchAll(/`(\/[^`]+)`/g)].map(([, path = ""]) => path.replaceAll("<id>", "1"));
  expect(linked).toEqual(expect.arrayContaining(["/blog/1.md", "/api/openapi.json", "/api/tags", "/feed.xml"]));
  expect(named).toContain("/api/posts?q=<words>&fields=id,title,excerpt");
  for (const path of [...linked, ...named]) expect([path, isAllowed(robots ?? "", path)]).toEqual([path, true]);
  for (const path of ["/api/auth/session", "/api/keys", "/api/health"])
    expect(isAllowed(robots ?? "", path)).toBe(false);
});

test("/manifest.webmanifest — the site's title, icons of the stated sizes", async () => {
  const manifest = (await sendRequest(at("/manifest.webmanifest"))).json() as {
    name: string;
    icons: { src: string; sizes: string; type: string }[];
  };
  expect(manifest).toMatchObject({ name: TITLE, start_url: "/" });
  const { page } = await visit(at("/about"));
  for (const { sizes, src, type } of manifest.icons) {
    expect((await sendRequest(at(src))).headers.get("content-type")).toBe(type);
    const width = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return image.naturalWidth;
    }, src);
    if (sizes !== "any") expect([src, `${width}x${width}`]).toEqual([src, sizes]);
  }
});

test.each([
  ["/favicon.ico", "image/x-icon", 48],
  ["/apple-touch-icon.png", "image/png", 180],
])("%s — an image, linked from every page", async (path, type, width) => {
  const { headers, status } = await sendRequest(at(path));
  expect([status, headers.get("content-type")]).toEqual([200, type]);
  const { page } = await visit(at("/about"));
  const found = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    return [image.naturalWidth, document.head.querySelectorAll(`link[href="${source}"]`).length];
  }, path);
  expect(found).toEqual([width, 1]);
});

test("/manifest.webmanifest — accepted by the browser", async () => {
  const { page, faults } = await visit(at("/about"));
  const session = await page.context().newCDPSession(page);
  const { errors, url } = await session.send("Page.getAppManifest");
  expect([url, errors]).toEqual([at("/manifest.webmanifest"), []]);
  expect(faults).toEqual([]);
});

/** The elements of a page's head, as a browser reads the HTML. */
async function headOf(path: string) {
  const { page } = await visit(at("/icon.svg"));
  const html = (await sendRequest(at(path))).text;
  return page.evaluate((source) => {
    const { head, title } = new DOMParser().parseFromString(source, "text/html");
    const all = (selector: string, name: string) =>
      [...head.querySelectorAll(selector)].map((element) => element.getAttribute(name) ?? "");
    const metas = [...head.querySelectorAll("meta[property], meta[name]")].map((meta) => [
      meta.getAttribute("property") ?? meta.getAttribute("name"),
      meta.getAttribute("content"),
    ]);
    return {
      title,
      canonical: all("link[rel=canonical]", "href"),
      alternates: all("link[rel=alternate]", "href"),
      meta: Object.fromEntries(metas) as Record<string, string>,
      data: head.querySelector("script[type='application/ld+json']")?.textContent ?? "",
    };
  }, html);
}

test("head of a post — title, description, Open Graph and JSON-LD", async () => {
  const { alternates, canonical, data, meta, title } = await headOf("/blog/1/tea-script-b-biscuits-b");
  const url = at("/blog/1/tea-script-b-biscuits-b");
  expect(title).toBe(`${POST.title} · ${TITLE}`);
  expect(canonical).toEqual([url]);
  expect(alternates).toEqual(["/blog/1.md", "/feed.xml", "/atom.xml", "/feed.json"]);
  expect(meta).toMatchObject({
    description: "Some words.",
    "og:type": "article",
    "og:title": POST.title,
    "og:description": "Some words.",
    "og:url": url,
    "og:site_name": TITLE,
    "og:locale": "en_GB",
    "og:image": expect.stringContaining(at("/images/post-1-")),
    "og:image:width": "1200",
    "og:image:height": "630",
    "og:image:alt": POST.title,
    "article:published_time": expect.stringMatching(/^\d{4}-.*Z$/),
    "article:modified_time": expect.stringMatching(/^\d{4}-.*Z$/),
    "article:tag": "tea",
    "twitter:card": "summary_large_image",
  });
  const image = meta["og:image"];
  expect(JSON.parse(data)).toMatchObject({ "@type": "BlogPosting", headline: POST.title, url, image });
  for (const path of [String(image), at("/og.png")])
    expect((await sendRequest(path)).headers.get("content-type")).toBe("image/png");
});

test("post page — no <link rel=prev|next>, which Firefox would prefetch", async () => {
  await sendRequest(at("/api/posts"), { method: "POST", body: { ...POST, title: "Second" } });
  const neighboursOn = async (path: string) => {
    const { text, headers } = await sendRequest(at(path));
    expect(headers.get("link")).toBeNull();
    const tags = [...text.matchAll(/<(\w+)[^>]*\srel="(next|prev|prefetch)"[^>]*>/g)];
    return tags.map(([tag, name, rel]) => [name, rel, /\shref="([^"]*)"/.exec(tag)?.[1]]);
  };
  expect(await neighboursOn("/blog/1/tea-script-b-biscuits-b")).toEqual([["a", "next", "/blog/2/second"]]);
  expect(await neighboursOn("/blog/2/second")).toEqual([["a", "prev", "/blog/1/tea-script-b-biscuits-b"]]);
});

test("GET /blog/{id}/{slug} — canonicalUrl set — rel=canonical and og:url", async () => {
  const canonicalUrl = "https://example.org/hello";
  const body = { title: "From elsewhere", content: "Words", canonicalUrl };
  const created = await sendRequest(at("/api/posts"), { method: "POST", body });
  const { url } = created.json() as { url: string };
  const { canonical, meta } = await headOf(url.slice(at("").length));
  expect([canonical, meta["og:url"]]).toEqual([[canonicalUrl], canonicalUrl]);
});

test("rel=canonical of pages — without a query", async () => {
  const { canonical, meta } = await headOf("/blog?q=tea");
  expect([canonical, meta["og:url"], meta["og:type"]]).toEqual([[at("/blog")], at("/blog"), "website"]);
});

test.each(sample(["/blog", "/login", "/nowhere"], ["/", "/about", "/contact", "/signup", "/blog/99", "/%ff"]))(
  "%s — the site's title, links to its feeds",
  async (path) => {
    const { alternates, title } = await headOf(path);
    expect(title).toMatch(TITLE);
    expect(alternates).toEqual(["/feed.xml", "/atom.xml", "/feed.json"]);
  },
);

longTest("docs — “Octavo” in the title; after navigation from a page of the site — the site's title", async () => {
  expect((await headOf("/docs")).title).toMatch(/ · Octavo$/);
  const { page, faults } = await visit(at("/"));
  await page.getByRole("contentinfo").getByRole("link", { name: "Docs" }).click();
  await page.waitForURL(at("/docs"));
  await page.getByRole("banner").getByRole("link", { name: TITLE }).waitFor();
  expect(faults).toEqual([]);
});

longTest("feeds — hostile posts — well-formed for the browser's XML parser", async () => {
  const texts = acceptable([...naughtyStrings(), ...generatedMarkup(100)], 1_000);
  const { page } = await visit(at("/icon.svg"));
  const wrong: string[] = [];
  for (let from = 0; from < texts.length; from += 20) {
    const batch = texts.slice(from, from + 20).map((text) => {
      const body = { title: text.replace(/\s+/g, " ").slice(0, 200).trim() || "x", content: text };
      return sendRequest(at("/api/posts"), { method: "POST", body });
    });
    await Promise.all(batch);
    const faults = await page.evaluate(async () => {
      const found: string[] = [];
      for (const path of ["/feed.xml", "/atom.xml", "/sitemap/1.xml"]) {
        const source = await (await fetch(path)).text();
        const parsed = new DOMParser().parseFromString(source, "application/xml");
        const error = parsed.querySelector("parsererror");
        if (error) found.push(`${path} ${error.textContent}`);
        if (parsed.querySelectorAll("item, entry, url").length < 20) found.push(`${path} is cut short`);
      }
      await (await fetch("/feed.json")).json();
      return found;
    });
    wrong.push(...faults);
  }
  expect(wrong).toEqual([]);
});
