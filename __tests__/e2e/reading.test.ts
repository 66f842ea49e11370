import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { numberedPosts, seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { goTo, isSameDocument, listed, markDocument } from "#support/writing";

/** Behind the two sample posts. */
const POSTS = 45;

const server = withServer({ SAMPLE_POSTS: "true" });
beforeAll(async () => {
  await seedPosts(server.url, numberedPosts(POSTS));
});
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

test.each(
  sample(
    ["/", "/blog/1/edit"],
    ["/blog", "/blog/1", "/blog/1/first-post", "/blog/create", "/about", "/blog-static", "/blog-dynamic"],
  ),
)("%s — shown without browser errors", async (path) => {
  const { page, faults } = await visit(at(path));
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  expect(await page.title()).toMatch(/\S/);
  expect(faults).toEqual([]);
});

test.each(sample(["/nothing", "/blog/999"], ["/blog/abc", "/blog/01", "/blog/-1", "/blog/999/edit"]))(
  "%s — 404 page with links to go on",
  async (path) => {
    const { page } = await visit("about:blank");
    const reply = await page.goto(at(path));
    expect(reply?.status()).toBe(404);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await goTo(page, "Blog");
    await listed(page, "First Post").waitFor();
  },
);

test("/blog/[id] and other slugs — redirect to the post's URL", async () => {
  for (const path of ["/blog/1", "/blog/1/an-old-title"]) {
    const { status, headers } = await sendRequest(at(path));
    expect([path, status, headers.get("location")]).toEqual([path, 301, "/blog/1/first-post"]);
  }
  expect((await sendRequest(at("/blog/1/first-post"))).text).toMatch(
    /<link rel="canonical" href="[^"]+\/blog\/1\/first-post"/,
  );
});

longTest("navigation — leads to every page, marks the current one", async () => {
  const { page, faults } = await visit(at("/"));
  for (const name of ["Blog", "Write", "About", "Home"] as const) {
    await goTo(page, name);
    await page.locator(`nav [aria-current=page]:text-is("${name}")`).waitFor();
    expect(await page.locator("[aria-current=page]").count()).toBe(1);
  }
  expect(faults).toEqual([]);
});

test("/blog — typing in the search field — list filtered, URL updated", async () => {
  const { page, faults } = await visit(at("/blog"));
  await page.getByLabel("Search posts").pressSequentially("Explor");
  await listed(page, "First Post").waitFor({ state: "detached" });
  await listed(page, "Second Post").waitFor();
  await page.waitForURL(at("/blog?q=Explor"));

  await page.getByLabel("Search posts").fill("nothing has this");
  await page.getByText("No post has these words.").waitFor();
  await page.getByLabel("Search posts").fill("");
  await listed(page, "First Post").waitFor();
  await page.waitForURL(at("/blog"));
  expect(faults).toEqual([]);
});

longTest("Back from a post — the search results", async () => {
  const { page } = await visit(at("/blog"));
  await page.getByLabel("Search posts").fill("exploring");
  await listed(page, "First Post").waitFor({ state: "detached" });
  await page.waitForURL(at("/blog?q=exploring"));
  await page.getByRole("link", { name: "Second Post" }).click();
  await page.getByRole("heading", { level: 1, name: "Second Post" }).waitFor();
  await page.goBack();
  await page.waitForURL(at("/blog?q=exploring"));
  await listed(page, "Second Post").waitFor();
  expect(await page.getByLabel("Search posts").inputValue()).toBe("exploring");
  expect(await listed(page, "First Post").count()).toBe(0);
});

test("URL of a search — opened elsewhere — the same results", async () => {
  const { page } = await visit(at("/blog?q=FIRST"));
  expect(await page.getByLabel("Search posts").inputValue()).toBe("FIRST");
  await listed(page, "First Post").waitFor();
  expect(await listed(page, "Second Post").count()).toBe(0);
});

longTest("/blog — posts cannot be fetched — “Try again”", async () => {
  const { page } = await visit(at("/blog"));
  await page.route("**/api/posts?*", (route) => route.fulfill({ status: 503, json: { title: "Not just now" } }));
  await page.getByLabel("Search posts").fill("first");
  await page.getByText("Not just now").waitFor();
  await page.unroute("**/api/posts?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await listed(page, "First Post").waitFor();
});

longTest("/blog?q= — matches are marked", async () => {
  const { page } = await visit(at("/blog"));
  await page.getByLabel("Search posts").fill("blog po");
  await listed(page, "Second Post").waitFor({ state: "detached" });
  expect(await listed(page, "First Post").locator("mark").allTextContents()).toEqual(["Post", "blog", "post"]);
});

test("tag link — posts of the tag", async () => {
  const { page, faults } = await visit(at("/blog"));
  await page.getByRole("article").getByRole("link", { name: "recto" }).first().click();
  await page.waitForURL(at("/blog?tag=recto"));
  await page.getByText("23 posts").waitFor();
  await page.getByRole("link", { name: "Show all" }).click();
  await listed(page, "First Post").waitFor();
  expect(faults).toEqual([]);
});

test.each([
  "?tag=%00",
  "?tag=Caf%C3%A9",
  "?tag=a&tag=b",
  "?q=%00%22%27",
  "?q=a&q=b",
  "?after=x",
  "?after=a.b",
  "?pages=-1",
])("/blog%s — 200", async (query) => {
  const { status, headers } = await sendRequest(at(`/blog${query}`));
  const found = status === 307 ? await sendRequest(at(headers.get("location") ?? "")) : { status };
  expect(found.status).toBe(200);
});

describe("/blog — more than one page", () => {
  const more = (page: Page) => page.getByRole("link", { name: "More posts" }).click();
  const articles = (page: Page) => page.getByRole("article");

  test("“More posts” — page by page; Back — the same scroll position", async () => {
    const { page, faults } = await visit(at("/blog"));
    await markDocument(page);
    await more(page);
    await listed(page, "Item 38").waitFor();
    await more(page);
    await listed(page, `Item ${POSTS}`).waitFor();
    await page.waitForURL(at("/blog?pages=3"));

    const link = page.getByRole("link", { name: "Item 42", exact: true });
    await link.scrollIntoViewIfNeeded();
    const place = await page.evaluate(() => scrollY);
    await link.click();
    await page.getByRole("heading", { level: 1, name: "Item 42" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Blog" }).waitFor();
    expect(await articles(page).count()).toBe(POSTS + 2);
    expect(place).toBeGreaterThan(1_000);
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place);
    expect(await isSameDocument(page)).toBe(true);
    expect(faults).toEqual([]);
  });

  longTest("reload — all loaded posts", async () => {
    const { page } = await visit(at("/blog?pages=3"));
    expect(await articles(page).count()).toBe(POSTS + 2);
    await page.getByRole("link", { name: "Item 42", exact: true }).scrollIntoViewIfNeeded();
    const place = await page.evaluate(() => scrollY);
    await page.reload();
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place);
  });

  longTest("without JavaScript — page by page, with a link back", async () => {
    const { page } = await visit(at("/blog?tag=recto"), { javaScriptEnabled: false });
    expect(await articles(page).count()).toBe(20);
    await more(page);
    await page.waitForURL(/[?&]after=/);
    expect(await articles(page).count()).toBe(3);
    expect(await listed(page, `Item ${POSTS}`).count()).toBe(1);
    await page.getByRole("link", { name: "Back to the newest" }).click();
    await page.waitForURL(at("/blog?tag=recto"));
  });
});

describe("/blog-static and /blog-dynamic", () => {
  const renderedAt = async (path: string) =>
    /<time dateTime="([^"]*)"/.exec((await sendRequest(at(path))).text)?.[1] ?? "";

  test("/blog-static — rendered once", async () => {
    const first = await renderedAt("/blog-static");
    expect(Date.parse(first)).toBeLessThanOrEqual(Date.now());
    expect((await sendRequest(at("/blog-static"))).text).toContain("Item 1");
    expect((await sendRequest(at("/blog-static"))).headers.get("cache-control")).toMatch(/^s-maxage=10,/);
    expect((await sendRequest(at("/blog-static/more"))).status).toBe(404);
  });

  test("/blog-dynamic — rendered per request", async () => {
    const before = Date.now();
    expect(Date.parse(await renderedAt("/blog-dynamic"))).toBeGreaterThanOrEqual(before);
  });
});

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("list and post", async () => {
    const { page } = await visit(at("/"), plain);
    await goTo(page, "Blog");
    await page.getByRole("link", { name: "First Post" }).click();
    await page.getByText("This is my first blog post.").waitFor();
  });

  longTest("search", async () => {
    const { page } = await visit(at("/blog"), plain);
    await page.getByLabel("Search posts").fill("exploring");
    await page.getByLabel("Search posts").press("Enter");
    await page.waitForURL("**/blog?q=exploring");
    expect(await listed(page, "Second Post").count()).toBe(1);
    expect(await listed(page, "First Post").count()).toBe(0);
  });
});

test("server HTML — the posts", async () => {
  const { text } = await sendRequest(at("/blog"));
  expect(text).toContain("This is my first blog post.");
});

describe("a post with every element", () => {
  const part = (name: string) => `## ${name}\n\n${"Some *more* words to read. ".repeat(60)}\n\n`;
  const content = `${part("One")}\`\`\`js\nlet a;\n\`\`\`\n\n| a |\n|---|\n| b |\n\n- [x] c[^1]\n\n[^1]: d\n\n${part("Two")}${part("Three")}`;
  let address: string;
  beforeAll(async () => {
    const created = await sendRequest(at("/api/posts"), { method: "POST", body: { title: "Everything", content } });
    address = new URL((created.json() as { url: string }).url).pathname;
  });

  test("without JavaScript — contents lead to headings, actions are shown", async () => {
    const { page, faults } = await visit(at(address), { javaScriptEnabled: false });
    await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: "Three" }).click();
    await page.waitForURL(at(`${address}#part-three`));
    expect(await page.locator(".hljs-keyword").textContent()).toBe("let");
    expect(await page.getByRole("checkbox", { name: "c" }).isChecked()).toBe(true);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { level: 1, name: "Delete this post?" }).waitFor();
    expect(faults).toEqual([]);
  });

  longTest("saved meanwhile — new text shown in place", async () => {
    const { page, faults } = await visit(at(address));
    await page.waitForLoadState("networkidle");
    const place = await page.evaluate(() => {
      scrollTo(0, 900);
      return scrollY;
    });
    await page.getByRole("link", { name: "Three", exact: true }).focus();
    const id = address.split("/")[2];
    const changed = content.replace("## Three", "## The third");
    await sendRequest(at(`/api/posts/${id}`), { method: "PATCH", body: { content: changed } });
    // A headless browser gives a tab no focus event. SWR listens to one in five seconds.
    await page.evaluate(() => setInterval(() => window.dispatchEvent(new Event("focus")), 250));
    await page.getByRole("heading", { name: "The third" }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(place);
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe("main");
    expect(faults).toEqual([]);
  });
});

describe("a right-to-left post", () => {
  const code = "npm install --save-exact a@1.0";
  const content = `\`\`\`sh\n$ ls -la /tmp/ # (all)\n\`\`\`\n\n\`${code}\` זו פקודה \`a(b, c);\` ועוד\n\n> ציטוט\n\n- אחד \`x[0] + 1\`\n\n| א | ב |\n|---|---|\n| \`y = (1);\` | ד |`;

  /** Runs in the browser: code whose characters do not follow each other from left to right. */
  function scrambled(): string[] {
    const all = [...document.querySelectorAll(".prose code")];
    const lines = all.flatMap((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const places: { left: number; top: number }[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < (node.nodeValue ?? "").trimEnd().length; at++) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { left, top } = range.getBoundingClientRect();
          places.push({ left, top: Math.round(top) });
        }
      }
      const isInOrder = places.every(
        ({ left, top }, at) => at === 0 || top > (places[at - 1]?.top ?? 0) || left >= (places[at - 1]?.left ?? 0),
      );
      return isInOrder ? [] : [element.textContent ?? ""];
    });
    return all.length < 4 ? ["Not all of the code is there"] : lines;
  }

  /** Runs in the browser: the sides of a text's parts that are not at its start. */
  function sides() {
    const style = (selector: string) => getComputedStyle(document.querySelector(`.prose ${selector}`) ?? document.body);
    return {
      quote: [style("blockquote").borderRightWidth, style("blockquote").borderLeftWidth],
      list: style("ul").paddingLeft,
      cell: style("td").paddingRight,
      text: getComputedStyle(document.querySelector(".prose") ?? document.body).direction,
    };
  }
  const RIGHT_TO_LEFT = { quote: ["2px", "0px"], list: "0px", cell: "0px", text: "rtl" };

  test("code left to right, the rest right to left, also if it begins with code", async () => {
    const [id] = await seedPosts(server.url, [{ title: "עברית", content }]);
    const { page } = await visit(at(`/blog/${id}`));
    expect(await page.evaluate(scrambled)).toEqual([]);
    expect(await page.evaluate(sides)).toEqual(RIGHT_TO_LEFT);
  });

  longTest("editor preview — the same", async () => {
    const { page } = await visit(at("/blog/create"));
    await page.getByLabel("Content").fill(content);
    await page.getByRole("region", { name: "Preview" }).getByText("ציטוט").waitFor();
    expect(await page.evaluate(scrambled)).toEqual([]);
    expect(await page.evaluate(sides)).toEqual(RIGHT_TO_LEFT);
  });
});

describe("/blog?q=", () => {
  longTest("title of the page — the search, with and without JavaScript", async () => {
    const { page } = await visit(at("/blog?q=exploring"), { javaScriptEnabled: false });
    expect(await page.title()).toBe("Search: exploring · Octavo");
    const { page: alive } = await visit(at("/blog"));
    await alive.getByLabel("Search posts").fill("first");
    await alive.waitForFunction(() => document.title === "Search: first · Octavo");
    await alive.getByLabel("Search posts").fill("");
    await alive.waitForFunction(() => document.title === "Blog · Octavo");
  });

  longTest("search result — announced once", async () => {
    const { page } = await visit(at("/blog"));
    await page.getByLabel("Search posts").focus();
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      let last = new Map<Element, string>();
      const read = () => {
        const regions = [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")];
        const shown = regions.filter((region) => region.checkVisibility());
        const now = new Map(shown.map((region) => [region, region.textContent ?? ""]));
        for (const [region, text] of now) if (text !== "" && last.get(region) !== text) said.push(text);
        last = now;
      };
      read();
      said.length = 0;
      new MutationObserver(read).observe(document, { subtree: true, childList: true, characterData: true });
    });
    for (const [query, result] of [
      ["exploring", "1 post found"],
      ["nothing has this", "0 posts found"],
      ["item", "45 posts found"],
    ] as const) {
      await page.getByLabel("Search posts").fill(query);
      await page.getByText(result).waitFor();
      await page.waitForLoadState("networkidle");
      expect(await page.evaluate("said.splice(0)")).toEqual([result]);
    }
  });

  test("composition — no request during it, one after it", async () => {
    const { page } = await visit(at("/blog"));
    const searches: string[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      const q = searchParams.get("q");
      // The list itself may be revalidated meanwhile.
      if (pathname === "/api/posts" && q !== null) searches.push(q);
    });
    await page.getByLabel("Search posts").focus();
    const client = await page.context().newCDPSession(page);
    for (const text of ["ㅎ", "하", "한", "한ㄱ", "한그", "한글"]) {
      await client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      // Longer than the pause after which a search is sent.
      await page.waitForTimeout(300);
    }
    expect(searches).toEqual([]);
    await client.send("Input.insertText", { text: "한글" });
    await page.getByText("No post has these words.").waitFor();
    expect(searches).toEqual(["한글"]);
  });
});

longTest("Undo on the list — the restored post is focused", async () => {
  const [id] = await seedPosts(server.url, [{ title: "Come back", content: "Soon." }]);
  const { page } = await visit(at(`/blog/${id}`));
  await page.getByRole("main").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(at("/blog"));
  await page.getByText("was moved to the trash").waitFor();
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await page.getByText("is back.").waitFor();
  await page.waitForFunction(
    (wanted) => document.activeElement instanceof HTMLAnchorElement && document.activeElement.pathname === wanted,
    `/blog/${id}/come-back`,
  );
});

test("pages opened and navigated to — what the server rendered is not fetched again, what changed meanwhile is shown", async () => {
  const { page } = await visit("about:blank");
  const requests: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    // Pages are cached for all readers: only the browser knows whose session it is.
    if (pathname.startsWith("/api/") && pathname !== "/api/auth/session") requests.push(pathname);
  });
  for (const path of ["/", "/blog/1/first-post", "/blog"]) {
    await page.goto(at(path));
    await page.waitForLoadState("networkidle");
  }
  await goTo(page, "Home");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await seedPosts(server.url, [{ title: "Written meanwhile", content: "By somebody else.", author: "A writer" }]);
  await goTo(page, "Blog");
  await listed(page, "Written meanwhile").waitFor();
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([]);
});
