import type { Page } from "playwright-core";
import { ask } from "#support/ask";
import { withBrowser } from "#support/browser";
import { leaves, seedPosts } from "#support/seed";
import { withServer } from "#support/server";
import { goTo, isSameDocument, listed, markDocument } from "#support/writing";

/** Behind the two sample posts. */
const LEAVES = 45;

const server = withServer({ SAMPLE_POSTS: "true" });
beforeAll(async () => {
  await seedPosts(server.url, leaves(LEAVES));
});
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

test.each([
  "/",
  "/blog",
  "/blog/1",
  "/blog/1/first-post",
  "/blog/1/edit",
  "/blog/create",
  "/about",
  "/blog-static",
  "/blog-dynamic",
])("%s is shown without a complaint of the browser", async (path) => {
  const { page, faults } = await visit(at(path));
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  expect(await page.title()).toMatch(/\S/);
  expect(faults).toEqual([]);
});

test.each(["/nothing", "/blog/999", "/blog/abc", "/blog/01", "/blog/-1", "/blog/999/edit"])(
  "%s is a page that is not there, with a way on",
  async (path) => {
    const { page } = await visit("about:blank");
    const reply = await page.goto(at(path));
    expect(reply?.status()).toBe(404);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await goTo(page, "Blog");
    await listed(page, "First Post").waitFor();
  },
);

test("a post has one address, and the others lead there", async () => {
  for (const path of ["/blog/1", "/blog/1/an-old-title"]) {
    const { status, headers } = await ask(at(path));
    expect([path, status, headers.get("location")]).toEqual([path, 308, "/blog/1/first-post"]);
  }
  expect((await ask(at("/blog/1/first-post"))).text).toMatch(/<link rel="canonical" href="[^"]+\/blog\/1\/first-post"/);
});

test("the navigation leads everywhere and marks where one is", async () => {
  const { page, faults } = await visit(at("/"));
  for (const name of ["Blog", "Write", "About", "Home"] as const) {
    await goTo(page, name);
    await page.locator(`nav [aria-current=page]:text-is("${name}")`).waitFor();
    expect(await page.locator("[aria-current=page]").count()).toBe(1);
  }
  expect(faults).toEqual([]);
});

test("the list is filtered as one types, and the address holds the search", async () => {
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

test("Back from a post leads to the search that found it", async () => {
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

test("a search can be sent to somebody: its address shows what it found", async () => {
  const { page } = await visit(at("/blog?q=FIRST"));
  expect(await page.getByLabel("Search posts").inputValue()).toBe("FIRST");
  await listed(page, "First Post").waitFor();
  expect(await listed(page, "Second Post").count()).toBe(0);
});

test("when the posts cannot be fetched, one can try again", async () => {
  const { page } = await visit(at("/blog"));
  await page.route("**/api/posts?*", (route) => route.fulfill({ status: 503, json: { title: "Not just now" } }));
  await page.getByLabel("Search posts").fill("first");
  await page.getByText("Not just now").waitFor();
  await page.unroute("**/api/posts?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await listed(page, "First Post").waitFor();
});

test("what a search found is marked", async () => {
  const { page } = await visit(at("/blog"));
  await page.getByLabel("Search posts").fill("blog po");
  await listed(page, "Second Post").waitFor({ state: "detached" });
  expect(await listed(page, "First Post").locator("mark").allTextContents()).toEqual(["Post", "blog", "post"]);
});

test("a tag leads to its posts", async () => {
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
])("/blog%s is no fault", async (query) => {
  const { status, headers } = await ask(at(`/blog${query}`));
  const found = status === 307 ? await ask(at(headers.get("location") ?? "")) : { status };
  expect(found.status).toBe(200);
});

describe("more posts than a page holds", () => {
  const more = (page: Page) => page.getByRole("link", { name: "More posts" }).click();
  const articles = (page: Page) => page.getByRole("article");

  test("come one page after the other, and Back leads to the very place one left", async () => {
    const { page, faults } = await visit(at("/blog"));
    await markDocument(page);
    await more(page);
    await listed(page, "Leaf 38").waitFor();
    await more(page);
    await listed(page, `Leaf ${LEAVES}`).waitFor();
    await page.waitForURL(at("/blog?pages=3"));

    const link = page.getByRole("link", { name: "Leaf 42", exact: true });
    await link.scrollIntoViewIfNeeded();
    const place = await page.evaluate(() => scrollY);
    await link.click();
    await page.getByRole("heading", { level: 1, name: "Leaf 42" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Blog" }).waitFor();
    expect(await articles(page).count()).toBe(LEAVES + 2);
    expect(place).toBeGreaterThan(1_000);
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place);
    expect(await isSameDocument(page)).toBe(true);
    expect(faults).toEqual([]);
  });

  test("are all there when the address is opened anew", async () => {
    const { page } = await visit(at("/blog?pages=3"));
    expect(await articles(page).count()).toBe(LEAVES + 2);
    await page.getByRole("link", { name: "Leaf 42", exact: true }).scrollIntoViewIfNeeded();
    const place = await page.evaluate(() => scrollY);
    await page.reload();
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place);
  });

  test("are read without JavaScript page by page, with a way back to the newest", async () => {
    const { page } = await visit(at("/blog?tag=recto"), { javaScriptEnabled: false });
    expect(await articles(page).count()).toBe(20);
    await more(page);
    await page.waitForURL(/[?&]after=/);
    expect(await articles(page).count()).toBe(3);
    expect(await listed(page, `Leaf ${LEAVES}`).count()).toBe(1);
    await page.getByRole("link", { name: "Back to the newest" }).click();
    await page.waitForURL(at("/blog?tag=recto"));
  });
});

describe("the list in two ways", () => {
  const madeAt = async (path: string) => /<time dateTime="([^"]*)"/.exec((await ask(at(path))).text)?.[1] ?? "";

  test("/blog-static is made once, and kept", async () => {
    const first = await madeAt("/blog-static");
    expect(Date.parse(first)).toBeLessThanOrEqual(Date.now());
    expect((await ask(at("/blog-static"))).text).toContain("Leaf 1");
    expect((await ask(at("/blog-static"))).headers.get("cache-control")).toMatch(/^s-maxage=10,/);
    expect((await ask(at("/blog-static/more"))).status).toBe(404);
  });

  test("/blog-dynamic is made for each request", async () => {
    const before = Date.now();
    expect(Date.parse(await madeAt("/blog-dynamic"))).toBeGreaterThanOrEqual(before);
  });
});

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("one reads the list and a post", async () => {
    const { page } = await visit(at("/"), plain);
    await goTo(page, "Blog");
    await page.getByRole("link", { name: "First Post" }).click();
    await page.getByText("This is my first blog post.").waitFor();
  });

  test("one searches", async () => {
    const { page } = await visit(at("/blog"), plain);
    await page.getByLabel("Search posts").fill("exploring");
    await page.getByLabel("Search posts").press("Enter");
    await page.waitForURL("**/blog?q=exploring");
    expect(await listed(page, "Second Post").count()).toBe(1);
    expect(await listed(page, "First Post").count()).toBe(0);
  });
});

test("the first HTML holds the posts", async () => {
  const { text } = await ask(at("/blog"));
  expect(text).toContain("This is my first blog post.");
});

describe("a post with everything in it", () => {
  const part = (name: string) => `## ${name}\n\n${"Some *more* words to read. ".repeat(60)}\n\n`;
  const content = `${part("One")}\`\`\`js\nlet a;\n\`\`\`\n\n| a |\n|---|\n| b |\n\n- [x] c[^1]\n\n[^1]: d\n\n${part("Two")}${part("Three")}`;
  let address: string;
  beforeAll(async () => {
    const made = await ask(at("/api/posts"), { method: "POST", body: { title: "Everything", content } });
    address = new URL((made.json() as { url: string }).url).pathname;
  });

  test("is read without JavaScript: its contents lead to its parts, and what may be done is offered", async () => {
    const { page, faults } = await visit(at(address), { javaScriptEnabled: false });
    await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: "Three" }).click();
    await page.waitForURL(at(`${address}#part-three`));
    expect(await page.locator(".hljs-keyword").textContent()).toBe("let");
    expect(await page.getByRole("checkbox", { name: "c" }).isChecked()).toBe(true);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { level: 1, name: "Delete this post?" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("shows what was saved meanwhile, where the reader is", async () => {
    const { page, faults } = await visit(at(address));
    await page.waitForLoadState("networkidle");
    const place = await page.evaluate(() => {
      scrollTo(0, 900);
      return scrollY;
    });
    await page.getByRole("link", { name: "Three", exact: true }).focus();
    const id = address.split("/")[2];
    const changed = content.replace("## Three", "## The third");
    await ask(at(`/api/posts/${id}`), { method: "PATCH", body: { content: changed } });
    // A headless browser gives a tab no focus event. SWR listens to one in five seconds.
    await page.evaluate(() => setInterval(() => window.dispatchEvent(new Event("focus")), 250));
    await page.getByRole("heading", { name: "The third" }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(place);
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe("main");
    expect(faults).toEqual([]);
  });
});
