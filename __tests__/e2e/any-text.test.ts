import { readFileSync } from "node:fs";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { goTo, listed, submit, write } from "#support/writing";

const server = withSharedServer();
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

/** A long text as people write them: 60 KB of Markdown with code, tables and HTML in it. */
const LONG = readFileSync("node_modules/next/dist/docs/01-app/03-api-reference/02-components/image.md", "utf8").trim();

/** Texts that would leave a mark if they ran. */
const HOSTILE = [
  '<script>document.title = "run"</script>',
  // Loads, but is no image: the handler would run.
  '<img src="/api/health" onerror="document.title = \'run\'">',
  "[a link](javascript:document.title='run')",
  "</textarea></title></script><script>document.title = 'run'</script>",
  "<!--<script>",
  "\u2028{{constructor.constructor('document.title=1')()}}",
].join("\n\n");

const TEXTS: [string, string, string][] = [
  [
    "emoji, scripts of both directions and quotes",
    '📚 👩‍👩‍👧‍👦 🇪🇺 שלום 東京 서울 Zalgo Z̸̛͔a̶ e\u0301 "It\'s" &amp; <b>bold</b>',
    "🪭 👍🏽 مرحبا بالعالم, mixed טקסט. 吾輩は猫である。 ﷺ ạ̈̇ ñ &lt;p&gt; %3Cscript%3E \\ \u00a0 {a}",
  ],
  ["a script", "<script>document.title = 'run'</script>", HOSTILE],
];
test.each(sample(TEXTS.slice(0, 1), TEXTS.slice(1)))(
  "/blog/create — %s — shown as text, unchanged, nothing runs",
  async (_name, title, content) => {
    const { page, faults } = await visit(at("/blog/create"));
    await write(page, { title, content });
    await submit(page);
    await page.waitForURL((url) => url.pathname !== "/blog/create");

    const [stored] = (await sendRequest(at("/api/posts?limit=1"))).json() as [
      { id: string; title: string; content: string },
    ];
    expect(stored).toMatchObject({ title, content });
    await goTo(page, "Blog");
    await listed(page, title).waitFor();
    for (const address of ["/blog", `/blog/${stored.id}`, `/blog/${stored.id}/edit`]) {
      await page.goto(at(address));
      expect(await page.title()).not.toBe("run");
      expect(await page.locator("main script, main [onerror], main b, main [href^=javascript]").count()).toBe(0);
    }
    expect(await page.getByLabel("Title").inputValue()).toBe(title);
    expect(await page.getByLabel("Content", { exact: true }).inputValue()).toBe(content);
    await page.goto(at(`/blog/${stored.id}`));
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(title);
    // The safe part of the HTML is shown: its image is not there.
    expect(faults.filter((fault) => !/ 404 /.test(fault))).toEqual([]);
  },
);

longTest("the editor — 60 KB — published, read and edited whole", async () => {
  expect(LONG.length).toBeGreaterThan(60_000);
  const { page, faults } = await visit(at("/blog/create"));
  await write(page, { title: "A long text", content: LONG });
  await submit(page);
  await page.getByRole("heading", { level: 1, name: "A long text" }).waitFor();
  const [stored] = (await sendRequest(at("/api/posts?limit=1"))).json() as [{ id: string; content: string }];
  expect(stored.content).toBe(LONG);

  const words = (text: string) => text.match(/[a-z]{4,}/gi) ?? [];
  const [article = ""] = await page.getByRole("article").allInnerTexts();
  const shown = new Set(words(article));
  expect(words(LONG.slice(-2000)).filter((word) => !shown.has(word))).toEqual([]);
  await page.getByRole("link", { name: "Edit" }).click();
  await page.waitForURL("**/edit");
  expect(await page.getByLabel("Content", { exact: true }).inputValue()).toBe(LONG);
  expect(faults).toEqual([]);
});
