import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { withServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

/** As it starts out of the box, on a new database. */
const server = withServer({ POSTING: "", SIGN_UP: "" });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;
const main = (page: Page) => page.getByRole("main");
const press = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true }).click();

let owner: { cookie: string };
beforeAll(async () => {
  owner = (await signUpAt(server.url, "Olga")).headers;
});

async function asOwner(path: string, javaScriptEnabled: boolean) {
  const visitor = await visit("about:blank", { javaScriptEnabled });
  await visitor.page.context().addCookies([asBrowserCookie(server.url, owner)]);
  await visitor.page.goto(at(path));
  return visitor;
}

async function fill(page: Page, name: string, email: string, message: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Message", { exact: true }).fill(message);
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("%s", (_name, javaScriptEnabled) => {
  const visitor = `Ivo ${javaScriptEnabled ? "with" : "without"}`;

  test("/contact — message — sent, confirmed", async () => {
    const { page, faults } = await visit(at("/blog"), { javaScriptEnabled });
    await page.getByRole("contentinfo").getByRole("link", { name: "Contact" }).click();
    await page.waitForURL(at("/contact"));
    await fill(page, visitor, "ivo@example.org", "Hello,\nhow are you?");
    await press(page, "Send message");
    await main(page).getByRole("status").getByText("Your message is on its way").waitFor();
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("");
    expect(faults).toEqual([]);
  });

  test("/contact — invalid fields — message beside each, form values stay", async () => {
    const { page } = await visit(at("/contact"), { javaScriptEnabled });
    await fill(page, visitor, "nobody", "A long letter.");
    await press(page, "Send message");
    await main(page).getByText("This is not an email address").waitFor();
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("A long letter.");
    expect(await page.getByLabel("Email address").evaluate((field) => field === document.activeElement)).toBe(true);
  });

  (javaScriptEnabled ? test : longTest)(
    "/account/messages — the owner reads, marks and deletes a message",
    async () => {
      const { page, faults } = await asOwner("/account", javaScriptEnabled);
      await main(page).getByRole("link", { name: "Messages (1 new)" }).click();
      const item = main(page).getByRole("listitem").filter({ hasText: visitor });
      await item.getByText("how are you?").waitFor();
      await item.getByRole("button", { name: "Mark as read" }).click();
      await item.getByRole("button", { name: "Mark as new" }).waitFor();
      await item.getByRole("button", { name: "Delete" }).click();
      if (javaScriptEnabled) await page.getByRole("dialog").getByRole("button", { name: "Delete message" }).click();
      await main(page).getByText("No messages yet.").waitFor();
      expect(faults).toEqual([]);
    },
  );

  test("/about/edit — the owner changes the text", async () => {
    const { page, faults } = await asOwner("/about", javaScriptEnabled);
    await main(page).getByRole("link", { name: "Edit" }).click();
    await page.waitForURL(at("/about/edit"));
    await page.getByLabel("Text").fill(`# By ${visitor}\n\nSome *words*.`);
    await press(page, "Save");
    await page.waitForURL(at("/about"));
    await main(page)
      .getByRole("heading", { level: 2, name: `By ${visitor}` })
      .waitFor();
    expect(await main(page).locator("em").textContent()).toBe("words");
    expect(faults).toEqual([]);
  });

  (javaScriptEnabled ? test : longTest)(
    "/about/edit — saved elsewhere — overwritten only by saving again",
    async () => {
      const { page } = await asOwner("/about/edit", javaScriptEnabled);
      const other = await asOwner("/about/edit", false);
      await other.page.getByLabel("Text").fill("Theirs.");
      await press(other.page, "Save");
      await page.getByLabel("Text").fill("Mine.");
      await press(page, "Save");
      await main(page).getByRole("alert").getByText("saved by somebody else meanwhile").waitFor();
      expect(await page.getByLabel("Text").inputValue()).toBe("Mine.");
      await press(page, "Save");
      await page.waitForURL(at("/about"));
      await main(page).getByText("Mine.").waitFor();
    },
  );
});

test("/about/edit — anonymous — no link, redirect to /login", async () => {
  const { page } = await visit(at("/about"));
  await main(page).getByRole("link", { name: "Write to us" }).waitFor();
  expect(await main(page).getByRole("link", { name: "Edit" }).count()).toBe(0);
  await page.goto(at("/about/edit"));
  await page.waitForURL(at("/login?next=%2Fabout%2Fedit"));
  await page.goto(at("/account/messages"));
  await page.waitForURL(at("/login?next=%2Faccount%2Fmessages"));
});
