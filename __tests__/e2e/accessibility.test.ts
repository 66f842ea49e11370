import { globSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { findIssues, findPhoneIssues, NAMED_STATES, PHONE, withStates } from "#support/accessibility-checks";
import { STATES } from "#support/accessibility-states";
import { newVisitor } from "#support/browser";
import { sample } from "#support/long";
import { axeViolations, layoutIssues } from "#support/page-issues";

const visits = withStates();
const { server } = visits;

test("accessibility states — every page has at least one", () => {
  const pages = globSync("pages/**/*.tsx").map((file) => `/${path.relative("pages", file)}`);
  const routes = pages.map((file) =>
    file
      .replace(/\.tsx$/, "")
      .replace(/(?<=\/)index$/, "")
      .replace(/(?<=.)\/$/, ""),
  );
  expect(Object.keys(STATES).sort()).toEqual(routes.filter((route) => !/\/_\w+$/.test(route)).sort());
});

test("findIssues — a page with issues — reports each", async () => {
  const { page } = await newVisitor(visits.browser, { viewport: PHONE });
  await page.setContent(`<html lang="en"><title>Wrong</title><main><h1>Wrong</h1>
    <img src="data:,"><p style="color: #bbb; background: #fff">Faint</p>
    <p style="width: 50rem">Wide</p><p style="overflow: hidden; height: 1rem; width: 2rem">Cut off</p>
    <a href="/">Below</a><a href="/" style="position: relative; left: -2rem">Above</a></main></html>`);
  const axe = await axeViolations(page);
  for (const rule of ["image-alt", "color-contrast"]) expect(axe).toContainEqual(expect.stringMatching(`^${rule}:`));
  const layout = await layoutIssues(page);
  for (const fault of [/^the page is \d+ of 375 wide/, /^cut off: <p/, /^<a .*lies over <a/]) {
    expect(layout).toContainEqual(expect.stringMatching(fault));
  }
});

// A sample: the first state of each page on a phone, and some at every width and text size.
// `__tests__/long/accessibility.test.ts` tries every state in every combination of width, colour scheme and contrast.
const FIRST_STATES = NAMED_STATES.filter(({ isFirst }) => isFirst);
const AT_EVERY_WIDTH = ["/blog?pages=2", "/blog/1/edit"];
/** Pages with the components and the layout of others, or the largest of their kind. */
const LIKE_OTHERS = [
  "/500",
  "/about/edit",
  "/account/export",
  "/account/keys",
  "/account/messages",
  "/account/redirects",
  "/account/security",
  "/account/tags",
  "/account/tags/ink",
  "/account/tags/paper",
  "/account/users/ada",
  "/account/welcome",
  "/authors/ada",
  "/blog/1/delete",
  "/blog/5/preview/links",
  "/blog-dynamic",
  "/blog-static",
  "/confirm-email?done=confirm",
  "/confirm-email?token=used",
  "/docs",
  "/docs/api",
  "/docs/errors",
  "/docs/running",
  "/nothing",
  "/preview/ended",
  "/signup",
  "/reset-password",
];
const like = FIRST_STATES.filter(({ at }) => LIKE_OTHERS.includes(at));
const unlike = FIRST_STATES.filter(({ at }) => !LIKE_OTHERS.includes(at));

test.each(sample(unlike, like))("$name — axe finds nothing, and no text is cut off", async (state) => {
  const page = await visits.open(state);
  expect(await (AT_EVERY_WIDTH.includes(state.at) ? findIssues(page) : findPhoneIssues(page))).toEqual([]);
});

test("accessibility pages — each is checked at every width", () => {
  expect(FIRST_STATES.map(({ at }) => at)).toEqual(expect.arrayContaining(AT_EVERY_WIDTH));
});

describe.each(sample<"light" | "dark">(["dark"], ["light"]))("forced colours, %s", (colorScheme) => {
  let page: Page;
  beforeAll(async () => {
    page = (
      await newVisitor(visits.browser, { colorScheme, forcedColors: "active", viewport: { width: 1280, height: 800 } })
    ).page;
  });
  afterAll(() => page.context().close());

  /** Of some elements, those that a line marks which can be told from the page behind it. */
  const lined = (controls: Locator) =>
    controls.evaluateAll((elements) => {
      const canvas = getComputedStyle(document.body).backgroundColor;
      return elements
        .filter((element) => {
          const style = getComputedStyle(element);
          return (["Bottom", "Left"] as const).some(
            (side) => style[`border${side}Width`] !== "0px" && style[`border${side}Color`] !== canvas,
          );
        })
        .map((element) => element.textContent?.trim());
    });

  test.each(
    sample<[at: string, name: string, current: string[]]>(
      [["/blog?tag=recto", "Tags", ["recto"]]],
      [
        ["/blog", "Main", ["Blog"]],
        ["/about", "Main", ["About"]],
        ["/docs/running", "Docs", ["Run it"]],
      ],
    ),
  )("%s, navigation %s — one link is marked as the current one", async (at, name, current) => {
    await page.goto(server.url + at);
    const links = page.getByRole("navigation", { name, exact: true }).getByRole("link");
    expect(await links.count()).toBeGreaterThan(1);
    expect(await lined(links)).toEqual(current);
  });

  test("the footer — the current page's link — differs by more than colour", async () => {
    await page.goto(`${server.url}/contact`);
    const links = page.getByRole("navigation", { name: "More" }).getByRole("link");
    const looks = await links.evaluateAll((all) =>
      all.map((link) => [link.textContent, getComputedStyle(link).textDecorationLine]),
    );
    expect(looks).toEqual([
      ["Docs", "underline"],
      ["Contact", "none"],
      ["Feed", "underline"],
    ]);
  });

  test("the theme switch — the chosen theme — marked", async () => {
    await page.goto(server.url);
    const themes = page.locator("fieldset", { hasText: "Appearance" }).locator("label");
    expect(await lined(themes)).toEqual(["system"]);
    await themes.filter({ hasText: "dark" }).click();
    expect(await lined(themes)).toEqual(["dark"]);
    await themes.filter({ hasText: "system" }).click();
  });

  test.each([
    ["/", "link", "Read the posts"],
    ["/login", "button", "Sign in"],
    ["/blog", "button", "Search"],
  ] as const)("%s, %s %s — looks like a button, its label is legible", async (at, role, name) => {
    await page.goto(server.url + at);
    const button = page.getByRole("main").getByRole(role, { name, exact: true });
    const look = await button.evaluate((element) => {
      const canvas = getComputedStyle(document.body).backgroundColor;
      const { backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
      const isFilled = backgroundColor !== canvas && !/^rgba\(.*, 0\)$/.test(backgroundColor);
      return { isFilled, isFramed: borderTopWidth !== "0px" && borderTopColor !== canvas };
    });
    expect(look).toEqual(name === "Search" ? { ...look, isFramed: true } : { ...look, isFilled: true });
    expect(await axeViolations(page, "colours")).toEqual([]);
  });
});

test("route change — focus moves to the page, its title is announced", async () => {
  const page = await visits.open({ at: "/" });
  for (const [link, title] of [
    ["Blog", "Blog · Octavo"],
    ["About", "About · Octavo"],
  ] as const) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link, exact: true }).click();
    await page.locator("#__next-route-announcer__", { hasText: title }).waitFor({ state: "attached" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  }
  await page.goBack();
  await page.locator("#__next-route-announcer__", { hasText: "Blog · Octavo" }).waitFor({ state: "attached" });
});

/** Goes on with the Tab key until `control` has the focus, as a person without a pointer does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  for (let step = 0; step < 80; step++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not lead to ${control}`);
}

test("signing in, creating, editing and deleting — keyboard only", async () => {
  const { page } = await newVisitor(visits.browser, { viewport: PHONE });
  await page.goto(`${server.url}/login?next=/blog/create`);
  const main = page.getByRole("main");
  const follow = async (control: Locator) => {
    await tabTo(page, control);
    await page.keyboard.press("Enter");
  };

  await tabTo(page, page.getByLabel("Email address"));
  await page.keyboard.type("olga@octavo.test");
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type("correct horse battery");
  await page.keyboard.press("Enter");

  await page.waitForURL("**/blog/create");
  await tabTo(page, page.getByLabel("Title"));
  await page.keyboard.type("Typed");
  await tabTo(page, page.getByLabel("Content"));
  await page.keyboard.type("Without a pointer.");
  await follow(main.locator("summary", { hasText: "Publish…" }));
  await follow(main.getByRole("button", { name: "Publish", exact: true }));

  await page.getByRole("heading", { level: 1, name: "Typed" }).waitFor();
  await follow(main.getByRole("link", { name: "Edit", exact: true }));
  await page.waitForURL("**/edit");
  await tabTo(page, page.getByLabel("Title"));
  await page.keyboard.press("End");
  await page.keyboard.type(" again");
  await follow(main.locator("summary", { hasText: "Update…" }));
  await follow(main.getByRole("button", { name: "Update", exact: true }));

  await page.getByRole("heading", { level: 1, name: "Typed again" }).waitFor();
  await follow(main.getByRole("button", { name: "Delete", exact: true }));
  await page.waitForURL("**/blog");
  await page.getByText("“Typed again” was moved to the trash, where it stays for 30 days.").waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Undo");
  await page.keyboard.press("Enter");
  await follow(main.getByRole("status").getByRole("link", { name: "“Typed again”" }));
  await page.getByRole("heading", { level: 1, name: "Typed again" }).waitFor();
});
