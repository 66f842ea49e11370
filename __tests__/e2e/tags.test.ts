import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { axeViolations } from "#support/page-issues";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { openPanel, press, submit } from "#support/writing";

const server = withSharedServer({ POSTING: "members" });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

/** Names as people write them. */
const NAMES = ["雑記", "یادداشت", "łódź", "straße", "C++", "C#", "Node.js", "UX/UI", "R&D", ".NET", "привет"];

let owner: { cookie: string };
beforeAll(async () => {
  owner = (await signUpAt(server.url, "Olga")).headers;
});

async function createPost(title: string, tags: string[]): Promise<string> {
  const body = { title, content: "Some words.", tags };
  const { status, text } = await sendRequest(at("/api/posts"), { method: "POST", headers: owner, body });
  expect(status).toBe(201);
  return (JSON.parse(text) as { id: string }).id;
}

async function asOwner(path: string, javaScriptEnabled = true) {
  const visitor = await visit("about:blank", { javaScriptEnabled });
  await visitor.page.context().addCookies([asBrowserCookie(server.url, owner)]);
  await visitor.page.goto(at(path));
  return visitor;
}

const MODES = sample<[string, boolean]>([["with JavaScript", true]], [["without JavaScript", false]]);

test("a post with every kind of tag — its page, JSON-LD and the list of each tag — as typed", async () => {
  const id = await createPost("Every kind", NAMES);
  const { page, faults } = await visit(at(`/blog/${id}/every-kind`));
  const shown = page.getByRole("main").locator(".tag");
  expect(await shown.allTextContents()).toEqual(NAMES);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "{}");
  expect(data.keywords).toEqual(NAMES);
  const metas = page.locator('meta[property="article:tag"]');
  expect(await metas.evaluateAll((all) => all.map((meta) => meta.getAttribute("content")))).toEqual(NAMES);
  for (const name of sample(NAMES.slice(0, 3), NAMES.slice(3))) {
    await page.goto(at(`/blog?tag=${encodeURIComponent(name)}`));
    await page.getByText(`Only those tagged ${name}.`).waitFor();
    await page.getByRole("link", { name: "Every kind" }).waitFor();
  }
  expect(faults).toEqual([]);
});

test.each(MODES)("the form of a post, %s — tags split at every separator", async (mode, javaScriptEnabled) => {
  const { page, faults } = await asOwner("/blog/create", javaScriptEnabled);
  await page.getByLabel("Title").fill(`Tagged ${mode}`);
  await page.getByLabel("Content", { exact: true }).fill("Some words.");
  await openPanel(page);
  await page.getByLabel("Tags", { exact: true }).fill("go，rust、zig;ada, #travel #food");
  await submit(page);
  await page.getByRole("heading", { level: 1, name: `Tagged ${mode}` }).waitFor();
  expect(await page.getByRole("main").locator(".tag").allTextContents()).toEqual([
    ...["go", "rust", "zig", "ada", "travel", "food"],
  ]);
  expect(faults).toEqual([]);
});

test.each(MODES)(
  "the owner, %s — renames a tag, merges it into another one, and deletes that",
  async (mode, javaScriptEnabled) => {
    const [first, second, third] = ["first", "second", "third"].map((name) => `${name} ${mode}`) as [
      string,
      string,
      string,
    ];
    await createPost(`One ${mode}`, [first]);
    await createPost(`Two ${mode}`, [second]);
    const { page, faults } = await asOwner("/account", javaScriptEnabled);
    const confirm = (name: string) => (javaScriptEnabled ? press(page, name) : undefined);
    await page.getByRole("link", { name: "Tags", exact: true }).click();
    await page.getByRole("link", { name: first }).click();
    await page.getByLabel("Name", { exact: true }).fill(third);
    await press(page, "Rename");
    await page.getByText("The tag is renamed.").waitFor();

    // A bookmark of the former name.
    const reader = await visit(at(`/blog?tag=${encodeURIComponent(first)}`));
    await reader.page.waitForURL(at(`/blog?tag=${third.replaceAll(" ", "+")}`));
    await reader.page.getByRole("link", { name: `One ${mode}` }).waitFor();

    await page.getByRole("link", { name: third }).click();
    await page.getByLabel("Name", { exact: true }).fill(second.toUpperCase());
    await press(page, "Rename");
    await page.getByText(`There is a tag “${second}” already.`).waitFor();
    await press(page, javaScriptEnabled ? "Merge" : `Merge into “${second}”`);
    await page.getByText("The tags are merged.").waitFor();

    await page.getByRole("link", { name: `${second} 2 posts` }).click();
    if (javaScriptEnabled) expect(await axeViolations(page)).toEqual([]);
    await press(page, "Delete the tag");
    await confirm("Delete tag");
    await page.getByText("The tag is deleted.").waitFor();
    expect(await page.getByRole("link", { name: second }).count()).toBe(0);
    expect(faults).toEqual([]);
  },
);

longTest("the editor — existing tags are suggested while typing", async () => {
  await createPost("With a tag", ["Suggested"]);
  const { page, faults } = await asOwner("/blog/create");
  await openPanel(page);
  const field = page.getByLabel("Tags", { exact: true });
  await field.pressSequentially("other, sug");
  await page.getByRole("option", { name: "Suggested" }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await field.press("ArrowDown");
  await field.press("Enter");
  expect(await field.inputValue()).toBe("other, Suggested, ");
  expect(faults).toEqual([]);
});
