import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { withSharedServer } from "#support/server";
import { openPanel, write } from "#support/writing";

const server = withSharedServer();
const { visit } = withBrowser();

const content = (page: Page) => page.getByLabel("Content");
const text = (page: Page) => content(page).inputValue();

/** Opens the editor once the help with typing is loaded. */
async function open(options?: Parameters<typeof visit>[1]) {
  const { page, faults } = await visit("about:blank", options);
  await page.goto(`${server.url}/blog/create`, { waitUntil: "networkidle" });
  await content(page).focus();
  return { page, faults };
}

/** Pastes from a clipboard with these contents, as the browser would. */
const paste = (page: Page, data: Record<string, string>) =>
  content(page).evaluate((field, data) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value);
    const isDefault = field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
    return isDefault ? "by the browser" : "by Octavo";
  }, data);

/** Undoes one step after the other, until the text is as it was first. */
async function undone(page: Page, first: string): Promise<string[]> {
  const texts: string[] = [];
  while (texts.at(-1) !== first && texts.length < 10) {
    await page.keyboard.press("Control+z");
    texts.push(await text(page));
  }
  return texts;
}

describe("the editor — lists", () => {
  test("Enter continues, Tab indents, an empty item ends the list; each step undone by itself", async () => {
    const { page, faults } = await open();
    await page.keyboard.type("1. one");
    await page.keyboard.press("Enter");
    // At once, as one step: Chromium divides what is typed slowly.
    await page.keyboard.insertText("two");
    await page.keyboard.press("Tab");
    expect(await text(page)).toBe("1. one\n   1. two");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await text(page)).toBe("1. one\n2. two\n3. ");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("after");
    expect(await text(page)).toBe("1. one\n2. two\n\nafter");
    expect(await undone(page, "1. one")).toEqual([
      "1. one\n2. two\n\n",
      "1. one\n2. two\n3. ",
      "1. one\n2. two",
      "1. one\n   1. two",
      "1. one\n2. two",
      "1. one\n2. ",
      "1. one",
    ]);
    expect(faults).toEqual([]);
  });

  test("Tab outside of a list, or after Escape — moves the focus; Shift+Enter — a plain line break", async () => {
    const { page } = await open();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
    await page.keyboard.type("- one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    expect(await text(page)).toBe("- one\ntwo");
    await page.keyboard.press("Shift+Tab");
    expect(await focused()).not.toBe("content");
    await content(page).fill("- one\n- two");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await focused()).not.toBe("content");
    expect(await text(page)).toBe("- one\n- two");
  });

  test("composition, and the Enter that commits it — left to the input method", async () => {
    const { page, faults } = await open();
    const cdp = await page.context().newCDPSession(page);
    const compose = (typed: string) =>
      cdp.send("Input.imeSetComposition", { text: typed, selectionStart: typed.length, selectionEnd: typed.length });
    await page.keyboard.type("- ");
    await compose("に");
    await compose("にほ");
    // The key that an input method handles has this code (UI Events, 7.3.1).
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process" });
    await cdp.send("Input.insertText", { text: "日本" });
    expect(await text(page)).toBe("- 日本");
    await page.keyboard.press("Enter");
    await compose("ご");
    await cdp.send("Input.insertText", { text: "語" });
    expect(await text(page)).toBe("- 日本\n- 語");
    expect(faults).toEqual([]);
  });
});

describe("the editor — pasting", () => {
  const RICH = `<meta charset="utf-8"><h2>Folding</h2><p>Fold <b>once</b> and <i>again</i>, see
    <a href="https://example.org/a_b">the &lt;guide&gt;</a>.</p><script>alert(1)</script>
    <ul><li>one</li><li><p>two</p><ol><li>deep</li></ol></li></ul>
    <table><tr><th>leaves</th><th style="text-align:right">pages</th></tr><tr><td>1</td><td style="text-align:right">2 | 3</td></tr></table>
    <p><s>none</s> <img alt="a cat" src="https://example.org/cat.jpg"><img alt="pixels" src="data:image/png;base64,${"A".repeat(9_000)}"></p>
    <pre><code class="language-js">const a = "&lt;b&gt;";</code></pre>`;
  const MARKDOWN = [
    "## Folding",
    "Fold **once** and *again*, see [the \\<guide>](https://example.org/a_b).",
    "- one\n- two\n  1. deep",
    "| leaves | pages |\n| --- | --: |\n| 1 | 2 \\| 3 |",
    "~~none~~ ![a cat](https://example.org/cat.jpg)pixels",
    '```js\nconst a = "<b>";\n```',
  ].join("\n\n");

  test("rich text — Markdown, one step of undo, code loaded on demand", async () => {
    const { page, faults } = await open();
    const loaded: string[] = [];
    page.on("response", (response) => response.url().endsWith(".js") && loaded.push(response.url()));
    await page.keyboard.type("Before. ");
    // The first change loads what validates the form.
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(500);
    loaded.length = 0;
    expect(await paste(page, { "text/html": RICH, "text/plain": "Folding…" })).toBe("by Octavo");
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>("[name=content]")?.value.includes("##"),
    );
    expect(await text(page)).toBe(`Before. \n\n${MARKDOWN}`);
    expect(loaded).toHaveLength(1);
    await page.keyboard.type(" After.");
    expect(await undone(page, "Before. ")).toEqual([`Before. \n\n${MARKDOWN}`, "Before. "]);
    expect(faults).toEqual([]);
  });

  const PLAIN: [string, Record<string, string>][] = [
    ["text that a URL cannot link", { "text/plain": "https://example.org" }],
    ["rich text without structure", { "text/html": "<p>One <span>line</span></p>", "text/plain": "One line" }],
    ["code from an editor", { "text/html": '<div style="white-space: pre;"><b>a</b></div>', "text/plain": "a" }],
    [
      "code from another editor",
      { "text/html": "<html><body><pre><i>// a</i></pre></body></html>", "text/plain": "// a" },
    ],
    ["only an image", { "text/html": '<img src="https://example.org/a.png">', "text/plain": "" }],
  ];
  test.each(sample(PLAIN.slice(0, 2), PLAIN.slice(2)))("%s — left to the browser", async (_name, data) => {
    const { page } = await open();
    expect(await paste(page, data)).toBe("by the browser");
  });

  longTest("rich text in fenced code, or with Ctrl+Shift+V — plain text", async () => {
    const { page } = await open();
    await page.keyboard.type("```\n");
    const data = { "text/html": "<b>a</b>", "text/plain": "a" };
    expect(await paste(page, data)).toBe("by the browser");
    await content(page).fill("");
    await page.keyboard.down("Shift");
    expect(await paste(page, data)).toBe("by the browser");
    await page.keyboard.up("Shift");
    expect(await paste(page, data)).toBe("by Octavo");
  });

  test("rich text, converter cannot be loaded — plain text", async () => {
    const { page } = await open();
    await page.route("**/*.js", (route) => route.abort());
    await paste(page, { "text/html": "<b>a</b>", "text/plain": "plain" });
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>("[name=content]")?.value === "plain");
  });

  test("a URL over a selection — a link, undone by one undo", async () => {
    const { page } = await open();
    await page.keyboard.type("see here");
    await page.keyboard.press("Control+Shift+ArrowLeft");
    expect(await paste(page, { "text/plain": "https://example.org" })).toBe("by Octavo");
    expect(await text(page)).toBe("see [here](https://example.org)");
    expect(await undone(page, "see here")).toEqual(["see here"]);
  });

  longTest("4,000 lines — fast, every character stays, undone by one undo", async () => {
    const { page } = await open();
    const items = Array.from({ length: 4_000 }, (_, at) => `<li>A &amp;amp; &lt;b&gt; ${at}</li>`).join("");
    await page.keyboard.type("x");
    await page.keyboard.press("Enter");
    await paste(page, { "text/html": `<ul>${items}</ul>`, "text/plain": "items" });
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>("[name=content]")?.value.endsWith(" 3999"),
    );
    const lines = (await text(page)).split("\n");
    expect([lines.length, lines[2], lines.at(-1)]).toEqual([4_002, "- A \\&amp; \\<b> 0", "- A \\&amp; \\<b> 3999"]);
    await page.keyboard.press("Control+z");
    expect(await text(page)).toBe("x\n");
  });
});

describe("the editor — toolbar on a phone", () => {
  const phone = { viewport: { width: 375, height: 700 } };
  const barOf = (page: Page) => page.locator("[data-bar]").boundingBox();

  test.each(sample([true], [false]))(
    "at the bottom (JavaScript: %s), the caret above it",
    async (javaScriptEnabled) => {
      const { page } = await visit(`${server.url}/blog/create`, { ...phone, javaScriptEnabled });
      const bar = await barOf(page);
      expect(Math.round((bar?.y ?? 0) + (bar?.height ?? 0))).toBe(700);
      await content(page).fill(Array.from({ length: 60 }, (_, at) => `Line ${at}`).join("\n\n"));
      await content(page).press("Control+End");
      await page.keyboard.type("\n\nThe end");
      const field = await content(page).boundingBox();
      const after = await barOf(page);
      expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual((after?.y ?? 0) + 60);
    },
  );

  test("above an on-screen keyboard", async () => {
    const { page } = await visit("about:blank", phone);
    await page.addInitScript(() => {
      const { visualViewport } = window;
      if (!visualViewport) throw new Error("No visual viewport");
      Object.defineProperty(visualViewport, "height", { get: () => (window.name === "keyboard" ? 400 : 700) });
    });
    await page.goto(`${server.url}/blog/create`);
    await page.evaluate(() => {
      window.name = "keyboard";
      window.visualViewport?.dispatchEvent(new Event("resize"));
    });
    const bar = await barOf(page);
    expect(Math.round((bar?.y ?? 0) + (bar?.height ?? 0))).toBe(400);
  });
});

test("the editor — text and preview — scroll together", async () => {
  const { page, faults } = await open({ viewport: { width: 1280, height: 800 } });
  await write(page, {
    title: "Long",
    content: Array.from({ length: 120 }, (_, at) => `Paragraph ${at}.`).join("\n\n"),
  });
  const pane = page.getByRole("region", { name: "Preview" });
  await pane.getByText("Paragraph 119.").waitFor();
  const paneAt = () => pane.evaluate((element) => element.scrollTop / (element.scrollHeight - element.clientHeight));
  const pageAt = () => page.evaluate(() => window.scrollY);
  async function settled(isThere: () => Promise<boolean>): Promise<void> {
    while (!(await isThere())) await page.waitForTimeout(20);
  }
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, 100_000);
  await settled(async () => (await paneAt()) > 0.98);
  await page.mouse.move(1000, 400);
  await page.mouse.wheel(0, -400);
  const before = await pageAt();
  await settled(async () => (await pageAt()) < before - 50 || (await paneAt()) < 0.98);
  await page.mouse.wheel(0, -100_000);
  await settled(async () => (await paneAt()) < 0.02 && (await pageAt()) < 600);
  expect(faults).toEqual([]);
});

longTest("publication panel — Enter in a field — publishes nothing", async () => {
  const { page } = await open();
  await write(page, { title: "Not yet", content: "A text." });
  const created: string[] = [];
  page.on("request", (request) => request.method() === "POST" && created.push(new URL(request.url()).pathname));
  await openPanel(page);
  await page.getByLabel("Tags").fill("ink");
  await page.getByLabel("Tags").press("Enter");
  // As long as a save would take.
  await page.waitForTimeout(1_500);
  expect(created).not.toContain("/api/posts");
});

test("publication panel — the post as in lists, characters of the excerpt counted", async () => {
  const { page, faults } = await open();
  await write(page, { title: "In a list", content: "# Head\n\nThe beginning of the text." });
  await openPanel(page);
  const item = page.locator("[data-panel] article");
  await item.getByText("The beginning of the text.").waitFor();
  expect(await item.textContent()).not.toMatch(/Head|#/);
  await page.getByLabel("Excerpt").fill("My own 😀");
  await page.getByText("8 of 280 characters").waitFor();
  await item.getByText("My own 😀").waitFor();
  expect(faults).toEqual([]);
});
