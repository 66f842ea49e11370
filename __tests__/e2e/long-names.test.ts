import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { enlargeText, layoutIssues } from "#support/page-issues";
import { seedPosts } from "#support/seed";
import { withServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

describe("long names at 390 px, text at 200 %", () => {
  const NAME = "Bartholomew Featherstonehaugh-Cholmondeley the Younger";
  const TITLE = "The Unabridged Chronicle of Featherstonehaughs";
  const TAG = "pneumonoultramicroscopicsilicovolcanocon";
  const { visit } = withBrowser();
  const named = withServer({ SIGN_UP: "first", POSTING: "members", SITE_TITLE: TITLE });
  let cookie: ReturnType<typeof asBrowserCookie>;
  beforeAll(async () => {
    const { headers } = await signUpAt(named.url, "Bartholomew", { name: NAME });
    await seedPosts(named.url, [{ title: "Named", content: "Some words.", tags: [TAG] }], headers);
    cookie = asBrowserCookie(named.url, headers);
  });

  /** Runs in the browser: texts of which a part lies outside the window or a box that hides what is too much. */
  function cut(): string[] {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (
        !node.nodeValue?.trim() ||
        !parent?.checkVisibility({ visibilityProperty: true }) ||
        parent.closest(".sr-only")
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      if (left < 0 || right > document.documentElement.clientWidth) found.push(`outside: ${node.nodeValue}`);
      for (let box: Element | null = parent; box; box = box.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(box);
        if (overflowX !== "visible" && textOverflow === "ellipsis" && box.scrollWidth > box.clientWidth)
          found.push(`cut off: ${node.nodeValue}`);
      }
    }
    return found;
  }

  async function expectWholeNames(at: string): Promise<void> {
    const { page } = await visit("about:blank", { viewport: { width: 390, height: 844 } });
    await page.context().addCookies([cookie]);
    await page.goto(named.url + at);
    await enlargeText(page, 2);
    await page.getByRole("banner").getByText(NAME).waitFor();
    await page.getByRole("banner").getByText(TITLE).waitFor();
    // A name with a letter or two per line is visible, but not legible.
    for (const text of [NAME, TITLE]) {
      const box = await page.getByRole("banner").getByText(text).boundingBox();
      expect(box?.width).toBeGreaterThan(190);
    }
    expect(await page.evaluate(cut)).toEqual([]);
    expect(await layoutIssues(page)).toEqual([]);
  }
  test.each(sample(["/blog/1/named"], ["/", "/account", "/blog", "/account/posts", "/blog/1/edit"]))(
    "%s — no name is cut off",
    expectWholeNames,
  );
});
