import { ask } from "#support/ask";
import { withBrowser } from "#support/browser";
import { withServer } from "#support/server";
import { goTo, isSameDocument, listed, markDocument, write } from "#support/writing";

const server = withServer();
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

async function createPost(title: string): Promise<string> {
  const made = await ask(at("/api/posts"), { method: "POST", body: { title, content: `The text of ${title}` } });
  return (made.json() as { id: string }).id;
}

test("a post made in the form is in the lists without a reload, and there after a restart", async () => {
  const { page, faults } = await visit(at("/blog"));
  await markDocument(page);
  await goTo(page, "Write");
  await write(page, { title: "Written here", content: "In a real browser." });
  await page.getByRole("button", { name: "Publish" }).click();

  const success = page.getByRole("status").getByRole("link", { name: /Written here/ });
  await success.waitFor();
  expect(await page.getByLabel("Title").inputValue()).toBe("");
  expect(await page.getByLabel("Content").inputValue()).toBe("");
  await goTo(page, "Blog");
  await listed(page, "Written here").waitFor();
  expect(await isSameDocument(page)).toBe(true);
  expect(faults).toEqual([]);

  await server.restart();
  // The page may have asked for its list once more, just then.
  faults.length = 0;
  await page.reload();
  expect(await listed(page, "Written here").count()).toBe(1);
  await page.getByRole("link", { name: "Written here" }).click();
  await page.getByText("In a real browser.").waitFor();
  expect(faults).toEqual([]);
});

test("the success message leads to the new post", async () => {
  const { page } = await visit(at("/blog/create"));
  await write(page, { title: "Followed", content: "To its own page." });
  await page.getByRole("button", { name: "Publish" }).click();
  await page
    .getByRole("status")
    .getByRole("link", { name: /Followed/ })
    .click();
  await page.getByRole("heading", { level: 1, name: "Followed" }).waitFor();
  await page.getByText("To its own page.").waitFor();
});

test("a refused post leaves the list, and its text stays in the form", async () => {
  const { page } = await visit(at("/blog/create"));
  const refusal = Promise.withResolvers<void>();
  await page.route("**/api/posts", async (route) => {
    await refusal.promise;
    const body = { title: "Service Unavailable", status: 503, error: "Service Unavailable" };
    await route.fulfill({ status: 503, contentType: "application/problem+json", json: body });
  });
  await write(page, { title: "Refused", content: "Long thought over." });
  await page.getByRole("button", { name: "Publish" }).click();
  await listed(page, "Refused").waitFor();

  refusal.resolve();
  await page.getByRole("alert").filter({ hasText: "Service Unavailable" }).waitFor();
  await listed(page, "Refused").waitFor({ state: "detached" });
  expect(await page.getByLabel("Title").inputValue()).toBe("Refused");
  expect(await page.getByLabel("Content").inputValue()).toBe("Long thought over.");

  await page.unroute("**/api/posts");
  await page.getByRole("button", { name: "Publish" }).click();
  await page
    .getByRole("status")
    .getByRole("link", { name: /Refused/ })
    .waitFor();
  expect(await listed(page, "Refused").count()).toBe(1);
});

test("while the server is away a post stays in the form; it is stored once it is back", async () => {
  const { page } = await visit(at("/blog/create"));
  await write(page, { title: "Patient", content: "Waits for the server." });
  await server.end();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("alert").filter({ hasText: "The server cannot be reached" }).waitFor();
  expect(await page.getByLabel("Content").inputValue()).toBe("Waits for the server.");
  await server.start();
  await page.getByRole("button", { name: "Publish" }).click();
  await page
    .getByRole("status")
    .getByRole("link", { name: /Patient/ })
    .waitFor();
  const found = (await ask(at("/api/posts?q=patient"))).json();
  expect(found).toEqual([expect.objectContaining({ title: "Patient" })]);
});

test("a double click makes one post", async () => {
  const { page } = await visit(at("/blog/create"));
  await write(page, { title: "Twice clicked", content: "Once stored." });
  await page.getByRole("button", { name: "Publish" }).dblclick();
  await page
    .getByRole("status")
    .getByRole("link", { name: /Twice clicked/ })
    .waitFor();
  expect((await ask(at("/api/posts?q=twice"))).json()).toHaveLength(1);
});

test("an empty form is refused beside its fields, and nothing is sent", async () => {
  const { page, faults } = await visit(at("/blog/create"));
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Title is required").waitFor();
  await page.getByText("Content is required").waitFor();
  expect(await page.getByLabel("Title").evaluate((field) => field === document.activeElement)).toBe(true);
  expect(faults).toEqual([]);
});

test("what one tab makes, another shows when it is looked at again", async () => {
  const { page: first } = await visit(at("/blog"));
  const second = await first.context().newPage();
  await second.goto(at("/blog/create"));
  await write(second, { title: "From the other tab", content: "Seen here too." });
  await second.getByRole("button", { name: "Publish" }).click();
  await second
    .getByRole("status")
    .getByRole("link", { name: /other tab/ })
    .waitFor();

  await markDocument(first);
  // A headless browser gives a tab no focus event. SWR listens to one in five seconds.
  await first.evaluate(() => setInterval(() => window.dispatchEvent(new Event("focus")), 250));
  await listed(first, "From the other tab").waitFor();
  expect(await isSameDocument(first)).toBe(true);
});

test("an edited post is changed on its page and in the list", async () => {
  const id = await createPost("Before");
  const { page, faults } = await visit(at(`/blog/${id}`));
  await page.getByRole("link", { name: "Edit" }).click();
  await page.waitForURL(`**/blog/${id}/edit`);
  expect(await page.getByLabel("Content").inputValue()).toBe("The text of Before");
  await write(page, { title: "After", content: "Another text." });
  await page.getByRole("main").getByRole("button").first().click();
  await page.getByRole("heading", { level: 1, name: "After" }).waitFor();
  await page.getByText("Another text.").waitFor();
  await goTo(page, "Blog");
  await listed(page, "After").waitFor();
  expect(await listed(page, "Before").count()).toBe(0);
  expect((await ask(at(`/api/posts/${id}`))).json()).toMatchObject({ title: "After", version: 2 });
  expect(faults).toEqual([]);
});

test("a deleted post is gone from the list, and its address says so", async () => {
  const id = await createPost("Short-lived");
  const { page, faults } = await visit(at("/blog"));
  await page.getByRole("link", { name: "Short-lived" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete post" }).click();
  await page.waitForURL(at("/blog"));
  await listed(page, "Short-lived").waitFor({ state: "detached" });
  expect((await ask(at(`/api/posts/${id}`))).status).toBe(404);
  expect(faults).toEqual([]);
  expect((await page.goto(at(`/blog/${id}`)))?.status()).toBe(404);
});

test("a deletion that is refused brings the post back", async () => {
  const id = await createPost("Undeletable");
  const { page } = await visit(at(`/blog/${id}`));
  await page.route(`**/api/posts/${id}`, (route) =>
    route.request().method() === "DELETE"
      ? route.fulfill({ status: 503, json: { title: "Not now" } })
      : route.continue(),
  );
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete post" }).click();
  await page.getByRole("alert").filter({ hasText: "Not now" }).waitFor();
  await page.keyboard.press("Escape");
  await goTo(page, "Blog");
  await listed(page, "Undeletable").waitFor();
});
