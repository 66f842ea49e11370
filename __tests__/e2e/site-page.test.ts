import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { sample } from "#support/long";
import { seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withServer, withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const ANALYTICS = "https://count.example/js/count.js";

const server = withSharedServer({ POSTING: "members" });
const counting = withServer({ POSTING: "members", ANALYTICS_SCRIPT: ANALYTICS });
const { visit } = withBrowser();
let headers: { cookie: string };
beforeAll(async () => {
  ({ headers } = await signUpAt(server.url, "Olga"));
  await seedPosts(
    server.url,
    [
      { title: "The fold", content: "A sheet that is folded three times." },
      { title: "The grain", content: "Fold with the grain." },
    ],
    headers,
  );
});

async function openSettings(javaScriptEnabled = true): Promise<{ page: Page; faults: string[] }> {
  const visited = await visit("about:blank", { javaScriptEnabled });
  await visited.page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await visited.page.goto(`${server.url}/account/site`);
  return visited;
}
const current = async () =>
  JSON.parse((await sendRequest(`${server.url}/api/site`)).text) as Record<string, unknown> & {
    navigation: { label: string; url: string }[];
  };
const reset = async () => {
  const names = ["title", "tagline", "introduction", "accent", "logo", "navigation", "footer"];
  const body = Object.fromEntries(names.map((name) => [name, null]));
  await sendRequest(`${server.url}/api/site`, { method: "PATCH", headers, body });
};
afterEach(reset);

/** The accent, once the style sheets are loaded. */
const accentOf = async (page: Page) => {
  await page.waitForLoadState("load");
  return page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--color-accent"));
};

describe.each(sample([true], [false]))("/account/site — JavaScript %s", (isOn) => {
  test("preview, then save — header, home page and colour as they will be, then as they are", async () => {
    const { page, faults } = await openSettings(isOn);
    await page.getByLabel("Title", { exact: true }).fill("Low Tide");
    await page.getByLabel("Introduction").fill("By the *sea*.");
    await page.getByLabel("Accent colour").fill("#A1421D");
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByRole("heading", { name: "Low Tide" }).waitFor();
    await preview.locator("em", { hasText: "sea" }).waitFor();
    await page.getByRole("banner").getByText("Low Tide").waitFor();
    expect(await accentOf(page)).toContain("#a1421d");
    expect((await current()).title).toBe("Octavo");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("banner").getByText("Low Tide").waitFor();
    expect(await accentOf(page)).toContain("#a1421d");
    expect(await current()).toMatchObject({ title: "Low Tide", introduction: "By the *sea*.", accent: "#a1421d" });
    expect(faults).toEqual([]);
  });

  test("what is wrong — named at its field, and everything typed stays", async () => {
    const { page } = await openSettings(isOn);
    await page.getByLabel("Tagline").fill("Kept");
    await page.getByLabel("Accent colour").fill("red");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Accent must be # and six hexadecimal digits").waitFor();
    expect(await page.getByLabel("Tagline").inputValue()).toBe("Kept");
    expect((await current()).tagline).not.toBe("Kept");
  });

  test("saved by another page meanwhile — refused once, then saved", async () => {
    const { page } = await openSettings(isOn);
    await sendRequest(`${server.url}/api/site`, { method: "PATCH", headers, body: { tagline: "Theirs" } });
    await page.getByLabel("Title", { exact: true }).fill("Mine");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("saved by somebody else meanwhile").waitFor();
    expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("Mine");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect((await current()).title).toBe("Mine");
  });
});

test("/account/site — the preview is left by a link — the next page has the saved look", async () => {
  const { page } = await openSettings();
  await page.getByLabel("Title", { exact: true }).fill("Unsaved");
  await page.getByLabel("Accent colour").fill("#a1421d");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("nothing is saved yet").waitFor();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Blog" }).click();
  await page.waitForURL("**/blog");
  await page.getByRole("banner").getByText("Octavo").waitFor();
  expect(await accentOf(page)).not.toContain("#a1421d");
});

test("/account/site — links moved, added and removed by buttons — saved in that order", async () => {
  const { page, faults } = await openSettings();
  await page.getByRole("button", { name: "Move About up" }).click();
  await page.getByRole("button", { name: "Remove Home" }).click();
  await page.getByRole("button", { name: "Add a link" }).click();
  await page.getByLabel("Label of link 4").fill("Shop");
  await page.getByLabel("Address of link 4").fill("https://shop.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  expect((await current()).navigation.map(({ label }) => label)).toEqual(["Blog", "About", "Write", "Shop"]);
  expect(faults).toEqual([]);
});

test("/account/site — without JavaScript, links as text — saved", async () => {
  const { page } = await openSettings(false);
  await page.getByLabel("One a line").fill("Posts | /blog\n\nNo address");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/Line 2: URL must be a path/).waitFor();
  await page.getByLabel("One a line").fill("Posts | /blog");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  expect((await current()).navigation).toEqual([{ label: "Posts", url: "/blog" }]);
});

test("/account/site — a logo chosen as a file — uploaded, previewed in the header, saved", async () => {
  const { page } = await openSettings();
  const buffer = await picture(48).png().toBuffer();
  await page.getByLabel("File: Logo").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Remove: Logo" }).waitFor();
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("banner").locator("img").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  expect((await current()).logo).toMatchObject({ width: 48, height: 48 });
});

test("/account/site — the session has ended — refused, and everything typed stays", async () => {
  const { page } = await openSettings();
  await page.getByLabel("Tagline").fill("Kept");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  await page
    .getByText(/sign in/i)
    .first()
    .waitFor();
  expect(await page.getByLabel("Tagline").inputValue()).toBe("Kept");
});

describe("search in the header", () => {
  const field = (page: Page) => page.getByRole("banner").getByLabel("Find posts");

  test("/ — opens it, by arrows and Enter to a post, Escape closes", async () => {
    const { page, faults } = await visit(`${server.url}/about`);
    await page.keyboard.press("/");
    await page.keyboard.type("fold");
    const options = page.getByRole("option");
    await options.first().waitFor();
    expect(await options.count()).toBe(3);
    expect(await options.locator("mark").first().textContent()).toMatch(/fold/i);
    await page.keyboard.press("Escape");
    expect(await field(page).isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Search");
    await page.keyboard.press("/");
    await options.first().waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    const active = await field(page).getAttribute("aria-activedescendant");
    const title = await page.locator(`[id="${active}"] > span`).first().textContent();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
    expect(await field(page).isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  test("Enter without a choice — all results on the blog", async () => {
    const { page } = await visit(`${server.url}/about`);
    await page.getByRole("banner").locator("summary").click();
    await page.getByRole("banner").locator("input:focus").waitFor();
    await page.keyboard.type("grain");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/blog?q=grain");
  });

  test("/ with a modifier, or typed into a field — nothing opens", async () => {
    const { page } = await visit(`${server.url}/contact`);
    for (const key of ["Control+/", "Alt+/", "Meta+/"]) await page.keyboard.press(key);
    await page.getByLabel("Name", { exact: true }).press("/");
    expect(await field(page).isVisible()).toBe(false);
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("/");
  });

  test.each(["/blog", "/nothing"])("/ on %s — the search of the page itself", async (path) => {
    const { page } = await visit(server.url + path);
    await page.keyboard.press("/");
    await page.keyboard.type("x");
    expect(await page.getByRole("main").getByLabel("Search posts").inputValue()).toBe("x");
  });

  test("code of the results — not loaded before it is opened", async () => {
    const { page } = await visit("about:blank");
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(".js")) scripts.push(request.url());
    });
    await page.goto(`${server.url}/about`, { waitUntil: "networkidle" });
    const before = scripts.length;
    await page.keyboard.press("/");
    await page.getByRole("listbox", { includeHidden: true }).waitFor({ state: "attached" });
    expect(scripts.length).toBeGreaterThan(before);
  });

  test.each(["/about", "/nothing"])("%s without JavaScript, 320 px — a form that finds posts", async (path) => {
    const { page } = await visit(server.url + path, {
      javaScriptEnabled: false,
      viewport: { width: 320, height: 600 },
    });
    await page.getByRole("banner").locator("summary").click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await field(page).fill("grain");
    await page.getByRole("banner").getByRole("button", { name: "Search" }).click();
    await page.getByRole("main").getByRole("link", { name: "The grain" }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=grain");
  });
});

describe("ANALYTICS_SCRIPT", () => {
  const policyOf = async (path: string) =>
    (await sendRequest(counting.url + path)).headers.get("content-security-policy") ?? "";

  test.each(sample(["/", "/docs"], ["/blog", "/about", "/contact"]))(
    "%s — has the script, allowed by the policy",
    async (path) => {
      const policy = await policyOf(path);
      expect(policy).toContain("script-src 'self' https://count.example;");
      expect(policy).toContain("connect-src 'self' https://count.example;");
      expect((await sendRequest(counting.url + path)).text).toContain(`src="${ANALYTICS}"`);
    },
  );

  test.each(sample(["/login", "/blog/create", "/nothing", "/api/posts"], ["/signup", "/reset-password", "/account"]))(
    "%s — neither the script nor its origin",
    async (path) => {
      expect(await policyOf(path)).not.toContain("count.example");
      expect((await sendRequest(counting.url + path)).text).not.toContain("count.example");
    },
  );

  test("the script runs and sends on a page for readers; the page of sign-in is a full load, without it", async () => {
    const { page } = await visit("about:blank");
    const sent: string[] = [];
    await page.route("https://count.example/**", (route) => {
      sent.push(new URL(route.request().url()).pathname);
      const isScript = route.request().url() === ANALYTICS;
      const body = isScript ? "window.counted = true; fetch('https://count.example/hit', { mode: 'no-cors' });" : "";
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await page.goto(`${counting.url}/`, { waitUntil: "networkidle" });
    expect(sent).toEqual(["/js/count.js", "/hit"]);
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Blog" }).click();
    await page.waitForURL("**/blog");
    expect(await page.evaluate("window.counted")).toBe(true);
    await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
    await page.waitForURL("**/login**");
    expect(await page.evaluate("window.counted")).toBeUndefined();
  });
});
