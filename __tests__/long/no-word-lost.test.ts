import { launchProfile, withBrowser } from "#support/browser";
import { newDatabase, type TestDatabase } from "#support/database";
import { fullDisk } from "#support/disk-space";
import { withFolder } from "#support/folder";
import { contentOf, hasStatus, holdBack, isContinued, isSaved, typeMore, withWriters } from "#support/no-word-lost";
import { TcpProxy } from "#support/proxy";
import { TestServer } from "#support/server";
import { withSmallDisk } from "#support/small-disk";
import { goTo, press, submit, titled, write } from "#support/writing";

const TEXT = "Three hundred words, or so.";
const PARAGRAPHS = ["The first paragraph.", "The second paragraph.", "The third paragraph."];
const changed = (at: number, text: string) => PARAGRAPHS.with(at, text).join("\n\n");

const disk = withSmallDisk(32);

/** Fills the disk of a database, and gives it room again. */
const DISKS = {
  sqlite: {
    fill: async () => disk.fill(),
    makeRoom: async () => disk.makeRoom(),
  },
  postgres: {
    fill: (server: TestServer) => execute(server, fullDisk.fill(["posts", "autosaves"])),
    makeRoom: (server: TestServer) => execute(server, fullDisk.makeRoom()),
  },
};

async function execute(server: TestServer, statements: string[]): Promise<void> {
  for (const statement of statements) await server.query(statement);
}

describe.each(["sqlite", "postgres"] as const)("%s", (engine) => {
  let database: TestDatabase | undefined;
  let server: TestServer;
  const { visit } = withBrowser();
  const writers = withWriters(
    {
      get url() {
        return server.url;
      },
    },
    visit,
  );
  const { change, create, find, read } = writers;

  beforeAll(async () => {
    database = engine === "postgres" ? await newDatabase("postgres") : undefined;
    const url = database?.url ?? `file:${disk.folder}/octavo.db`;
    server = await new TestServer({ DATABASE_URL: url, SIGN_UP: "open", POSTING: "members" }).start();
    await writers.signUp("Olga", "Ada");
  });
  afterAll(async () => {
    await server.discard();
    await database?.remove();
  });

  describe("a text that the writer leaves", () => {
    const profile = withFolder();
    test.each(["server available", "server unavailable"])(
      "killed browser, %s — a new text and changes of a post — both restored after a restart",
      async (when) => {
        const id = await create(`Killed ${when.length}`, "Before.");
        const cookie = writers.cookieOf("Olga");
        const before = await launchProfile(profile.path);
        await before.context.addCookies([cookie]);
        const page = await before.open(`${server.url}/blog/create`);
        const other = await before.open(`${server.url}/blog/${id}/edit`);
        if (when === "server unavailable") await before.context.setOffline(true);
        await write(page, { title: "Killed early", content: TEXT });
        await typeMore(other, " After.");
        const saved = when === "server unavailable" ? "Offline, saved on this device" : "Saved";
        await Promise.all([hasStatus(page, saved), hasStatus(other, saved)]);
        await before.kill();
        const after = await launchProfile(profile.path);
        await after.context.addCookies([cookie]);
        const editor = await after.open(`${server.url}/blog/${id}/edit`);
        await isContinued(editor);
        expect(await contentOf(editor)).toBe("Before. After.");
        const list = await after.open(`${server.url}/account/posts`);
        await list.getByRole("link", { name: "Continue “Killed early”" }).first().click();
        await isContinued(list);
        expect([await list.getByLabel("Title").inputValue(), await contentOf(list)]).toEqual(["Killed early", TEXT]);
        await press(list, "Discard");
        await list.getByText("Discarded.").waitFor();
        await after.close();
      },
    );

    test("reload right after the last key — no word lost", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Reload", content: TEXT });
      await isSaved(page);
      await typeMore(page, " Last.");
      await page.reload();
      await isContinued(page);
      expect(await contentOf(page)).toBe(`${TEXT} Last.`);
    });

    test("a link right after the last key — Back — no word lost", async () => {
      const page = await writers.open("/blog");
      await goTo(page, "Write");
      await write(page, { title: "Fast", content: TEXT });
      await isSaved(page);
      await typeMore(page, " Last.");
      await goTo(page, "About");
      await page.waitForURL("**/about");
      await page.goBack();
      await isContinued(page);
      expect(await contentOf(page)).toBe(`${TEXT} Last.`);
    });

    test("another document — Back — title, tags and text restored", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Away and back", content: TEXT });
      await page.locator("summary", { hasText: "Publish…" }).click();
      await page.getByLabel("Tags").fill("ink, paper");
      await isSaved(page);
      await page.goto(`${server.url}/feed.xml`).catch(() => {});
      await page.goto("about:blank");
      await page.goBack();
      if (!page.url().endsWith("/create")) await page.goBack();
      await page.waitForURL("**/blog/create");
      // Browsers restore the content themselves, before the draft is found.
      await page.waitForFunction(
        (text) => document.querySelector<HTMLTextAreaElement>("[name=title]")?.value === text,
        "Away and back",
      );
      expect(await contentOf(page)).toBe(TEXT);
      expect(await page.locator("[name=tags]").inputValue()).toBe("ink, paper");
    });

    test("two tabs, the same post — neither continues the other's draft", async () => {
      const id = await create("Two tabs", PARAGRAPHS.join("\n\n"));
      const first = await writers.open(`/blog/${id}/edit`);
      await first.getByLabel("Content").fill(changed(0, "From the first tab."));
      await isSaved(first);
      const second = await first.context().newPage();
      await second.goto(`${server.url}/blog/${id}/edit`);
      await second.getByLabel("Content").fill(changed(2, "From the second tab."));
      await isSaved(second);
      await typeMore(first, " And more.");
      await isSaved(first);
      await first.reload();
      await isContinued(first);
      expect(await contentOf(first)).toBe(`${changed(0, "From the first tab.")} And more.`);
      await second.reload();
      await isContinued(second);
      expect(await contentOf(second)).toBe(changed(2, "From the second tab."));
    });

    test("two devices, the same draft — both texts stay", async () => {
      const first = await writers.open("/blog/create");
      await write(first, { title: "Two devices", content: TEXT });
      await isSaved(first);
      const second = await writers.open("/account/posts");
      await second.getByRole("link", { name: "Continue “Two devices”" }).click();
      await isContinued(second);
      await typeMore(second, " From the second.");
      await isSaved(second);
      await typeMore(first, " From the first.");
      await isSaved(first);
      const list = await writers.open("/account/posts");
      const links = list.getByRole("link", { name: "Continue “Two devices”" });
      await links.nth(1).waitFor();
      const contents = await Promise.all(
        [0, 1].map(async (at) => {
          const page = await writers.open("/account/posts");
          await page.getByRole("link", { name: "Continue “Two devices”" }).nth(at).click();
          await isContinued(page);
          return contentOf(page);
        }),
      );
      expect(contents.sort()).toEqual([`${TEXT} From the first.`, `${TEXT} From the second.`]);
    });

    test("another account signs in on the same browser — the text is not offered", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Not hers", content: TEXT });
      await isSaved(page);
      await writers.signIn(page, "Ada");
      await page.goto(`${server.url}/account/posts`);
      await page.getByText("No drafts.").waitFor();
      expect(await page.getByText("Not hers").count()).toBe(0);
    });

    test("earlier states — restored, undone", async () => {
      const long = "A paragraph that is long enough to be missed. ".repeat(5).trim();
      const page = await writers.open("/blog/create");
      await write(page, { title: "States", content: long });
      await isSaved(page);
      await page.getByLabel("Content").fill("Short.");
      await isSaved(page);
      await page.getByText("Earlier states of this text").click();
      await page
        .getByRole("button", { name: /^Compare/ })
        .first()
        .click();
      await page.locator("ins:visible", { hasText: "long enough" }).first().waitFor();
      await page
        .getByRole("button", { name: /^Restore/ })
        .first()
        .click();
      await page.getByText("The form has the text of").waitFor();
      expect(await contentOf(page)).toBe(long);
      await press(page, "Undo");
      await page.getByText("The form has the text from before").waitFor();
      expect(await contentOf(page)).toBe("Short.");
    });

    test("pending changes — the preview shows them to their author only", async () => {
      const id = await create("Previewed", "Before.");
      const page = await writers.open(`/blog/${id}/edit`);
      await page.getByLabel("Content").fill("After, *quite* so.");
      await isSaved(page);
      await page.goto(`${server.url}/account/posts`);
      await page.getByRole("link", { name: "Preview “Previewed”" }).click();
      await page.locator("main .prose em", { hasText: "quite" }).waitFor();
      const other = await writers.open(new URL(page.url()).pathname, "Ada");
      expect(await other.getByRole("heading", { level: 1 }).textContent()).toBe("No such page");
      expect(await other.content()).not.toContain("After, ");
    });
  });

  describe("connection", () => {
    test.each(["before the server has the request", "before the response arrives"])(
      "cut %s — published again — one post, with every word",
      async (when) => {
        const proxy = await new TcpProxy(Number(new URL(server.url).port)).pass();
        const title = `Cut ${when.length}`;
        const page = await writers.open("/blog/create", "Olga", proxy.through(server.url).replace(/\/$/, ""));
        await write(page, { title, content: TEXT });
        await isSaved(page);
        if (when.startsWith("before the server")) proxy.swallow();
        else await proxy.pass({ delay: 1_000 });
        const request = page.waitForRequest((sent) => sent.method() === "POST" && sent.url().endsWith("/api/posts"));
        await submit(page);
        await request;
        if (!when.startsWith("before the server")) while ((await find(title)).length === 0);
        // A browser repeats a request on another connection by itself.
        await proxy.refuse();
        await page.getByRole("alert").filter({ hasText: "Not saved yet" }).waitFor();
        await typeMore(page, " Word.");
        await proxy.pass();
        await submit(page);
        await titled(page, title);
        expect(await find(title)).toEqual([expect.objectContaining({ content: `${TEXT} Word.` })]);
        await proxy.refuse();
      },
    );

    test("reordered — an autosave that arrives after the save — does not restore old words", async () => {
      const id = await create("Reordered", "Before.");
      const page = await writers.open(`/blog/${id}/edit`);
      const { handle, release } = holdBack();
      await page.route("**/api/autosaves/*", handle);
      const autosave = page.waitForRequest("**/api/autosaves/*");
      await typeMore(page, " After.");
      await autosave;
      await typeMore(page, " And on.");
      await submit(page, "Update");
      await titled(page, "Reordered");
      release();
      await page.waitForLoadState("networkidle");
      expect(await read(id)).toMatchObject({ content: "Before. After. And on." });
    });

    test("left while a save in flight succeeds — the other page stays, nothing is unfinished", async () => {
      const page = await writers.open("/blog");
      await goTo(page, "Write");
      const { handle, release } = holdBack();
      await page.route("**/api/posts", handle);
      await write(page, { title: "Left in flight", content: TEXT });
      await isSaved(page);
      const request = page.waitForRequest("**/api/posts");
      await submit(page);
      await request;
      await goTo(page, "About");
      await page.waitForURL("**/about");
      const response = page.waitForResponse("**/api/posts");
      release();
      await response;
      while ((await find("Left")).length === 0);
      await page.waitForLoadState("networkidle");
      expect(new URL(page.url()).pathname).toBe("/about");
      await page.goto(`${server.url}/account/posts`);
      await page.waitForLoadState("networkidle");
      expect(await page.getByText("Left in flight").count()).toBe(0);
    });

    test("offline when the browser is closed — the text is sent from the next page", async () => {
      const page = await writers.open("/blog/create");
      await page.context().setOffline(true);
      await write(page, { title: "Closed offline", content: TEXT });
      await hasStatus(page, "Offline, saved on this device");
      const tab = await page.context().newPage();
      await page.close();
      await tab.context().setOffline(false);
      await tab.goto(`${server.url}/account/posts`);
      await tab.getByRole("link", { name: "Continue “Closed offline”" }).click();
      await isContinued(tab);
      await isSaved(tab);
      const other = await writers.open("/account/posts");
      await other.getByRole("link", { name: "Continue “Closed offline”" }).waitFor();
    });

    test("a new build is deployed — published from a page of the old one — nothing lost", async () => {
      const page = await writers.open("/blog/create");
      const gone = (pattern: string) =>
        page.route(pattern, (route) => route.fulfill({ status: 404, body: "Not found" }));
      await Promise.all([gone("**/_next/data/**"), gone("**/_next/static/chunks/**")]);
      await write(page, { title: "Deployed", content: TEXT });
      await isSaved(page);
      await submit(page);
      await page.waitForURL("**/deployed");
      await page.unrouteAll();
      await page.reload();
      await titled(page, "Deployed");
      expect(await find("Deployed")).toEqual([expect.objectContaining({ content: TEXT })]);
    });
  });

  describe("no space on the device or the server", () => {
    test("IndexedDB full — an account's text is on the server, restored after a reload", async () => {
      const page = await writers.open("/about");
      await page.addInitScript(() => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException("The quota has been exceeded", "QuotaExceededError");
        };
      });
      await page.goto(`${server.url}/blog/create`);
      await write(page, { title: "Full device", content: TEXT });
      await isSaved(page);
      await page.reload();
      await isContinued(page);
      expect(await contentOf(page)).toBe(TEXT);
    });

    test("the server's disk full — the text stays on the device, published once there is space", async () => {
      const page = await writers.open("/blog/create");
      await DISKS[engine].fill(server);
      await write(page, { title: "Fulldisk", content: `${TEXT}\n`.repeat(2_000) });
      await hasStatus(page, /saved on this device/i);
      await submit(page);
      await page.getByRole("alert").filter({ hasText: "Not saved yet" }).waitFor();
      await page.reload();
      await isContinued(page);
      expect(await contentOf(page)).toContain(TEXT);
      await submit(page);
      await page.getByRole("alert").filter({ hasText: "Not saved yet" }).waitFor();
      await DISKS[engine].makeRoom(server);
      await titled(page, "Fulldisk");
      expect(await find("Fulldisk")).toHaveLength(1);
    });
  });

  describe("other accounts and writers", () => {
    test("session ended — “Save draft” — is a draft after the sign-in, not published", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Stilladraft", content: TEXT });
      await page.context().clearCookies();
      await press(page, "Save draft");
      const dialog = page.getByRole("dialog", { name: "Sign in again" });
      await dialog.getByLabel("Email address").fill("olga@octavo.test");
      await dialog.getByLabel("Password").fill("correct horse battery");
      await dialog.getByRole("button", { name: "Sign in and save" }).click();
      await page.waitForURL("**/edit");
      expect(await find("Stilladraft")).toEqual([expect.objectContaining({ status: "draft" })]);
    });

    test("conflict — words typed after it appeared — in the merged text, with title, tags and excerpt", async () => {
      const id = await create("Contested", PARAGRAPHS.join("\n\n"));
      const page = await writers.open(`/blog/${id}/edit`);
      await change(id, { content: changed(0, "Theirs comes first."), excerpt: "Their excerpt", tags: ["theirs"] });
      await page.getByLabel("Content").fill(changed(2, "Mine comes last."));
      await page.getByLabel("Title").fill("Contested by me");
      await submit(page, "Update");
      await page.getByRole("heading", { name: /someone else saved this post/ }).waitFor();
      await typeMore(page, " Typed later.");
      await press(page, "Use the merged text");
      await submit(page, "Update");
      await titled(page, "Contested by me");
      expect(await read(id)).toMatchObject({
        title: "Contested by me",
        content: ["Theirs comes first.", PARAGRAPHS[1], "Mine comes last. Typed later."].join("\n\n"),
        excerpt: "Their excerpt",
        tags: ["theirs"],
      });
    });

    test("conflict — “Take theirs” — undone, taken again; mine is among the unfinished texts", async () => {
      const id = await create("Aside", PARAGRAPHS.join("\n\n"));
      const page = await writers.open(`/blog/${id}/edit`);
      await change(id, { content: changed(1, "Theirs, all of it.") });
      await page.getByLabel("Content").fill(changed(1, "Mine, all of it."));
      await page.getByLabel("Title").fill("Mine aside");
      await submit(page, "Update");
      await press(page, "Take theirs");
      await page.getByText("the post is not changed yet").waitFor();
      expect(await contentOf(page)).toBe(changed(1, "Theirs, all of it."));
      await press(page, "Undo");
      await page.getByRole("heading", { name: /someone else saved this post/ }).waitFor();
      expect([await page.getByLabel("Title").inputValue(), await contentOf(page)]).toEqual([
        "Mine aside",
        changed(1, "Mine, all of it."),
      ]);
      await press(page, "Take theirs");
      await page.getByText("the post is not changed yet").waitFor();
      await page.goto(`${server.url}/account/posts`);
      await page.getByText("A text that was not chosen when two were merged").waitFor();
      await page.getByRole("link", { name: "Continue “Mine aside”" }).click();
      await isContinued(page);
      expect(await contentOf(page)).toBe(changed(1, "Mine, all of it."));
    });

    test("conflict — “Keep mine” — saved at once, theirs is a revision", async () => {
      const id = await create("Kept", "Before.");
      const page = await writers.open(`/blog/${id}/edit`);
      await change(id, { content: "Theirs." });
      await page.getByLabel("Content").fill("Mine.");
      await submit(page, "Update");
      await press(page, "Keep mine");
      await titled(page, "Kept");
      expect(await read(id)).toMatchObject({ content: "Mine.", version: 3 });
      await page.goto(`${server.url}/blog/${id}/history?from=2&to=3`);
      await page.locator("del:visible", { hasText: "Theirs" }).waitFor();
    });

    test("a draft of a deleted post — continued as a new text from the unfinished texts", async () => {
      const id = await create("Gone", "Before.");
      const page = await writers.open(`/blog/${id}/edit`);
      await typeMore(page, " After.");
      await isSaved(page);
      await page.close();
      await writers.remove(id);
      const other = await writers.open("/account/posts");
      await other.getByRole("link", { name: "Continue “Gone”" }).click();
      await isContinued(other);
      expect(await contentOf(other)).toBe("Before. After.");
      await submit(other);
      await titled(other, "Gone");
    });
  });

  describe("typing", () => {
    test("200 KB pasted — saved, restored after a reload, published whole", async () => {
      const page = await writers.open("/blog/create");
      const pasted = Array.from({ length: 33_000 }, (_, at) => `word${at % 97}`)
        .join(" ")
        .slice(0, 200_000)
        .trim();
      await page.getByLabel("Title").fill("Pasted");
      await page.getByLabel("Content").focus();
      await page.keyboard.insertText(pasted);
      await isSaved(page);
      await page.reload();
      await isContinued(page);
      expect(await contentOf(page)).toBe(pasted);
      await submit(page);
      await titled(page, "Pasted");
      expect((await find("Pasted"))[0]?.content).toBe(pasted);
    });

    test("composition — a save during it — neither ends nor loses it", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Composed", content: "書く: " });
      await page.getByLabel("Content").press("Control+End");
      const devtools = await page.context().newCDPSession(page);
      const compose = (text: string) =>
        devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      await compose("にほ");
      await isSaved(page);
      await compose("にほんご");
      await devtools.send("Input.insertText", { text: "日本語" });
      await isSaved(page);
      await page.reload();
      await isContinued(page);
      expect(await contentOf(page)).toBe("書く: 日本語");
    });

    test("undo — after a recovered text — restores the former text, redo the recovered one", async () => {
      const id = await create("Undone", "Before.");
      const page = await writers.open(`/blog/${id}/edit`);
      await typeMore(page, " After.");
      await isSaved(page);
      await page.reload();
      await isContinued(page);
      await page.getByLabel("Content").press("Control+z");
      expect(await contentOf(page)).toBe("Before.");
      await page.getByLabel("Content").press("Control+Shift+z");
      expect(await contentOf(page)).toBe("Before. After.");
    });

    test("discarded — Undo — restored", async () => {
      const page = await writers.open("/blog/create");
      await write(page, { title: "Discarded", content: TEXT });
      await isSaved(page);
      await page.reload();
      await isContinued(page);
      await press(page, "Discard");
      await page.getByText("Discarded.").waitFor();
      expect(await contentOf(page)).toBe("");
      await press(page, "Undo");
      await isSaved(page);
      expect([await page.getByLabel("Title").inputValue(), await contentOf(page)]).toEqual(["Discarded", TEXT]);
    });
  });

  describe("without JavaScript", () => {
    const plain = { javaScriptEnabled: false };

    test("100,000 emoji and no title — refused with all of them in the form", async () => {
      const page = await writers.open("/blog/create", "Olga", server.url, plain);
      await page.getByLabel("Content").evaluate((field: HTMLTextAreaElement) => {
        field.value = "😀".repeat(100_000);
      });
      await submit(page);
      await page.getByText("Title is required").waitFor();
      expect([...(await contentOf(page))]).toHaveLength(100_000);
    });

    test("conflict — both whole texts are on the page, with title, tags and excerpt", async () => {
      const id = await create("Plain", PARAGRAPHS.join("\n\n"));
      const page = await writers.open(`/blog/${id}/edit`, "Olga", server.url, plain);
      await change(id, {
        content: changed(0, "Theirs."),
        excerpt: "Their excerpt",
        tags: ["theirs"],
        title: "Plain too",
      });
      await page.getByLabel("Content").fill(changed(2, "Mine."));
      await submit(page, "Update");
      await page.getByText("The whole other text").click();
      const other = page.locator("dl");
      for (const text of ["Plain too", changed(0, "Theirs."), "theirs", "Their excerpt"]) {
        await other.getByText(text, { exact: true }).waitFor();
      }
      expect(await contentOf(page)).toBe(changed(2, "Mine."));
    });

    test("another account signs in meanwhile — nothing published under it", async () => {
      const page = await writers.open("/blog/create", "Olga", server.url, plain);
      await write(page, { title: "Plainly", content: TEXT });
      await writers.signIn(page, "Ada");
      await submit(page);
      await page.getByRole("alert").waitFor();
      expect([await contentOf(page), await find("Plainly")]).toEqual([TEXT, []]);
      await writers.signIn(page, "Olga");
      await submit(page);
      await titled(page, "Plainly");
    });

    test("session ended, a published post — offered as an update", async () => {
      const id = await create("Ended", "Before.");
      const page = await writers.open(`/blog/${id}/edit`, "Olga", server.url, plain);
      await page.getByLabel("Content").fill("After.");
      await page.context().clearCookies();
      await submit(page, "Update");
      await page.getByRole("alert").waitFor();
      expect(await contentOf(page)).toBe("After.");
      await writers.signIn(page, "Olga");
      await submit(page, "Update");
      await titled(page, "Ended");
      expect(await read(id)).toMatchObject({ content: "After." });
    });
  });
});
