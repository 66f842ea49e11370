import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { type TestServer, withServer } from "#support/server";
import { goTo, isSameDocument, listed, markDocument, openPanel, submit, titled } from "#support/writing";

const { visit } = withBrowser();

type Stored = { id: string; url: string; publishedAt: string };

async function createPost(server: TestServer, post: object): Promise<Stored> {
  const body = { title: "A post", content: "Its text", ...post };
  const { status, text } = await sendRequest(`${server.url}/api/posts`, { method: "POST", body });
  if (status !== 201) throw new Error(text);
  return JSON.parse(text) as Stored;
}
const pathOf = ({ url }: Stored) => new URL(url).pathname;
const read = async (server: TestServer, { id }: Stored) =>
  (await sendRequest(`${server.url}/api/posts/${id}`)).json() as Stored;

/** The dates of a page as its HTML has them. */
const datesIn = (html: string) =>
  [...html.matchAll(/<time dateTime="([^"]*)"[^>]*>([^<]*)</gi)].map(([, time, text]) => [time, text]);
const datesOn = (page: Page) =>
  page.locator("time").evaluateAll((times) => times.map((time) => [time.getAttribute("datetime"), time.textContent]));

const style = (page: Page, selector: string, property: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

const PERSIAN = "eBPF یک فناوری است.\n\nپاراگراف دوم.\n\n- یک\n- دو\n\n> نقل قول\n\nAn English paragraph.";

function testRightToLeftPost(server: TestServer, test: jest.It): void {
  test("a right-to-left post that begins with a Latin word — title, text, bullets and quotation bars run right to left", async () => {
    const post = await createPost(server, { title: "eBPF چیست؟", content: PERSIAN });
    const { page, faults } = await visit(server.url + pathOf(post));
    for (const element of ["h1", ".prose p", ".prose ul", ".prose li", ".prose blockquote"])
      expect([element, await style(page, element, "direction")]).toEqual([element, "rtl"]);
    expect(await style(page, ".prose blockquote", "border-right-width")).toBe("2px");
    expect(await style(page, ".prose p[dir=ltr]", "direction")).toBe("ltr");
    await goTo(page, "Blog");
    await listed(page, "eBPF چیست؟").waitFor();
    expect(await style(page, "article h3", "direction")).toBe("rtl");
    expect(await style(page, "article h3 + p", "direction")).toBe("rtl");
    expect(faults).toEqual([]);
  });
}

describe("SITE_TIME_ZONE=Asia/Tokyo, server in Los Angeles", () => {
  const server = withServer({ SITE_TIME_ZONE: "Asia/Tokyo", TZ: "America/Los_Angeles" });
  const NEW_YEAR = ["2025-12-31T16:00:00.000Z", "1 Jan 2026"];

  test.each(sample(["Pacific/Kiritimati"], ["America/Los_Angeles", "Asia/Tokyo"]))(
    "GET /blog and a post — a browser in %s — dates in Tokyo's time zone, on the server and after hydration",
    async (timezoneId) => {
      const post = await createPost(server, { title: "New year", publishedAt: "2026-01-01T01:00:00+09:00" });
      expect(datesIn((await sendRequest(server.url + pathOf(post))).text)[0]).toEqual(NEW_YEAR);
      const { page, faults } = await visit(server.url + pathOf(post), { timezoneId });
      expect((await datesOn(page))[0]).toEqual(NEW_YEAR);
      // Rendered by the browser.
      await markDocument(page);
      await goTo(page, "Blog");
      await listed(page, "New year").first().waitFor();
      expect(await datesOn(page)).toContainEqual(NEW_YEAR);
      expect(await isSameDocument(page)).toBe(true);
      expect(faults).toEqual([]);
    },
  );

  test("GET /blog/{id} — the first date that a post may have — shown", async () => {
    const post = await createPost(server, { title: "Old", publishedAt: "1900-01-01T00:00:00Z" });
    const { text } = await sendRequest(server.url + pathOf(post));
    expect(datesIn(text)[0]).toEqual(["1900-01-01T00:00:00.000Z", "1 Jan 1900"]);
  });

  test("GET /blog-static — prerendered — dates in Tokyo's time zone", async () => {
    await createPost(server, { title: "New year", publishedAt: "2026-01-01T01:00:00+09:00" });
    expect(datesIn((await sendRequest(`${server.url}/blog-static`)).text)).toContainEqual(NEW_YEAR);
  });

  testRightToLeftPost(server, test);
});

describe("SITE_TIME_ZONE=America/New_York, browser in Tokyo", () => {
  const server = withServer({ SITE_TIME_ZONE: "America/New_York", TZ: "Pacific/Auckland" });
  /** The second time that the clocks show 01:30, with seconds that the form does not show. */
  const SECOND_HALF_PAST_ONE = "2099-11-01T06:30:12.345Z";

  describe.each([
    ["with JavaScript", true],
    ["without JavaScript", false],
  ])("%s", (_, javaScriptEnabled) => {
    const browser = { javaScriptEnabled, timezoneId: "Asia/Tokyo" };

    longTest("the form of a post — a date that the clocks skip — an hour later, with its zone", async () => {
      const { page, faults } = await visit(`${server.url}/blog/create`, browser);
      await page.getByLabel("Title").fill("Scheduled");
      await page.getByLabel("Content").fill("Later.");
      await openPanel(page);
      await page.getByRole("radio", { name: "Schedule" }).check();
      await page.getByText("In the time zone of the site, America/New York.").waitFor();
      await page.getByLabel("Date and time").fill("2099-03-08T02:30");
      await submit(page, javaScriptEnabled ? "Schedule" : "Publish");
      await titled(page, "Scheduled");
      await page.goto(`${server.url}/account/posts?status=scheduled`);
      await page.getByText("8 Mar 2099, 03:30 GMT-4").first().waitFor();
      const dates = ((await sendRequest(`${server.url}/api/posts?status=scheduled`)).json() as Stored[]).map(
        ({ publishedAt }) => publishedAt,
      );
      expect(dates).toContain("2099-03-08T07:30:00.000Z");
      expect(faults).toEqual([]);
    });

    (javaScriptEnabled ? longTest : test)(
      "the form of a scheduled post — its date unchanged — stored to the millisecond",
      async () => {
        const post = await createPost(server, { title: "Exact", publishedAt: SECOND_HALF_PAST_ONE });
        const { page } = await visit(`${server.url}/blog/${post.id}/edit`, browser);
        expect(await page.getByLabel("Date and time").inputValue()).toBe("2099-11-01T01:30");
        await page.getByLabel("Title").fill("Exactly");
        await submit(page, "Update");
        await titled(page, "Exactly");
        expect((await read(server, post)).publishedAt).toBe(SECOND_HALF_PAST_ONE);
        await page.goto(`${server.url}/blog/${post.id}/edit`);
        await openPanel(page);
        await page.getByLabel("Date and time").fill("2099-11-01T01:31");
        await submit(page, "Update");
        await titled(page, "Exactly");
        expect((await read(server, post)).publishedAt).toBe("2099-11-01T05:31:00.000Z");
      },
    );
  });
});

describe("SITE_LANGUAGE=fa", () => {
  const server = withServer({ SITE_LANGUAGE: "fa", SITE_TIME_ZONE: "Asia/Tehran", TZ: "America/New_York" });

  test("GET /blog/{id} — posts in the site's and in another language — lang of each text, labels in English", async () => {
    await createPost(server, { title: "سلام", content: "متن", publishedAt: "2025-12-31T21:00:00Z" });
    const french = await createPost(server, { title: "Salut", content: "Bonjour.", language: "fr" });
    const { page, faults } = await visit(server.url + pathOf(french));
    const languages = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((found) => found.map((element) => element.closest("[lang]")?.getAttribute("lang")));
    expect(await page.locator("html").evaluate(({ dir, lang }: HTMLElement) => [lang, dir])).toEqual(["fa", "rtl"]);
    expect(await languages("h1, .prose, article time, nav[aria-label='Main'] a, footer a")).toEqual(
      expect.arrayContaining(["fr", "fa", "en"]),
    );
    expect(await languages("h1, .prose")).toEqual(["fr", "fr"]);
    expect(await languages("article time")).toEqual(["fa"]);
    expect(await languages("a[rel=prev] span:last-child")).toEqual(["fa"]);
    expect(new Set(await languages("header nav a, body > div footer a, a[rel=prev] span:first-child"))).toEqual(
      new Set(["en"]),
    );
    expect(await page.locator("meta[property='og:locale']").getAttribute("content")).toBe("fr_FR");
    const data = JSON.parse((await page.locator("script[type='application/ld+json']").textContent()) ?? "{}");
    expect(data.inLanguage).toBe("fr");
    await goTo(page, "Blog");
    await listed(page, "سلام").waitFor();
    // The day has begun in Tehran. The server and the browser write it in the same way.
    expect(await datesOn(page)).toContainEqual(["2025-12-31T21:00:00.000Z", "۱۱ دی ۱۴۰۴"]);
    expect(datesIn((await sendRequest(`${server.url}/blog`)).text)).toEqual(await datesOn(page));
    expect(faults).toEqual([]);
  });

  testRightToLeftPost(server, longTest);
});
