import { ask } from "#support/ask";
import { withBrowser } from "#support/browser";
import { withServer } from "#support/server";
import { goTo, listed } from "#support/writing";

const server = withServer({ SAMPLE_POSTS: "true" });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

test.each(["/", "/blog", "/blog/1", "/blog/1/first-post", "/blog/1/edit", "/blog/create", "/about"])(
  "%s is shown without a complaint of the browser",
  async (path) => {
    const { page, faults } = await visit(at(path));
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await page.title()).toMatch(/\S/);
    expect(faults).toEqual([]);
  },
);

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

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("one reads the list and a post", async () => {
    const { page } = await visit(at("/"), plain);
    await goTo(page, "Blog");
    expect(await page.getByRole("article").count()).toBe(2);
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
    expect(await page.getByRole("link", { name: "Delete" }).getAttribute("href")).toMatch(/^\/blog\/\d+\/delete$/);
    expect(await page.getByRole("button", { name: "Delete" }).isVisible()).toBe(false);
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
