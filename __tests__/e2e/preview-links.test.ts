import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { openPanel, press, submit, write } from "#support/writing";

const server = withSharedServer({ POSTING: "members" });
beforeEach(() => server.empty());
const { visit } = withBrowser();
const at = (path: string) => server.url + path;
const main = (page: Page) => page.getByRole("main");
const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });

/** Reloads a guest's page until its text is emphasized so. */
async function expectText(page: Page, text: string): Promise<void> {
  while ((await main(page).locator("em").textContent()) !== text) await page.reload();
}

async function signedIn(javaScriptEnabled = true) {
  const { headers } = await signUpAt(server.url, "Olga");
  const { page, faults } = await visit("about:blank", { javaScriptEnabled });
  await page.context().addCookies([asBrowserCookie(server.url, headers)]);
  return { page, faults, headers };
}

/** Creates a link in the dialog of the editor. @returns its URL */
async function share(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Share a preview" });
  await dialog.getByLabel("A day").check();
  await dialog.getByRole("button", { name: "Create a link" }).click();
  const url = await dialog.getByLabel("The link").inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  return url;
}

test("editor — a new text is shared, read by a guest as it is written, published — the link leads to the post", async () => {
  const { page, faults } = await signedIn();
  const guest = await visit("about:blank");
  for (const opened of [page, guest.page]) {
    await opened.route("https://elsewhere.test/**", (route) => route.fulfill({ status: 204 }));
  }
  await page.goto(at("/blog/create"));
  await write(page, { title: "Half a notion", content: "*Soon*, with ![](https://elsewhere.test/ink.png)" });
  await openPanel(page);
  await press(page, "Share a preview");
  const url = await share(page);

  const [image] = await Promise.all([guest.page.waitForRequest(/elsewhere/), guest.page.goto(url)]);
  expect(image.headers().referer).toBeUndefined();
  await title(guest.page, "Half a notion").waitFor();
  await main(guest.page).getByText("Preview, not published; this link ends on").waitFor();
  await main(guest.page).getByText("Olga").waitFor();
  expect(await main(guest.page).locator("em").textContent()).toBe("Soon");
  expect(await guest.page.locator("meta[name=robots]").getAttribute("content")).toBe("noindex");
  expect(await guest.page.locator("link[rel=canonical], meta[property='og:title']").count()).toBe(0);

  await page.getByLabel("Content").fill("*Later*");
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ state: "attached" });
  await expectText(guest.page, "Later");
  await openPanel(page);
  await submit(page, "Publish");
  await page.waitForURL("**/half-a-notion");
  await guest.page.goto(url);
  expect(new URL(guest.page.url()).pathname).toMatch(/^\/blog\/\d+\/half-a-notion$/);
  expect(faults).toEqual([]);
});

test("editor — changes of a public post are shared — a guest sees them, readers do not", async () => {
  const { page, headers } = await signedIn();
  const body = { title: "Known", content: "*Before*" };
  const { id } = (await sendRequest(at("/api/posts"), { method: "POST", headers, body })).json() as { id: string };
  await page.goto(at(`/blog/${id}/edit`));
  await page.getByLabel("Content").fill("*After*");
  await openPanel(page);
  await main(page).getByRole("link", { name: "Share a preview" }).click();
  const url = await share(page);
  const guest = await visit(url);
  await main(guest.page).getByText("Preview of changes that are not published").waitFor();
  await expectText(guest.page, "After");
  await guest.page.goto(at(`/blog/${id}/known`));
  expect(await main(guest.page).locator("em").textContent()).toBe("Before");
});

test("page of a draft without JavaScript — a link is created, opened and revoked — it has ended", async () => {
  const { page, headers } = await signedIn(false);
  const body = { title: "A draft", content: "*Soon*", status: "draft" };
  const { id, url: postUrl } = (await sendRequest(at("/api/posts"), { method: "POST", headers, body })).json() as {
    id: string;
    url: string;
  };
  await page.goto(at(new URL(postUrl).pathname));
  await main(page).getByRole("link", { name: "Share a preview" }).click();
  await page.getByLabel("30 days").check();
  await press(page, "Create a link");
  const url = await page.getByLabel("The link").inputValue();
  const guest = await visit(url, { javaScriptEnabled: false });
  await title(guest.page, "A draft").waitFor();

  await page.goto(at(`/blog/${id}/preview/links`));
  expect(await page.content()).not.toContain(new URL(url).pathname);
  await main(page).getByRole("list", { name: "Open links" }).getByRole("button", { name: "Revoke" }).click();
  await page.getByText("The link is revoked.").waitFor();
  const response = await guest.page.goto(url);
  expect(response?.status()).toBe(404);
  await title(guest.page, "This preview link has ended").waitFor();
});

test("/preview/{token} — any method, Next’s data, wrong tokens — nothing is stored, indexed or told", async () => {
  const { headers } = await signUpAt(server.url, "Olga");
  const body = { title: "A draft", content: "Soon", status: "draft" };
  const { id } = (await sendRequest(at("/api/posts"), { method: "POST", headers, body })).json() as { id: string };
  const created = await sendRequest(at(`/api/posts/${id}/preview-links`), { method: "POST", headers, body: {} });
  const { pathname } = new URL((created.json() as { url: string }).url);
  const page = await sendRequest(at(pathname));
  const build = /"buildId":"([^"]+)"/.exec(page.text)?.[1];
  const reads = [
    [200, "GET", pathname],
    [200, "HEAD", pathname],
    [200, "GET", `${pathname}?after=x&token=y&utm_source=mail`],
    [200, "GET", `/_next/data/${build}${pathname}.json`],
    [404, "GET", `${pathname}x`],
    [404, "GET", "/preview/%00"],
    [404, "GET", `/preview/${"a".repeat(8_000)}`],
  ] as const;
  for (const [status, method, path] of reads) {
    // Twice: a response from a cache would show.
    for (let n = 0; n < 2; n++) {
      const reply = await sendRequest(at(path), { method });
      expect([path, reply.status, reply.headers.get("cache-control")]).toEqual([path, status, "private, no-store"]);
      expect(reply.headers.get("referrer-policy")).toBe("no-referrer");
      expect(reply.headers.get("x-robots-tag")).toBe("noindex");
      expect(reply.headers.get("etag")).toBeNull();
    }
  }
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const reply = await sendRequest(at(pathname), { method });
    expect([method, reply.status, reply.headers.get("allow")]).toEqual([method, 405, "GET, HEAD, OPTIONS"]);
  }
  for (const path of ["/preview", "/preview/"])
    expect((await sendRequest(at(path))).status).toBeGreaterThanOrEqual(300);
  await sendRequest(at(`/api/posts/${id}`), { method: "DELETE", headers });
  expect((await sendRequest(at(pathname))).status).toBe(404);
});
