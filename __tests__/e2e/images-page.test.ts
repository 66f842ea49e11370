import type { Page } from "playwright-core";
import { type Image, ImageListItem } from "#lib/shared/images";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { press } from "#support/writing";

const server = withServer({ POSTING: "members", SIGN_UP: "open" });
const at = (path: string) => server.url + path;
const { visit } = withBrowser();

type Headers = { cookie: string };
let owner: Headers;
let ada: Headers;
beforeAll(async () => {
  owner = (await signUpAt(server.url, "Olga")).headers;
  ada = (await signUpAt(server.url, "Ada")).headers;
});
beforeEach(async () => {
  for (const { id } of await stored()) {
    await sendRequest(at(`/api/images/${id}`), { method: "DELETE", headers: owner });
  }
});

const stored = async (headers: Headers = owner) =>
  ImageListItem.array().parse((await sendRequest(at("/api/images"), { headers })).json());
/** A PNG of this width, as a browser chooses it. */
const png = async (name: string, width: number) => ({
  name,
  mimeType: "image/png",
  buffer: await picture(width, 48).png().toBuffer(),
});
async function upload(width: number, { cookie }: Headers): Promise<Image> {
  const body = new Uint8Array((await png("", width)).buffer);
  const answer = await fetch(at("/api/images"), {
    method: "POST",
    headers: { cookie, "content-type": "image/png" },
    body,
  });
  return (await answer.json()) as Image;
}

async function library(headers: Headers, options = {}) {
  const { faults, page } = await visit("about:blank", options);
  await page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await page.goto(at("/account/images"));
  return { faults, page };
}
const items = (page: Page) => page.getByRole("list", { name: "Images" }).locator("> li");
const choose = (page: Page, ...files: Awaited<ReturnType<typeof png>>[]) =>
  page.getByLabel("New image").setInputFiles(files);

test("several images and a text — the images are in the list, the text is named with the reason", async () => {
  const { faults, page } = await library(ada);
  await page.getByText("No images yet.").waitFor();
  const text = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("No image.") };
  await choose(page, await png("a.png", 60), text, await png("b.png", 70));
  await press(page, "Upload");
  await page.getByText("2 images are uploaded.").waitFor();
  expect(await page.getByRole("alert").filter({ hasText: "notes.txt" }).textContent()).toContain(
    "accepted: image/jpeg",
  );
  expect(await items(page).count()).toBe(2);
  await items(page)
    .first()
    .getByText(/^70 × 48 pixels,/)
    .waitFor();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main img")].every((img) => (img as HTMLImageElement).naturalWidth > 0),
  );
  expect(faults.filter((fault) => !fault.includes("415"))).toEqual([]);
});

test("nothing chosen — asks for an image, and sends nothing", async () => {
  const { page } = await library(ada);
  await press(page, "Upload");
  await page.getByRole("alert").getByText("Choose an image.").waitFor();
  expect(await stored()).toEqual([]);
});

test("an unused image is deleted after confirmation; one that a post uses since stays, and the list says where", async () => {
  const [kept, gone] = [await upload(60, ada), await upload(70, ada)];
  const { page } = await library(ada);
  await items(page)
    .first()
    .getByRole("button", { name: /Delete/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete image" }).click();
  await page.getByText("The image is deleted.").waitFor();
  expect((await stored()).map(({ id }) => id)).toEqual([kept.id]);
  expect((await fetch(at(`/api/images/${gone.id}`), { headers: ada })).status).toBe(404);

  await page.getByRole("button", { name: /Delete/ }).click();
  const body = { title: "Used here", content: `![](${kept.url})` };
  await sendRequest(at("/api/posts"), { method: "POST", headers: ada, body });
  await page.getByRole("dialog").getByRole("button", { name: "Delete image" }).click();
  await page.getByText("Not deleted: a text uses the image since.").waitFor();
  await items(page).getByRole("link", { name: "Used here" }).click();
  await page.getByRole("heading", { name: "Used here" }).waitFor();
  expect(await stored()).toHaveLength(1);
});

longTest("authors see their own, the owner all; visitors sign in first, and come back", async () => {
  await upload(60, ada);
  await upload(70, owner);
  expect(await items((await library(ada)).page).count()).toBeGreaterThan(0);
  const own = (await stored(ada)).length;
  expect(await items((await library(ada)).page).count()).toBe(own);
  expect(await items((await library(owner)).page).count()).toBe(own + 1);
  const { page } = await visit(at("/account/images"));
  expect(new URL(page.url()).pathname).toBe("/login");
  expect(page.url()).toContain(encodeURIComponent("/account/images"));
});

longTest("more than a page — a link to the older ones", async () => {
  const before = (await stored()).length;
  for (let width = 20; width < 42; width++) await upload(width, owner);
  const { page } = await library(owner);
  expect(await items(page).count()).toBe(20);
  await page.getByRole("link", { name: "Older images" }).click();
  await page.getByRole("link", { name: "Newest images" }).waitFor();
  expect(await items(page).count()).toBe(2 + before);
});

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("an image is uploaded, listed with its Markdown, and deleted", async () => {
    const { page } = await library(ada, plain);
    await choose(page, await png("a.png", 80));
    await press(page, "Upload");
    await page.getByText("The image is uploaded.").waitFor();
    const [image] = await stored(ada);
    expect(await page.getByLabel("Markdown").first().inputValue()).toBe(`![](${image?.url})`);
    await items(page)
      .first()
      .getByRole("button", { name: /Delete/ })
      .click();
    await page.waitForLoadState();
    expect((await stored(ada)).map(({ id }) => id)).not.toContain(image?.id);
  });

  test("a text, or nothing — the page says why it is refused, with its status", async () => {
    const { page } = await library(ada, plain);
    const before = await stored(ada);
    await choose(page, { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("No image.") });
    const [response] = await Promise.all([page.waitForNavigation(), press(page, "Upload")]);
    expect(response?.status()).toBe(415);
    await page.getByRole("alert").getByText("accepted: image/jpeg").waitFor();
    const [empty] = await Promise.all([page.waitForNavigation(), press(page, "Upload")]);
    expect(empty?.status()).toBe(400);
    await page.getByRole("alert").getByText("The body holds no image: it is empty.").waitFor();
    expect(await stored(ada)).toEqual(before);
  });

  test("a form of another site — 403, and nothing is stored", async () => {
    const before = await stored(ada);
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array((await png("", 90)).buffer)]), "a.png");
    const answer = await fetch(at("/account/images"), {
      method: "POST",
      headers: { ...ada, origin: "https://evil.example" },
      body: form,
    });
    expect(answer.status).toBe(403);
    expect(await stored(ada)).toEqual(before);
  });
});
