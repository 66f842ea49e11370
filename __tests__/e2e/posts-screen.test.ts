import { withBrowser } from "#support/browser";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { listed, press } from "#support/writing";

const server = withSharedServer();
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

type Stored = { id: string; title: string; status: string; tags: string[] };
const stored = async (q: string) =>
  ((await sendRequest(at(`/api/posts?status=any&q=${q}&sort=title`))).json() as Stored[]).map(
    ({ title, status, tags }) => [title, status, ...tags],
  );

test.each([true, false])(
  "Posts — drafts published together, tagged, deleted with Undo; a changed one left (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const word = javaScriptEnabled ? "scripted" : "plain";
    const ids: string[] = [];
    for (const name of ["Ash", "Birch", "Cedar"]) {
      const body = { title: `${name} ${word}`, content: "Wood.", status: "draft" };
      ids.push(((await sendRequest(at("/api/posts"), { method: "POST", body })).json() as Stored).id);
    }
    const [ash, birch, cedar] = ["Ash", "Birch", "Cedar"].map((name) => `${name} ${word}`) as [string, string, string];
    const { page, faults } = await visit(at(`/blog/drafts?q=${word}`), { javaScriptEnabled });
    expect(page.url()).toBe(at(`/account/posts?q=${word}&status=draft`));
    const select = (title: string) => page.getByRole("checkbox", { name: `Select “${title}”` }).check();
    const says = (text: string) => page.getByRole("status").getByText(text).waitFor();
    const action = (name: string) =>
      page.getByRole("form", { name: "Selected posts" }).getByRole("button", { name, exact: true }).click();
    expect(await page.getByRole("form", { name: "Selected posts" }).isVisible()).toBe(false);

    await select(ash);
    await select(birch);
    await action("Publish");
    await says("2 posts are published.");
    await listed(page, ash).waitFor({ state: "detached" });
    expect(await stored(word)).toEqual([
      [ash, "published"],
      [birch, "published"],
      [cedar, "draft"],
    ]);

    await page.getByRole("navigation", { name: "Status" }).getByRole("link", { name: "All" }).click();
    await page.waitForURL(at(`/account/posts?q=${word}`));
    await select(birch);
    await select(cedar);
    await page.getByRole("textbox", { name: "Tag to add or remove" }).fill("wood");
    await page.keyboard.press("Enter");
    await says("2 posts have the tag “wood” now.");
    await listed(page, cedar).getByRole("link", { name: "wood" }).click();
    await page.waitForURL(/tag=wood/);
    await listed(page, ash).waitFor({ state: "detached" });

    await select(birch);
    await select(cedar);
    await sendRequest(at(`/api/posts/${ids[2]}`), { method: "PATCH", body: { content: "Wood, and more." } });
    await action("Delete");
    await says(`“${birch}” was moved to the trash, where it stays for 30 days.`);
    await says(`“${cedar}”`);
    await says("it has changed since; look at it and select it again.");
    expect(await stored(word)).toEqual([
      [ash, "published"],
      [cedar, "draft", "wood"],
    ]);
    await press(page, "Undo");
    await says("is back.");
    expect((await stored(word)).map(([title]) => title)).toEqual([ash, birch, cedar]);
    expect(faults).toEqual([]);
  },
);
