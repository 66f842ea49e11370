import type { BrowserContextOptions, Page } from "playwright-core";
import type { Image } from "#lib/shared/images";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { numberedPosts, seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const server = withSharedServer({ POSTING: "members" });
const at = (path: string) => server.url + path;
const { visit } = withBrowser();
const main = (page: Page) => page.getByRole("main");

let headers: { cookie: string };
beforeAll(async () => {
  headers = (await signUpAt(server.url, "Olga")).headers;
  await seedPosts(server.url, numberedPosts(21), headers);
});

const file = async (width: number) => ({
  name: "me.png",
  mimeType: "image/png",
  buffer: await picture(width, 300).png().toBuffer(),
});

async function uploaded(): Promise<Image> {
  const { buffer } = await file(700);
  const request = {
    method: "POST",
    headers: { ...headers, "content-type": "image/png" },
    body: new Uint8Array(buffer),
  };
  return (await (await fetch(at("/api/images"), request)).json()) as Image;
}

async function openAccount(options: BrowserContextOptions) {
  const visited = await visit("about:blank", options);
  await visited.page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await visited.page.goto(at("/account"));
  return visited;
}

test.each([true, false])(
  "/account, a post, /authors/:slug — profile filled in, shown on the page that the byline leads to (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const { page, faults } = await openAccount({ javaScriptEnabled });
    await page.getByLabel("Bio").fill("Prints *everything*.");
    await page.getByLabel("Links").fill("Mastodon | https://social.example/@olga\nnonsense");
    if (javaScriptEnabled) {
      await page.getByLabel("File: Image").setInputFiles(await file(600));
      await page.getByRole("button", { name: "Remove: Image" }).waitFor();
    } else await page.getByLabel("Address of the image: Image").fill((await uploaded()).url);
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByText("Line 2: Each link must be an absolute http or https URL").waitFor();
    await page.getByLabel("Links").fill("Mastodon | https://social.example/@olga\nhttps://www.olga.example/");
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByText("Your profile is saved.").waitFor();

    await page.goto(at("/blog/1"));
    await main(page).getByRole("link", { name: "Olga" }).click();
    await page.waitForURL(at("/authors/olga"));
    await page.getByRole("heading", { level: 1, name: "Olga" }).waitFor();
    expect(await main(page).locator("em").textContent()).toBe("everything");
    const links = main(page).getByRole("list", { name: "Elsewhere" }).getByRole("link");
    expect(await links.allTextContents()).toEqual(["Mastodon", "olga.example"]);
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("rel")))).toEqual(["me", "me"]);
    const image = main(page).locator("img");
    await image.evaluate((element: HTMLImageElement) => element.decode());
    expect(await image.getAttribute("srcset")).toMatch(/-480\.webp 480w, .*00w$/);

    const titles = () => main(page).getByRole("heading", { level: 3 }).allTextContents();
    expect(await titles()).toHaveLength(20);
    await page.getByRole("link", { name: "More posts" }).click();
    await page.getByText("These are older posts.").waitFor();
    expect(await titles()).toHaveLength(1);
    // Without JavaScript, the refused form is a response.
    expect(faults.filter((fault) => !/ 400 /.test(fault))).toEqual([]);
  },
);

test("/authors/:slug — cached, revalidated, and current at once after the name has changed", async () => {
  const read = () => sendRequest(at("/authors/olga"));
  await read();
  const hit = await read();
  expect(hit.headers.get("cache-status")).toContain("hit");
  const { json } = await sendRequest(at("/api/auth/session"), { headers });
  const { account } = json() as { account: { id: string } };
  const rename = (name: string) =>
    sendRequest(at(`/api/users/${account.id}`), { method: "PATCH", headers, body: { name } });
  await rename("Olga T.");
  const renamed = await read();
  expect(renamed.text).toContain(">Olga T. · Octavo</title>");
  expect(renamed.headers.get("etag")).not.toBe(hit.headers.get("etag"));
  expect((await sendRequest(at("/blog/1/item-1"), {})).text).toContain("Olga T.");
  expect((await sendRequest(at("/feed.xml?author=olga"))).text).toContain("Olga T.");
  await rename("Olga");
  // Another post changes this page; a draft does not.
  const etag = String((await read()).headers.get("etag"));
  const again = await sendRequest(at("/authors/olga"), { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("/authors/:slug — metadata: canonical URL without the cursor, profile, feeds", async () => {
  const { text } = await sendRequest(at("/authors/olga"));
  expect(text).toMatch(/<link rel="canonical" href="[^"]*\/authors\/olga"/);
  expect(text).toContain('<meta property="og:type" content="profile"');
  expect(text).not.toContain('<meta property="og:type" content="website"');
  for (const path of ["/feed.xml", "/atom.xml", "/feed.json"]) {
    expect(text).toMatch(new RegExp(`<link rel="alternate"[^>]* href="${path}\\?author=olga"`));
  }
  expect(text).toContain('"@type":"ProfilePage"');
});

test.each(["/authors/nobody", "/authors", "/authors/olga/more"])("%s — 404 with a search", async (path) => {
  const { status, text } = await sendRequest(at(path));
  expect(status).toBe(404);
  expect(text).toContain('role="search"');
});
