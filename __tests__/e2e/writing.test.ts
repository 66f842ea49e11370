import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import {
  goTo,
  isSameDocument,
  listed,
  markDocument,
  openPanel,
  press,
  submit,
  textOn,
  titled,
  write,
} from "#support/writing";

const server = withServer();
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

type Stored = { id: string; title: string; content: string; version: number; publishedAt: string };

async function createPost(title: string, more: object = {}): Promise<string> {
  const body = { title, content: `The text of ${title}`, ...more };
  return ((await sendRequest(at("/api/posts"), { method: "POST", body })).json() as Stored).id;
}
const changePost = (id: string, body: object) => sendRequest(at(`/api/posts/${id}`), { method: "PATCH", body });
const read = async (id: string) => (await sendRequest(at(`/api/posts/${id}`))).json() as Stored;
const found = async (q: string) => (await sendRequest(at(`/api/posts?q=${q}`))).json() as Stored[];

const RICH = [
  "# A *text* with everything",
  "A [link](https://example.org), `code`, ~~none~~ and a note[^1].",
  "| a | b |\n| - | -: |\n| 1 | 2 |",
  "- [x] done\n- [ ] to do",
  "```js\nconst leaves = 2 ** folds;\n```",
  "> Quoted <b>as text</b>\n\n[^1]: Below.",
].join("\n\n");

describe("new post", () => {
  test("published — in the lists without a reload", async () => {
    const { page, faults } = await visit(at("/blog"));
    await markDocument(page);
    await goTo(page, "Write");
    await write(page, { title: "Written here", content: "In a real browser." });
    await submit(page);
    await titled(page, "Written here");
    await goTo(page, "Blog");
    await listed(page, "Written here").waitFor();
    expect(await isSameDocument(page)).toBe(true);
    expect(faults).toEqual([]);
  });

  longTest("refused by the server — stays in the form, stored by a retry", async () => {
    const { page } = await visit(at("/blog/create"));
    await page.route("**/api/posts", async (route) => {
      const body = { title: "Service Unavailable", status: 503, error: "Service Unavailable" };
      await route.fulfill({ status: 503, contentType: "application/problem+json", json: body });
    });
    await write(page, { title: "Refused", content: "Long thought over." });
    await submit(page);
    await page.getByRole("alert").filter({ hasText: "Service Unavailable" }).waitFor();
    expect(await page.getByLabel("Content").inputValue()).toBe("Long thought over.");
    await page.unroute("**/api/posts");
    await titled(page, "Refused");
    expect(await found("refused")).toHaveLength(1);
  });

  longTest("server unavailable — stays in the form, stored once it is back", async () => {
    const { page } = await visit(at("/blog/create"));
    await write(page, { title: "Patient", content: "Waits for the server." });
    await server.end();
    await submit(page);
    await page.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
    await server.start();
    await press(page, "try again now");
    await titled(page, "Patient");
    expect(await found("patient")).toEqual([expect.objectContaining({ title: "Patient" })]);
  });

  longTest("published in another tab — shown when this tab gets the focus", async () => {
    const { page: first } = await visit(at("/blog"));
    await createPost("From the other tab");
    await markDocument(first);
    // A headless browser gives a tab no focus event. SWR listens to one in five seconds.
    await first.evaluate(() => setInterval(() => window.dispatchEvent(new Event("focus")), 250));
    await listed(first, "From the other tab").waitFor();
    expect(await isSameDocument(first)).toBe(true);
  });

  longTest("scheduled — date in the site's time zone, changed and published from the list", async () => {
    const { page, faults } = await visit(at("/blog/create"), { timezoneId: "Asia/Tokyo" });
    await write(page, { title: "Later on", content: "Wait." });
    await openPanel(page);
    await page.getByRole("radio", { name: "Schedule" }).check();
    await page.getByText("In the time zone of the site, UTC.").waitFor();
    await page.getByLabel("Date and time").fill("2099-01-31T09:00");
    await submit(page, "Schedule");
    await titled(page, "Later on");
    await page.goto(at("/account/posts?status=scheduled"));
    await listed(page, "Later on").getByText("31 Jan 2099, 09:00 UTC").waitFor();
    await listed(page, "Later on").getByRole("link", { name: "Edit" }).click();
    await page.waitForURL("**/edit");
    await openPanel(page);
    expect(await page.getByLabel("Date and time").inputValue()).toBe("2099-01-31T09:00");
    await page.getByRole("radio", { name: "Publish now" }).check();
    await submit(page);
    await titled(page, "Later on");
    const [{ publishedAt = "" } = {}] = await found("later");
    expect(Date.parse(publishedAt)).toBeLessThanOrEqual(Date.now());
    expect(faults).toEqual([]);
  });
});

describe("the editor", () => {
  longTest("front matter pasted — values offered, one Ctrl+Z undoes “Use them”", async () => {
    const { page, faults } = await visit(at("/blog/create"));
    const content = page.getByLabel("Content");
    const offer = page.getByRole("region", { name: "Front matter" });
    const values = () =>
      Promise.all(["Title", "Tags", "Excerpt"].map((name) => page.getByLabel(name, { exact: true }).inputValue()));
    const text = "---\ntitle: From elsewhere\ntags: [ink, paper]\ndescription: In short.\n---\n\nThe **text**.";
    const parsers: string[] = [];
    await content.fill(text);
    await content.press("Control+A");
    await content.press("Control+X");
    expect(await content.inputValue()).toBe("");
    page.on("response", (response) => response.url().endsWith(".js") && parsers.push(response.url()));
    await content.press("Control+V");
    await offer.getByRole("button", { name: "Use them" }).click();
    expect(parsers.length).toBeGreaterThan(0);
    expect(await values()).toEqual(["From elsewhere", "ink, paper", "In short."]);
    await page.keyboard.press("Control+Z");
    expect(await values()).toEqual(["", "", ""]);
    await page.keyboard.press("Enter");
    await submit(page);
    await titled(page, "From elsewhere");
    const [{ content: stored = "" } = {}] = await found("elsewhere");
    expect(stored).toBe(text);
    expect(faults).toEqual([]);
  });

  test("preview — equals the published page", async () => {
    const { page, faults } = await visit(at("/blog/create"));
    const preview = page.getByRole("region", { name: "Preview" });
    await write(page, { title: "Seen before", content: "Draft one" });
    await preview.getByText("Draft one").waitFor();
    await page.getByLabel("Content").fill(RICH);
    await preview.getByRole("table").waitFor();
    const before = await textOn(page);
    await submit(page);
    await titled(page, "Seen before");
    expect(await textOn(page)).toBe(before);
    expect(faults).toEqual([]);
  });

  test("toolbar and shortcuts — undone by the browser's undo", async () => {
    const { page } = await visit(at("/blog/create"));
    const content = page.getByLabel("Content");
    await content.pressSequentially("one two");
    await page.keyboard.press("Shift+Control+ArrowLeft");
    await page.getByRole("button", { name: "Bold" }).click();
    expect(await content.inputValue()).toBe("one **two**");
    await page.keyboard.press("Control+i");
    await page.keyboard.press("Control+Shift+Digit8");
    expect(await content.inputValue()).toBe("- one ***two***");
    for (const text of ["one ***two***", "one **two**", "one two"]) {
      await page.keyboard.press("Control+z");
      expect(await content.inputValue()).toBe(text);
    }
  });

  longTest("saved text — left without a prompt, restored after Back", async () => {
    const { page } = await visit(at("/blog"));
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.type());
      void dialog.accept();
    });
    await goTo(page, "Write");
    await page.getByLabel("Title").pressSequentially("Not lost");
    await page.getByRole("status").getByText("Saved on this device").waitFor();
    await goTo(page, "About");
    await page.waitForURL("**/about");
    await page.goBack();
    await page.getByText("Continued from this device").waitFor();
    expect(await page.getByLabel("Title").inputValue()).toBe("Not lost");
    expect(dialogs).toEqual([]);
  });

  longTest("creating, editing and deleting — keyboard only", async () => {
    const { page, faults } = await visit(at("/blog/create"));
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.getByLabel("Title").focus();
    await page.keyboard.type("By hand");
    await page.keyboard.press("Enter");
    await page.keyboard.type("On keys.");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL("**/edit");
    await page.keyboard.type(" More.");
    await page.locator("summary", { hasText: "Publish…" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("main").getByRole("button", { name: "Publish", exact: true }).focus();
    await page.keyboard.press("Enter");
    await titled(page, "By hand");
    await page.getByText("On keys. More.").waitFor();
    await page.getByRole("link", { name: "Edit" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Title").focus();
    await page.keyboard.type("Still ");
    await page.locator("summary", { hasText: "Update…" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("main").getByRole("button", { name: "Update", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/still/i);
    await page.getByRole("button", { name: "Delete" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("was moved to the trash").waitFor();
    expect(await focused()).toContain("was moved to the trash");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Undo");
    await page.keyboard.press("Enter");
    await page.getByText("is back").waitFor();
    expect(faults).toEqual([]);
  });
});

describe("edited post", () => {
  test("updated — on its page and in the list", async () => {
    const id = await createPost("Before");
    const { page, faults } = await visit(at(`/blog/${id}`));
    await page.getByRole("link", { name: "Edit" }).click();
    await page.waitForURL(`**/blog/${id}/edit`);
    expect(await page.getByLabel("Content").inputValue()).toBe("The text of Before");
    await write(page, { title: "After", content: "Another text." });
    await submit(page, "Update");
    await titled(page, "After");
    await page.getByText("Another text.").waitFor();
    await goTo(page, "Blog");
    await listed(page, "After").waitFor();
    expect(await listed(page, "Before").count()).toBe(0);
    expect(await read(id)).toMatchObject({ title: "After", version: 2 });
    expect(faults).toEqual([]);
  });

  longTest("saved by someone else — both texts shown, “Keep mine”", async () => {
    const id = await createPost("Contested");
    const { page } = await visit(at(`/blog/${id}/edit`));
    await changePost(id, { content: "Theirs, all of it." });
    await page.getByLabel("Content").fill("Mine, all of it.");
    await submit(page, "Update");
    const both = page.getByRole("region", { name: "Both texts" });
    await both.getByText("Theirs").first().waitFor();
    await both.getByText("Mine").first().waitFor();
    expect(await read(id)).toMatchObject({ content: "Theirs, all of it.", version: 2 });
    expect(await page.getByLabel("Content").inputValue()).toBe("Mine, all of it.");
    await press(page, "Keep mine");
    await titled(page, "Contested");
    expect(await read(id)).toMatchObject({ content: "Mine, all of it.", version: 3 });
  });

  longTest("saved by someone else, without JavaScript — both texts shown", async () => {
    const id = await createPost("Contested");
    const { page } = await visit(at(`/blog/${id}/edit`), { javaScriptEnabled: false });
    await changePost(id, { content: "Theirs, all of it." });
    await page.getByLabel("Content").fill("Mine, all of it.");
    await submit(page, "Update");
    const both = page.getByRole("region", { name: "Both texts" });
    await both.locator("del:visible", { hasText: "Theirs, all of it." }).waitFor();
    await both.locator("ins:visible", { hasText: "Mine, all of it." }).waitFor();
    expect(await page.getByLabel("Content").inputValue()).toBe("Mine, all of it.");
    // Theirs opens beside it, so that the form with mine stays.
    const link = page.getByRole("link", { name: "Open theirs in a new tab" });
    const [tab] = await Promise.all([page.waitForEvent("popup"), link.click()]);
    expect(await tab.getByLabel("Content").inputValue()).toBe("Theirs, all of it.");
    await press(page, "Keep mine");
    await titled(page, "Contested");
    expect(await read(id)).toMatchObject({ content: "Mine, all of it.", version: 3 });
  });
});

describe("deleted post", () => {
  test("removed from the list, restored by Undo; without Undo in the trash", async () => {
    const id = await createPost("Short-lived");
    const { page, faults } = await visit(at("/blog"));
    await page.getByRole("link", { name: "Short-lived" }).click();
    await press(page, "Delete");
    await page.waitForURL(at("/blog"));
    await listed(page, "Short-lived").waitFor({ state: "detached" });
    expect((await sendRequest(at(`/api/posts/${id}`))).status).toBe(404);
    await press(page, "Undo");
    await listed(page, "Short-lived").waitFor();
    expect((await read(id)).title).toBe("Short-lived");

    await page.getByRole("link", { name: "Short-lived", exact: true }).click();
    await press(page, "Delete");
    await page.getByText("was moved to the trash").waitFor();
    expect((await page.goto(at(`/blog/${id}`)))?.status()).toBe(404);
    faults.length = 0;
    await page.goto(at("/account/posts?status=trash"));
    await press(page, "Restore “Short-lived”");
    await page.getByRole("status").getByText("is back").waitFor();
    expect(await listed(page, "Short-lived").count()).toBe(0);
    expect((await read(id)).title).toBe("Short-lived");
    expect(faults).toEqual([]);
  });
});

test("trash — dates shown, purged after confirmation", async () => {
  const id = await createPost("Burnt twice");
  await sendRequest(at(`/api/posts/${id}`), { method: "DELETE" });
  const { page, faults } = await visit(at("/account/posts?status=trash"));
  const item = page.getByRole("article").filter({ hasText: "Burnt twice" });
  const dates = await item
    .locator("time")
    .evaluateAll((all) => all.map((one) => Date.parse(one.getAttribute("datetime") ?? "")));
  expect((dates[1] ?? 0) - (dates[0] ?? 0)).toBe(TRASH_RETENTION_MS);
  await press(page, "Delete now “Burnt twice”");
  await page.getByRole("button", { name: "Keep it" }).click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Delete now “Burnt twice”");
  await press(page, "Delete now “Burnt twice”");
  await press(page, "Delete for good");
  await page.getByRole("status").getByText("“Burnt twice” is deleted for good.").waitFor();
  await item.waitFor({ state: "detached" });
  expect((await sendRequest(at(`/api/trash/${id}`))).status).toBe(404);
  expect(faults).toEqual([]);
});

longTest("drafts — listed, deleted with Undo, finished", async () => {
  await createPost("Half a notion", { status: "draft" });
  const { page, faults } = await visit(at("/account/posts"));
  await press(page, "Delete “Half a notion”");
  await listed(page, "Half a notion").waitFor({ state: "detached" });
  await press(page, "Undo");
  await listed(page, "Half a notion").getByRole("link", { name: "Edit" }).click();
  await page.waitForURL("**/edit");
  await openPanel(page);
  await page.getByRole("radio", { name: "Publish now" }).check();
  await submit(page);
  await titled(page, "Half a notion");
  expect(await found("notion")).toHaveLength(1);
  expect(faults).toEqual([]);
});

test.each(sample([true], [false]))(
  "History — revisions listed, compared and restored (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const id = await createPost("Grown", { content: "One two three." });
    await changePost(id, { content: "One two four." });
    await changePost(id, { content: "One five four." });
    const { page, faults } = await visit(at(`/blog/${id}`), { javaScriptEnabled });
    await page.getByRole("link", { name: "History" }).click();
    await page.locator("del", { hasText: "two" }).waitFor();
    await page.getByLabel("From").selectOption("1");
    await page.getByLabel("To").selectOption("2");
    await press(page, "Compare");
    await page.locator("ins", { hasText: "four" }).waitFor();
    expect(new URL(page.url()).search).toBe("?from=1&to=2");
    await press(page, "Restore revision 1");
    await page.getByRole("status").getByText("Revision 1 is restored").waitFor();
    expect(await read(id)).toMatchObject({ content: "One two three.", version: 4 });
    expect(faults).toEqual([]);
  },
);

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("post — written, previewed, refused with form values, published, found", async () => {
    const { page, faults } = await visit(at("/blog/create"), plain);
    await page.getByLabel("Content").fill(RICH);
    await submit(page);
    await page.getByText("Title is required").waitFor();
    expect(await page.locator(":focus").getAttribute("name")).toBe("title");
    expect(await page.getByLabel("Content").inputValue()).toBe(RICH);
    await page.getByLabel("Title").fill("Without a script");
    await press(page, "Preview");
    const before = await textOn(page);
    await submit(page);
    await titled(page, "Without a script");
    expect(await textOn(page)).toBe(before);
    const [post] = await found("script");
    expect(post?.content).toBe(RICH);
    expect(faults.filter((fault) => !/ 400 /.test(fault))).toEqual([]);
  });

  longTest("text too long — refused without claiming to be in the form", async () => {
    const { page } = await visit(at("/blog/create"), plain);
    await page.getByLabel("Content").evaluate((field: HTMLTextAreaElement) => {
      field.value = `${"😀".repeat(50)}\n`.repeat(5_500);
    });
    await submit(page);
    await page.getByRole("alert").filter({ hasText: "Go back in your browser to find your text" }).waitFor();
    expect(await page.getByLabel("Content").inputValue()).toBe("");
    expect(await page.getByText("Your text is still here").count()).toBe(0);
  });

  test("form sent twice — one post", async () => {
    const { page } = await visit(at("/blog/create"), plain);
    await write(page, { title: "Sent again", content: "Once stored." });
    const key = await page.locator("input[name=key]").inputValue();
    await submit(page);
    await titled(page, "Sent again");
    const form = {
      form: "create",
      key,
      title: "Sent again",
      content: "Once stored.",
      tags: "",
      excerpt: "",
      publication: "published",
      publishAt: "",
    };
    const again = await page.request.post(at("/blog/create"), { form, maxRedirects: 0 });
    expect([again.status(), again.headers().location]).toEqual([303, new URL(page.url()).pathname]);
    expect(await found("again")).toHaveLength(1);
  });

  longTest("post — edited and scheduled in the site's time zone", async () => {
    const id = await createPost("Plain", { status: "draft" });
    const { page } = await visit(at(`/blog/${id}/edit`), { ...plain, timezoneId: "Asia/Tokyo" });
    await page.getByLabel("Title").fill("Plainer");
    await openPanel(page);
    await page.getByRole("radio", { name: "Schedule" }).check();
    await page.getByText("In the time zone of the site, UTC.").waitFor();
    await page.getByLabel("Date and time").fill("2099-01-31T09:00");
    await submit(page);
    await titled(page, "Plainer");
    expect(await read(id)).toMatchObject({ publishedAt: "2099-01-31T09:00:00.000Z" });
  });

  test("post — deleted after confirmation, restored by Undo and from the trash", async () => {
    const id = await createPost("Thrown away");
    const { page, faults } = await visit(at(`/blog/${id}`), plain);
    const remove = async () => {
      await press(page, "Delete");
      await page.getByRole("heading", { name: "Delete this post?" }).waitFor();
      await press(page, "Delete post");
      await page.getByText("“Thrown away” was moved to the trash, where it stays for 30 days.").waitFor();
    };
    await remove();
    await press(page, "Undo");
    await page.getByRole("status").getByRole("link", { name: "“Thrown away”" }).click();
    await titled(page, "Thrown away");
    await remove();
    // Where the trash was before.
    await page.goto(at("/blog/drafts?status=trash"));
    await press(page, "Restore “Thrown away”");
    await page.getByRole("status").getByText("“Thrown away” is back.").waitFor();
    expect((await read(id)).title).toBe("Thrown away");
    expect(faults).toEqual([]);
  });

  longTest("trash — purged after confirmation", async () => {
    const id = await createPost("Burnt");
    await sendRequest(at(`/api/posts/${id}`), { method: "DELETE" });
    const { page, faults } = await visit(at("/account/posts?status=trash"), plain);
    await press(page, "Delete now “Burnt”");
    await page.getByRole("heading", { name: "Delete this post for good?" }).waitFor();
    await page.getByText(/^Deleted .*, will be purged /).waitFor();
    expect((await sendRequest(at(`/api/trash/${id}`))).status).toBe(200);
    await press(page, "Delete for good");
    await page.getByText("The post is deleted for good.").waitFor();
    expect(await listed(page, "Burnt").count()).toBe(0);
    expect((await sendRequest(at(`/api/trash/${id}`))).status).toBe(404);
    expect(faults).toEqual([]);
  });
});
