import type { Page } from "playwright-core";
import { findIssues, findMoreIssues, findPhoneIssues } from "#support/accessibility-checks";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { isLong, longTest } from "#support/long";
import { layoutIssues } from "#support/page-issues";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { setupCodeAt } from "#support/setup-code";
import { PASSWORD } from "#support/signed-in";
import { goTo, press, submit, titled, write } from "#support/writing";

/** As in production out of the box. */
const server = withServer({ POSTING: "", SIGN_UP: "", LOG_LEVEL: "info" });
beforeEach(() => server.empty());
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

const PHONE = { width: 375, height: 800 };
const DESKTOP = { width: 1280, height: 800 };

type Look = { javaScriptEnabled: boolean; viewport: typeof PHONE; colorScheme: "light" | "dark" };

/** Checks the open page for what axe-core and the layout checks find, and leaves it as it was. */
async function check(page: Page, { colorScheme, javaScriptEnabled, viewport }: Look): Promise<void> {
  const found = javaScriptEnabled
    ? [...(await (isLong ? findIssues : findPhoneIssues)(page)), ...(isLong ? await findMoreIssues(page) : [])]
    : await layoutIssues(page);
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  expect([page.url(), found]).toEqual([page.url(), []]);
}

async function signUp(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email address").fill(`${name.toLowerCase()}@octavo.test`);
  await page.getByLabel("Password").fill(PASSWORD);
  await press(page, "Create an account");
}

/** Uploads an image and puts it into a post: in the editor, or without JavaScript by the page of images. */
async function publishWithImage(page: Page, isEditor: boolean): Promise<void> {
  const file = { name: "tide.png", mimeType: "image/png", buffer: await picture(640, 48).png().toBuffer() };
  const post = { title: "The first tide", content: "Two a day." };
  if (isEditor) {
    await write(page, post);
    await page.getByLabel("Content").press("Control+End");
    const opened = page.waitForEvent("filechooser");
    await page.getByRole("toolbar").getByRole("button", { name: "Image" }).click();
    await (await opened).setFiles([file]);
    const panel = page.getByRole("region", { name: "Images" });
    await panel.getByLabel("What does it show?").fill("Four colours");
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>("[name=content]")?.value.includes("![Four colours](/images/"),
    );
    await panel.getByRole("button", { name: "Done" }).click();
  } else {
    await page.goto(at("/account/images"));
    await page.getByLabel("New image").setInputFiles([file]);
    await press(page, "Upload");
    const markdown = await page.getByLabel("Markdown").first().inputValue();
    await page.goto(at("/blog/create"));
    await write(page, { ...post, content: `${post.content}\n\n${markdown.replace("![]", "![Four colours]")}` });
  }
}

/** From the empty server to an author who may not sign in any more, by what the pages offer only. */
async function path(look: Look): Promise<void> {
  const isOn = look.javaScriptEnabled;
  const { page, faults } = await visit(at("/"), look);
  await check(page, look);
  await page.getByRole("link", { name: "Create the owner’s account" }).click();
  await page.getByLabel("Setup code").fill(setupCodeAt(server.url) ?? "");
  await check(page, look);
  await signUp(page, "Olga");
  await page.getByRole("heading", { level: 1, name: "Welcome" }).waitFor();
  await check(page, look);

  await page.getByRole("link", { name: "Name the site" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Low Tide");
  await page.getByLabel("Tagline").fill("Notes from the shore");
  await page.getByLabel("Accent colour").fill("#0f5f6b");
  await check(page, look);
  await press(page, "Save");
  await page.getByText("Saved.").waitFor();
  await page.getByRole("banner").getByText("Low Tide").waitFor();

  await goTo(page, "Write");
  await page.getByLabel("Content").waitFor();
  await publishWithImage(page, isOn);
  await check(page, look);
  await submit(page);
  await titled(page, "The first tide");
  await page.locator(".prose img[alt='Four colours']").waitFor();
  await check(page, look);

  await page.goto(at("/account/users"));
  await press(page, "Create a link");
  const link = await page.getByLabel("A link to sign up").inputValue();
  await check(page, look);
  const hers = await visit(link, look);
  await signUp(hers.page, "Ada");
  await hers.page.waitForURL((url) => url.pathname !== "/signup");
  await goTo(hers.page, "Write");
  await hers.page.getByLabel("Content").waitFor();
  await write(hers.page, { title: "By Ada", content: "Her words." });
  await submit(hers.page);
  await titled(hers.page, "By Ada");
  await check(hers.page, look);

  await page.goto(at("/account/users"));
  await page.getByRole("main").getByRole("list", { name: "Users" }).getByRole("link", { name: "Ada" }).click();
  await page.getByRole("heading", { level: 1, name: "Ada" }).waitFor();
  await press(page, "Suspend");
  if (isOn) await page.getByRole("dialog").getByRole("button", { name: "Suspend user" }).click();
  await page.getByText("The user is suspended.").waitFor();
  await check(page, look);
  await hers.page.goto(at("/blog/create"));
  await hers.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();

  const reader = await visit(at("/"), look);
  await reader.page.getByRole("heading", { level: 1, name: "Low Tide" }).waitFor();
  await reader.page.getByRole("main").getByRole("link", { name: "The first tide" }).waitFor();
  await reader.page.getByRole("main").getByRole("link", { name: "By Ada" }).waitFor();
  await check(reader.page, look);
  expect((await sendRequest(at("/feed.xml"))).text).toContain("<title>Low Tide</title>");
  expect([...faults, ...reader.faults]).toEqual([]);
}

test("a new owner’s path — phone, light", () =>
  path({ javaScriptEnabled: true, viewport: PHONE, colorScheme: "light" }));
longTest("a new owner’s path — without JavaScript", () =>
  path({ javaScriptEnabled: false, viewport: PHONE, colorScheme: "light" }),
);
longTest("a new owner’s path — desktop, dark", () =>
  path({ javaScriptEnabled: true, viewport: DESKTOP, colorScheme: "dark" }),
);
