import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { contentOf, holdBack, isContinued, isSaved, loseResponse, typeMore, withWriters } from "#support/no-word-lost";
import { withServer } from "#support/server";
import { goTo, press, submit, titled, write } from "#support/writing";

const server = withServer({ SIGN_UP: "open", POSTING: "members" });
const { visit } = withBrowser();
const writers = withWriters(server, visit);
const { change, create, find, read } = writers;
const TEXT = "Three hundred words, or so.";

beforeAll(() => writers.signUp("Olga", "Ada", "Sue"));

describe("a text that the writer leaves", () => {
  test("reload — a saved text — restored", async () => {
    const page = await writers.open("/blog/create");
    await write(page, { title: "Reloaded", content: TEXT });
    await isSaved(page);
    await page.reload();
    await isContinued(page);
    expect([await page.getByLabel("Title").inputValue(), await contentOf(page)]).toEqual(["Reloaded", TEXT]);
    // The autosave goes on, and is no conflict with oneself.
    const autosaved = page.waitForResponse("**/api/autosaves/*");
    await typeMore(page, " More.");
    expect((await autosaved).status()).toBe(200);
  });

  longTest("Back and Forward — a saved text — restored each time", async () => {
    const page = await writers.open("/blog");
    await goTo(page, "Write");
    await write(page, { title: "Back", content: TEXT });
    await isSaved(page);
    await goTo(page, "About");
    await page.waitForURL("**/about");
    for (const turn of [1, 2]) {
      await page.goBack();
      await isContinued(page);
      expect([turn, await contentOf(page)]).toEqual([turn, TEXT]);
      await page.goForward();
      await page.waitForURL("**/about");
    }
  });

  longTest("closed tab — changes of a post — restored in its editor", async () => {
    const id = await create("Closed", "Before.");
    const page = await writers.open(`/blog/${id}/edit`);
    await typeMore(page, " After.");
    await isSaved(page);
    const tab = await page.context().newPage();
    await page.close();
    await tab.goto(`${server.url}/blog/${id}/edit`);
    await isContinued(tab);
    expect(await contentOf(tab)).toBe("Before. After.");
    expect((await read(id)).content).toBe("Before.");
  });

  longTest("another device — changes of a post — continued there", async () => {
    const id = await create("Elsewhere", "Before.");
    const page = await writers.open(`/blog/${id}/edit`);
    await typeMore(page, " After.");
    await isSaved(page);
    const other = await writers.open(`/blog/${id}/edit`);
    await isContinued(other);
    expect(await contentOf(other)).toBe("Before. After.");
  });

  longTest(
    "closed tab — a new text — among the unfinished texts, continued from there, discarded with Undo",
    async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Closed early", content: TEXT });
      await isSaved(page);
      const tab = await page.context().newPage();
      await page.close();
      await tab.goto(`${server.url}/account/posts`);
      await press(tab, "Show changes “Closed early”");
      await tab.locator("ins:visible", { hasText: TEXT }).first().waitFor();
      await press(tab, "Discard “Closed early”");
      await press(tab, "Undo");
      await tab.getByText("“Closed early” is back.").waitFor();
      await tab.getByRole("link", { name: "Continue “Closed early”" }).click();
      await isContinued(tab);
      expect(await contentOf(tab)).toBe(TEXT);
      await submit(tab);
      await titled(tab, "Closed early");
      await tab.goto(`${server.url}/account/posts`);
      expect(await tab.getByRole("link", { name: "Continue “Closed early”" }).count()).toBe(0);
    },
  );

  longTest("another device — a new text — continued there from the unfinished texts", async () => {
    const page = await writers.open("/blog/create");
    await write(page, { title: "Begun elsewhere", content: TEXT });
    await isSaved(page);
    const other = await writers.open("/account/posts");
    await other.getByRole("link", { name: "Continue “Begun elsewhere”" }).click();
    await isContinued(other);
    expect(await contentOf(other)).toBe(TEXT);
  });

  longTest("signing out — asks about texts on this device — deletes them", async () => {
    const page = await writers.open("/blog/create", "Sue");
    await write(page, { title: "Shared computer", content: TEXT });
    await isSaved(page);
    await page.goto(`${server.url}/account`);
    await press(page, "Sign out");
    await page.getByText("This device has a text of yours").waitFor();
    await press(page, "Sign out, delete from this device");
    await page.waitForURL(`${server.url}/`);
    const stored = () =>
      page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const opening = indexedDB.open("octavo");
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const count = opening.result.transaction("drafts").objectStore("drafts").count();
              count.onsuccess = () => resolve(count.result);
            };
          }),
      );
    expect(await stored()).toBe(0);
  });

  test("typed before hydration — title, content and tags — stay", async () => {
    const id = await create("Early", "Before.");
    const page = await writers.open("/about");
    const scripts = holdBack();
    // `page.goto` would wait for hydration.
    const tab = await page.context().newPage();
    await tab.route("**/_next/**/*.js", scripts.handle);
    await tab.goto(`${server.url}/blog/${id}/edit`, { waitUntil: "commit" });
    await tab.getByLabel("Title").fill("Early bird");
    await typeMore(tab, " After.");
    await tab.locator("summary", { hasText: "Update…" }).click();
    await tab.getByLabel("Tags").fill("worm");
    scripts.release();
    await isSaved(tab);
    const values = ["Title", "Content", "Tags"].map((label) => tab.getByLabel(label).inputValue());
    expect(await Promise.all(values)).toEqual(["Early bird", "Before. After.", "worm"]);
    await submit(tab, "Update");
    await titled(tab, "Early bird");
    expect((await read(id)).content).toBe("Before. After.");
  });

  longTest("two tabs — two new texts — neither overwrites the other", async () => {
    const first = await writers.open("/blog/create");
    const second = await first.context().newPage();
    await second.goto(`${server.url}/blog/create`);
    await write(first, { title: "First", content: "The first text." });
    await write(second, { title: "Second", content: "The second text." });
    await Promise.all([isSaved(first), isSaved(second)]);
    await Promise.all([first.reload(), second.reload()]);
    await Promise.all([isContinued(first), isContinued(second)]);
    expect([await contentOf(first), await contentOf(second)]).toEqual(["The first text.", "The second text."]);
  });
});

describe("slow or broken connection", () => {
  longTest("slow save — words typed meanwhile — stay, and are saved", async () => {
    const page = await writers.open("/blog/create");
    const { handle, release } = holdBack();
    await page.route("**/api/posts", handle);
    await write(page, { title: "Slow", content: TEXT });
    const request = page.waitForRequest("**/api/posts");
    await press(page, "Save draft");
    await request;
    await typeMore(page, " And more.");
    release();
    await page.waitForURL("**/edit");
    await isSaved(page);
    expect(await contentOf(page)).toBe(`${TEXT} And more.`);
    await page.reload();
    await isContinued(page);
    expect(await contentOf(page)).toBe(`${TEXT} And more.`);
  });

  longTest("leaving while a save that fails is in flight — Back restores the text", async () => {
    const page = await writers.open("/blog");
    await goTo(page, "Write");
    const { handle, release } = holdBack((route) => route.abort());
    await page.route("**/api/posts", handle);
    await write(page, { title: "Left", content: TEXT });
    const request = page.waitForRequest("**/api/posts");
    await submit(page);
    await request;
    await goTo(page, "About");
    await page.waitForURL("**/about");
    release();
    await page.goBack();
    await isContinued(page);
    expect(await contentOf(page)).toBe(TEXT);
  });

  test("the response to a create is lost — a word is added, and published again — one post, with the word", async () => {
    const page = await writers.open("/blog/create");
    await page.route("**/api/posts", loseResponse, { times: 1 });
    await write(page, { title: "Onlyone", content: TEXT });
    await submit(page);
    await page.getByRole("alert").filter({ hasText: "Not saved yet" }).waitFor();
    await typeMore(page, " Word.");
    await submit(page);
    await titled(page, "Onlyone");
    expect(await find("Onlyone")).toEqual([expect.objectContaining({ content: `${TEXT} Word.` })]);
  });

  longTest("the response to a change is lost — the save is repeated — no conflict with itself", async () => {
    const id = await create("Repeated", "Before.");
    const page = await writers.open(`/blog/${id}/edit`);
    await page.route(`**/api/posts/${id}`, loseResponse, { times: 1 });
    await typeMore(page, " After.");
    await submit(page, "Update");
    await press(page, "try again now");
    await titled(page, "Repeated");
    expect(await read(id)).toMatchObject({ content: "Before. After.", version: 2 });
  });

  test("offline, then online — the autosave is stored", async () => {
    const id = await create("Offline", "Before.");
    const page = await writers.open(`/blog/${id}/edit`);
    await page.context().setOffline(true);
    await typeMore(page, " After.");
    await page.getByRole("status").getByText("Offline, saved on this device").waitFor({ state: "attached" });
    await page.context().setOffline(false);
    await isSaved(page);
    const other = await writers.open(`/blog/${id}/edit`);
    await isContinued(other);
    expect(await contentOf(other)).toBe("Before. After.");
  });

  longTest("IndexedDB missing, server unreachable — the status says so, prompt before leaving", async () => {
    const page = await writers.open("/about");
    await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    await page.route("**/api/autosaves/**", (route) => route.abort());
    await page.goto(`${server.url}/blog/create`);
    await write(page, { title: "Nowhere", content: TEXT });
    await page
      .getByRole("status")
      .getByText(/^Not saved: this browser stores nothing/)
      .waitFor({ state: "attached" });
    const prompt = page.waitForEvent("dialog");
    void page.evaluate(() => location.reload());
    const dialog = await prompt;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    expect(await contentOf(page)).toBe(TEXT);
  });
});

describe("several writers", () => {
  const PARAGRAPHS = ["The first paragraph.", "The second paragraph.", "The third paragraph."];
  const changed = (at: number, text: string) => PARAGRAPHS.with(at, text).join("\n\n");

  longTest("two writers, different paragraphs — merged, with both texts", async () => {
    const id = await create("Merged", PARAGRAPHS.join("\n\n"));
    const page = await writers.open(`/blog/${id}/edit`);
    await change(id, { content: changed(0, "Theirs comes first.") });
    await page.getByLabel("Content").fill(changed(2, "Mine comes last."));
    await submit(page, "Update");
    await press(page, "Use the merged text");
    await submit(page, "Update");
    await titled(page, "Merged");
    expect((await read(id)).content).toBe(["Theirs comes first.", PARAGRAPHS[1], "Mine comes last."].join("\n\n"));
  });

  test("two writers, the same paragraph — a choice that includes both", async () => {
    const id = await create("Chosen", PARAGRAPHS.join("\n\n"));
    const page = await writers.open(`/blog/${id}/edit`);
    await change(id, { content: changed(1, "Alpha beta gamma.") });
    await page.getByLabel("Content").fill(changed(1, "Delta epsilon zeta."));
    await submit(page, "Update");
    for (const both of await page.getByRole("radio", { name: "Both" }).all()) await both.check();
    await press(page, "Use the merged text");
    await submit(page, "Update");
    await titled(page, "Chosen");
    const { content } = await read(id);
    for (const word of ["Alpha", "gamma", "Delta", "zeta", "third"]) expect(content).toContain(word);
  });

  longTest("a second tab of the same writer — saves first — not named as someone else", async () => {
    const id = await create("Own", "Before.");
    const page = await writers.open(`/blog/${id}/edit`);
    const second = await page.context().newPage();
    await second.goto(`${server.url}/blog/${id}/edit`);
    await typeMore(second, " From the second tab.");
    await submit(second, "Update");
    await titled(second, "Own");
    await page.getByLabel("Title").fill("Owned");
    await submit(page, "Update");
    await page.getByRole("heading", { name: /you saved this post in another tab/ }).waitFor();
    await press(page, "Use the merged text");
    await submit(page, "Update");
    await titled(page, "Owned");
    expect((await read(id)).content).toBe("Before. From the second tab.");
  });

  test("another account signs in in a second tab — nothing published under it, the text stays", async () => {
    const page = await writers.open("/blog/create");
    await write(page, { title: "Whose", content: TEXT });
    await writers.signIn(page, "Ada");
    await submit(page);
    await page.getByRole("alert").filter({ hasText: "another account is signed in" }).waitFor();
    expect([await contentOf(page), await find("Whose")]).toEqual([TEXT, []]);
    await writers.signIn(page, "Olga");
    await submit(page);
    await titled(page, "Whose");
  });
});

test("ended session — signed in again on the page — the text is saved", async () => {
  const page = await writers.open("/blog/create");
  await write(page, { title: "Session", content: TEXT });
  await page.context().clearCookies();
  await submit(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Email address").fill("olga@octavo.test");
  await dialog.getByLabel("Password").fill("correct horse battery");
  await dialog.getByRole("button", { name: "Sign in and save" }).click();
  await titled(page, "Session");
  expect(await find("Session")).toEqual([expect.objectContaining({ content: TEXT, status: "published" })]);
});

test("post deleted meanwhile — its text is saved as a new draft", async () => {
  const id = await create("Deleted", "Before.");
  const page = await writers.open(`/blog/${id}/edit`);
  await typeMore(page, " After.");
  await writers.remove(id);
  await submit(page, "Update");
  await press(page, "Save as a new draft");
  await page.waitForURL((url) => url.pathname.endsWith("/edit") && !url.pathname.includes(`/${id}/`));
  const [, , newId = ""] = new URL(page.url()).pathname.split("/");
  expect(await read(newId)).toMatchObject({ title: "Deleted", content: "Before. After.", status: "draft" });
});
