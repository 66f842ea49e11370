import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const server = withSharedServer({ POSTING: "members" });
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

const sent = async (path: string, init: { method?: string; body?: object } = {}) =>
  (await sendRequest(at(path), { ...init, headers: owner })).json();
/** Saves the text about the site elsewhere. */
const saveAbout = (content: string) => sent("/api/about", { method: "PUT", body: { content } });
const readAbout = async () => ((await sent("/api/about")) as { content: string }).content;

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
    await page.getByLabel("Content").fill(`# By ${visitor}\n\nSome *words*.`);
    await press(page, "Update");
    await page.waitForURL(at("/about"));
    await main(page)
      .getByRole("heading", { level: 2, name: `By ${visitor}` })
      .waitFor();
    expect(await main(page).locator("em").textContent()).toBe("words");
    expect(faults).toEqual([]);
  });

  (javaScriptEnabled ? test : longTest)(
    "/about/edit — saved elsewhere — both texts shown, the other one replaced on request",
    async () => {
      const { page } = await asOwner("/about/edit", javaScriptEnabled);
      await saveAbout("Hers entirely.");
      await page.getByLabel("Content").fill("Mine all through.");
      await press(page, "Update");
      await main(page)
        .getByRole("heading", { name: /someone else saved this text/ })
        .waitFor();
      await main(page).getByRole("region", { name: "Both texts" }).getByText("Hers").first().waitFor();
      expect([await readAbout(), await page.getByLabel("Content").inputValue()]).toEqual([
        "Hers entirely.",
        "Mine all through.",
      ]);
      await press(page, "Keep mine");
      await page.waitForURL(at("/about"));
      await main(page).getByText("Mine all through.").waitFor();
      if (!javaScriptEnabled) return;
      // The text about the site has no history.
      await page.goto(at("/account/posts"));
      const aside = page.getByRole("article").filter({ hasText: "A text that was not chosen when two were merged" });
      await aside.getByRole("heading", { name: "About" }).waitFor();
      await aside.getByRole("button", { name: /^Show changes/ }).click();
      await aside.locator("ins:visible", { hasText: "Hers" }).waitFor();
    },
  );
});

describe("/about/edit", () => {
  test("/about/edit — reload — draft continued, listed as unfinished, gone after Update", async () => {
    await saveAbout("As it was.");
    const { page, faults } = await asOwner("/about/edit", true);
    await page.getByLabel("Content").fill("Not saved yet.");
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ state: "attached" });
    await page.reload();
    await page.getByText(/^Continued from /).waitFor();
    expect([await readAbout(), await page.getByLabel("Content").inputValue()]).toEqual([
      "As it was.",
      "Not saved yet.",
    ]);

    await page.goto(at("/account/posts"));
    const item = page.getByRole("article").filter({ hasText: "Changes of the text about the site" });
    await item.getByRole("button", { name: /^Show changes/ }).click();
    await item.locator("ins:visible", { hasText: "Not" }).waitFor();
    await item.getByRole("link", { name: /^Preview/ }).click();
    await page.getByRole("heading", { level: 1, name: "About" }).waitFor();
    await main(page).getByText("Not saved yet.").waitFor();
    await main(page).getByRole("link", { name: "Continue" }).click();
    await page.waitForURL(/\/about\/edit\?draft=/);
    await page.getByText(/^Continued from /).waitFor();
    await press(page, "Update");
    await page.waitForURL(at("/about"));
    await main(page).getByText("Not saved yet.").waitFor();
    await page.goto(at("/account/posts"));
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await sent("/api/autosaves?post=about")).toEqual([]);
    expect(faults).toEqual([]);
  });

  longTest("/about/edit — saved elsewhere, other paragraphs changed — merged text saved by Update", async () => {
    await saveAbout("First.\n\nSecond.\n\nThird.");
    const { page, faults } = await asOwner("/about/edit", true);
    await page.getByLabel("Content").fill("First of mine.\n\nSecond.\n\nThird.");
    await saveAbout("First.\n\nSecond.\n\nThird of theirs.");
    await press(page, "Update");
    await main(page).getByText("Both texts are merged").waitFor();
    await press(page, "Use the merged text");
    await main(page).getByText("the page is not changed yet").waitFor();
    await press(page, "Update");
    await page.waitForURL(at("/about"));
    expect(await readAbout()).toBe("First of mine.\n\nSecond.\n\nThird of theirs.");
    expect(faults.filter((fault) => !/ 412 /.test(fault))).toEqual([]);
  });

  test("/about/edit — Preview without JavaScript — rendered, not saved", async () => {
    await saveAbout("As it was.");
    const { page, faults } = await asOwner("/about/edit", false);
    await page.getByLabel("Content").fill("Some *words*.");
    await press(page, "Preview");
    await page.getByRole("region", { name: "Preview" }).locator("em", { hasText: "words" }).waitFor();
    expect([await readAbout(), await page.getByLabel("Content").inputValue()]).toEqual(["As it was.", "Some *words*."]);
    await press(page, "Update");
    await page.waitForURL(at("/about"));
    expect(await readAbout()).toBe("Some *words*.");
    expect(faults).toEqual([]);
  });

  test("/about/edit — session ended, without JavaScript — refused, form values stay", async () => {
    const { page } = await asOwner("/about/edit", false);
    await page.getByLabel("Content").fill("Long thought over.");
    await page.context().clearCookies();
    await press(page, "Update");
    await main(page).getByRole("alert").filter({ hasText: "Not saved" }).waitFor();
    expect(await page.getByLabel("Content").inputValue()).toBe("Long thought over.");
  });
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
