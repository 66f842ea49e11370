import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { numberedPosts, seedPosts } from "#support/seed";
import { openPanel, press, submit, write } from "#support/writing";
import { picture } from "./image-files.ts";
import { sendRequest } from "./send-request.ts";

/** A state of a page: its path, who opens it, and what a user does to reach the state. */
export type State = { at: string; isOwner?: boolean; reach?: (page: Page) => Promise<void> };

const CONTENT =
  "A paragraph with *some* `code` in it.\n\n## A heading\n\n- One\n- Two\n\n> Quoted.\n\n```js\nconst a = 1;\n```\n\n## A heading that is long enough to fill more than a line";
const AUTOSAVE = "0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e";
const JUST_TEXT = "Some words that nobody has read yet.";

/** Stores what the states below show. The ids of the first posts are those in the paths below. */
export async function seedStates(url: string, headers: Record<string, string>): Promise<void> {
  const send = async (method: string, path: string, body?: object) => {
    const { status, text } = await sendRequest(url + path, { method, headers, body });
    if (status >= 400) throw new Error(`${method} ${path} was refused: ${text}`);
  };
  const [first] = await seedPosts(
    url,
    [
      { title: "A post with everything", content: CONTENT, tags: ["ink"] },
      { title: "Contested", content: JUST_TEXT },
      { title: "Short-lived", content: JUST_TEXT },
      { title: "Thrown away", content: JUST_TEXT },
      { title: "Half a notion", content: JUST_TEXT, status: "draft" },
      { title: "Later on", content: JUST_TEXT, publishedAt: "2099-01-31T09:00:00Z" },
      ...numberedPosts(24),
    ],
    headers,
  );
  if (first !== "1") throw new Error(`The first post has the number ${first}`);
  await send("DELETE", "/api/posts/4");
  await send("PATCH", "/api/posts/1", { content: CONTENT.replace("Two", "Three"), tags: ["ink", "paper"] });
  await send("PATCH", "/api/posts/1", { content: CONTENT });
  const message = "Where does the paper come from?\n\nIt smells of rain.";
  for (const name of ["Rahel", "Ruth"]) await send("POST", "/api/messages", { name, email: "r@octavo.test", message });
  await send("PATCH", "/api/messages/1", { isRead: true });
  const long = `/2019/05/${"a-very-long-name-of-a-page-".repeat(8)}.html`;
  for (const path of ["/?p=1", "/2019/05/日本語", long]) {
    await send("PUT", `/api/redirects/${encodeURIComponent(path)}`, { post: "1" });
  }
  const describeOwner = async (path: string) => {
    const { account } = (await sendRequest(`${url}/api/auth/session`, { headers })).json() as {
      account: { id: string };
    };
    await send("PATCH", `/api/users/${account.id}`, {
      bio: "Writes about *paper*, and prints on it.",
      image: { image: /[\da-f]{64}/.exec(path)?.[0] },
      links: [{ label: "Mastodon", url: "https://social.example/@olga" }, { url: "https://olga.example" }],
    });
  };
  for (const width of [64, 96]) {
    const file = new Uint8Array(await picture(width).png().toBuffer());
    const type = { "content-type": "image/png" };
    const answer = await fetch(`${url}/api/images`, { method: "POST", headers: { ...headers, ...type }, body: file });
    if (answer.status !== 201) throw new Error(`The image was refused: ${await answer.text()}`);
    const { url: path } = (await answer.json()) as { url: string };
    if (width === 64) await send("PATCH", "/api/posts/5", { content: `![Four colours](${path})` });
    else await describeOwner(path);
  }
}

const unreachable = async (page: Page) => {
  await page.route("**/api/posts?*", (route) => route.fulfill({ status: 503, json: { title: "Not just now" } }));
  await page.getByLabel("Search posts").fill("item");
  await page.getByText("Not just now").waitFor();
};
const refusedSignIn = async (page: Page) => {
  await page.getByLabel("Email address").fill("nobody@octavo.test");
  await page.getByLabel("Password").fill("correct horse battery");
  await press(page, "Sign in");
  await page.getByText("Wrong email address or password.").waitFor();
};
const refusedPasskey = async (page: Page) => {
  await press(page, "Sign in with a passkey");
  await page.getByText("Passkeys need a site with a name.").waitFor();
};
const refusedMessage = async (page: Page) => {
  await page.getByLabel("Name", { exact: true }).fill("Rahel");
  await page.getByLabel("Email address").fill("rahel@octavo");
  await page.getByLabel("Message", { exact: true }).fill("No answer will arrive.");
  await press(page, "Send message");
  await page.locator("[aria-invalid=true]").waitFor();
};
/** Uploads a source to the page without any import. */
const uploadSource = async (page: Page, name: string, content: string | Buffer) => {
  const at = new URL("/api/imports", page.url()).href;
  for (const { id } of await (await page.request.get(at)).json()) await page.request.delete(`${at}/${id}`);
  await page.goto(new URL("/account/import", page.url()).href);
  await page
    .getByLabel("Source", { exact: true })
    .setInputFiles({ name, mimeType: "text/xml", buffer: Buffer.from(content) });
  await press(page, "Upload and check");
};
const refusedSource = async (page: Page) => {
  await uploadSource(page, "notes-that-have-a-very-long-name-".repeat(4), "No source.");
  await page.locator("[aria-invalid=true]").waitFor();
};
const checkedSource = async (page: Page) => {
  await uploadSource(page, "wordpress.xml", readFileSync("__tests__/fixtures/import/wordpress.xml"));
  await page.getByText("The source is checked.").waitFor();
};
const imported = async (page: Page) => {
  await checkedSource(page);
  await press(page, "Start import");
  await page.getByText("The import is done.").waitFor();
};
const refusedRedirect = async (page: Page) => {
  await page.getByLabel("From").fill("/blog");
  await page.getByLabel("To").fill("nowhere");
  await press(page, "Add redirect");
  await page.locator("[aria-invalid=true]").first().waitFor();
};
const refusedSchedule = async (page: Page) => {
  await openPanel(page);
  await page.getByRole("radio", { name: "Schedule" }).check();
  await submit(page, "Schedule");
  await page.getByText("Title is required").waitFor();
};
const typed = async (page: Page) => {
  await write(page, { title: "A title that is long enough to fill more than a line of a phone", content: CONTENT });
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
};
const recovered = async (page: Page) => {
  await write(page, { title: "Continued", content: "Typed, then reloaded." });
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  await press(page, "Show changes");
  await page.locator("ins:visible").first().waitFor();
};
const stored = async (page: Page) => {
  await write(page, { title: "Kept", content: "For another day." });
  await press(page, "Save draft");
  await page.waitForURL("**/edit");
};
const signedOut = async (page: Page) => {
  const cookies = await page.context().cookies();
  await write(page, { title: "Kept", content: "For another day." });
  await page.context().clearCookies();
  await submit(page);
  await page.getByRole("dialog").waitFor();
  await page.context().addCookies(cookies);
};
const deletedMeanwhile = async (page: Page) => {
  const url = new URL("/api/posts/6", page.url()).href;
  await page.request.delete(url);
  await page.getByLabel("Content").fill("Still wanted.");
  await submit(page, "Update");
  await page.getByRole("button", { name: "Save as a new draft" }).waitFor();
  await page.request.post(`${url}/restore`);
};
const previewed = async (page: Page) => {
  await press(page, "Preview");
  await page.getByRole("region", { name: "Preview" }).getByText("Quoted.").waitFor();
};
const contest = async (page: Page, content: string) => {
  await page.request.patch(new URL("/api/posts/2", page.url()).href, { data: { content } });
  await page.getByLabel("Content").fill("Mine, all of it.");
  await submit(page, "Update");
  await page.getByRole("group", { name: "Both of you changed this passage" }).first().waitFor();
};
const conflict = (page: Page) => contest(page, "Theirs, all of it.");
const aboutTyped = async (page: Page) => {
  await page.getByLabel("Content").fill(CONTENT);
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
};
const aboutConflict = async (page: Page) => {
  await page.request.put(new URL("/api/about", page.url()).href, { data: { content: "Theirs, all of it." } });
  await page.getByLabel("Content").fill("Mine, all of it.");
  await press(page, "Update");
  await page.getByRole("heading", { name: /saved this text/ }).waitFor();
};
const theirsTaken = async (page: Page) => {
  await contest(page, "Theirs, once more.");
  await press(page, "Take theirs");
};
const merged = async (page: Page) => {
  await contest(page, "Theirs, for the third time.");
  await press(page, "Use the merged text");
  await page.getByText("the post is not changed yet").waitFor();
};
const earlierStates = async (page: Page) => {
  await write(page, { title: "States", content: "Many words that are going to disappear. ".repeat(5) });
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ state: "attached" });
  await page.getByLabel("Content").fill("Few words.");
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ state: "attached" });
  await page.getByText("Earlier states of this text").click();
  await page
    .getByRole("button", { name: /^Compare/ })
    .first()
    .click();
  await page
    .getByRole("button", { name: /^Restore/ })
    .first()
    .click();
  await page.getByText("The form has the text of").waitFor();
};
const otherAccount = async (page: Page) => {
  await page.route("**/api/posts", (route) =>
    route.fulfill({ status: 409, json: { type: "/docs/errors#account-changed", title: "Another account" } }),
  );
  await write(page, { title: "Whose", content: "For another day." });
  await submit(page);
  await page.getByRole("alert").filter({ hasText: "another account is signed in" }).waitFor();
};
const away = async (page: Page) => {
  await page.route("**/api/posts", (route) => route.fulfill({ status: 503, json: { title: "Not just now" } }));
  await write(page, { title: "Away", content: "For another day." });
  await submit(page);
  await page.getByRole("alert").filter({ hasText: "Not saved yet" }).waitFor();
};
const unfinished = async (page: Page) => {
  const draft = {
    post: "1",
    title: "A title that is long enough to fill more than a line of a phone",
    content: "Changed.",
  };
  await page.request.put(new URL(`/api/autosaves/${AUTOSAVE}`, page.url()).href, { data: draft });
  await page.reload();
  await page
    .getByRole("button", { name: /^Show changes/ })
    .first()
    .click();
  await page.locator("ins:visible").first().waitFor();
};
const discardedText = async (page: Page) => {
  await unfinished(page);
  await page
    .getByRole("button", { name: /^Discard/ })
    .first()
    .click();
  await page.getByText("is discarded.").waitFor();
};
const previewedText = async (page: Page) => {
  await page.request.put(page.url().replace("/blog/drafts/", "/api/autosaves/"), {
    data: { title: "Kept", content: CONTENT },
  });
  await page.reload();
  await page.getByText("A preview of a new text").waitFor();
};
const openSignOutDialog = async (page: Page) => {
  await page.goto(new URL("/blog/create", page.url()).href);
  await typed(page);
  await page.goto(new URL("/account", page.url()).href);
  await press(page, "Sign out");
  await page.getByText("This device has a text of yours").waitFor();
};
const refusedPassword = async (page: Page) => {
  await page.getByText("Change password").first().click();
  await press(page, "Change password");
  await page.locator("[aria-invalid=true]").first().waitFor();
};
const unconfirmedOwnDeletion = async (page: Page) => {
  await page.getByText("Delete my account").click();
  await press(page, "Delete account");
  await page.getByText("Confirm that the account is to be deleted").waitFor();
};
const createdKey = async (page: Page) => {
  await page.getByLabel("What the key is for").fill("A script");
  await press(page, "Create a key");
  await page.getByLabel("The key “A script”").waitFor();
};
const deleted = async (page: Page) => {
  await press(page, "Delete");
  await page.getByText("was moved to the trash").waitFor();
};
const selectedPosts = async (page: Page) => {
  await page.getByText("Filter and sort").click();
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByText(/^\d+ selected$/).waitFor();
};
const changedPosts = async (page: Page) => {
  await page.getByRole("checkbox", { name: "Select “Half a notion”" }).check();
  await page.getByRole("textbox", { name: "Tag to add or remove" }).fill("paper");
  await press(page, "Add tag");
  await page.getByText("has the tag").or(page.getByText("was tagged so already")).waitFor();
};
const purging = async (page: Page) => {
  await press(page, "Delete now “Thrown away”");
  await page.getByRole("dialog").waitFor();
};
const refusedImage = async (page: Page) => {
  const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("No image.") };
  await page.getByLabel("New image").setInputFiles(file);
  await press(page, "Upload");
  await page.getByRole("alert").getByText("notes.txt").waitFor();
};
const describingImages = async (page: Page) => {
  await page.route("**/api/images", (route) => route.fulfill({ status: 413, json: { title: "Too large" } }), {
    times: 1,
  });
  const png = await picture(72).png().toBuffer();
  const files = ["a.png", "a-name-that-is-longer-than-a-line-of-a-phone-and-has-no-spaces-in-it.png", "c.png"];
  await page
    .locator("input[type=file][multiple]")
    .setInputFiles([
      ...files.map((name) => ({ name, mimeType: "image/png", buffer: png })),
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("No image.") },
    ]);
  await page.getByText("Not uploaded. Too large.").waitFor();
  await page.getByText("In the text", { exact: true }).first().waitFor();
  await press(page, "Done");
  await page.getByText("Say what it shows").waitFor();
};
const uploadedPlainly = async (page: Page) => {
  const image = await page.request.get(new URL("/api/images?limit=1", page.url()).href);
  const [{ id }] = (await image.json()) as [{ id: string }];
  await page.goto(new URL(`/account/images?uploaded=${id}`, page.url()).href);
  await page.getByRole("region", { name: "Uploaded" }).waitFor();
};
const merging = async (page: Page) => {
  await page.getByLabel("Name", { exact: true }).fill("INK");
  await press(page, "Rename");
  await page.getByRole("dialog").waitFor();
};
const searched = async (page: Page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("item");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
};
const previewedSite = async (page: Page) => {
  await page.getByLabel("Title", { exact: true }).fill("A title that is long enough to fill more than a line");
  await page.getByLabel("Introduction").fill(CONTENT);
  await page.getByLabel("Accent colour").fill("#ffcc00");
  await press(page, "Preview");
  await page.getByText("A preview: nothing is saved yet").waitFor();
};
const refusedSite = async (page: Page) => {
  await page.getByLabel("Title", { exact: true }).fill("");
  await page.getByLabel("Address of link 1").fill("nowhere");
  await page.getByText("Verification codes").click();
  await page.getByLabel("Google").fill("<>");
  await press(page, "Save");
  await page.getByText("Not saved: see what is wrong").waitFor();
};
const openDeleteDialog = async (page: Page) => {
  await page.getByRole("main").getByRole("button", { name: "Delete" }).first().click();
  await page.getByRole("dialog").waitFor();
};
const invited = async (page: Page) => {
  await page.getByLabel("Email address").fill("grace@octavo.test");
  await press(page, "Create a link");
  await page.getByLabel("A link to sign up").waitFor();
};
const cancelling = async (page: Page) => {
  await page.getByRole("main").getByRole("button", { name: "Cancel" }).first().click();
  await page.getByRole("dialog").waitFor();
};
const unconfirmedDeletion = async (page: Page) => {
  await press(page, "Delete user");
  await page.getByText("Confirm that the account is to be deleted").waitFor();
};

const shared = async (page: Page) => {
  await press(page, "Create a link");
  await page.getByLabel("The link").waitFor();
};
const sharedInEditor = async (page: Page) => {
  await openPanel(page);
  await page.getByRole("main").getByRole("link", { name: "Share a preview" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create a link" }).click();
  await page.getByLabel("The link").waitFor();
};
const openedPreview = async (page: Page) => {
  const created = await page.request.post(new URL("/api/posts/5/preview-links", page.url()).href, { data: {} });
  await page.goto(((await created.json()) as { url: string }).url);
  await page.getByText("Preview, not published").waitFor();
};

/** The states of every page, by the page's route. */
export const STATES: Record<string, State[]> = {
  "/": [{ at: "/" }, { at: "/", isOwner: true }, { at: "/", reach: searched }],
  "/404": [{ at: "/nothing" }, { at: "/blog/999" }],
  "/500": [{ at: "/500" }],
  "/about": [{ at: "/about" }],
  "/about/edit": [
    { at: "/about/edit", isOwner: true },
    { at: "/about/edit", isOwner: true, reach: aboutTyped },
    { at: "/about/edit", isOwner: true, reach: aboutConflict },
  ],
  "/account": [
    { at: "/account", isOwner: true },
    { at: "/account", isOwner: true, reach: openSignOutDialog },
  ],
  "/authors/[slug]": [{ at: "/authors/olga" }, { at: "/authors/ada" }],
  "/account/export": [{ at: "/account/export", isOwner: true }],
  "/account/images": [
    { at: "/account/images", isOwner: true },
    { at: "/account/images", isOwner: true, reach: refusedImage },
    { at: "/account/images", isOwner: true, reach: uploadedPlainly },
    { at: "/account/images", isOwner: true, reach: openDeleteDialog },
  ],
  "/account/import": [
    { at: "/account/import", isOwner: true, reach: refusedSource },
    { at: "/account/import", isOwner: true, reach: checkedSource },
    { at: "/account/import", isOwner: true, reach: imported },
  ],
  "/account/keys": [
    { at: "/account/keys", isOwner: true },
    { at: "/account/keys", isOwner: true, reach: createdKey },
  ],
  "/account/messages": [
    { at: "/account/messages", isOwner: true },
    { at: "/account/messages", isOwner: true, reach: openDeleteDialog },
  ],
  "/account/redirects": [
    { at: "/account/redirects", isOwner: true },
    { at: "/account/redirects", isOwner: true, reach: refusedRedirect },
  ],
  "/account/security": [
    { at: "/account/security", isOwner: true },
    { at: "/account/security", isOwner: true, reach: refusedPassword },
    { at: "/account/security", isOwner: true, reach: unconfirmedOwnDeletion },
  ],
  "/account/site": [
    { at: "/account/site", isOwner: true },
    { at: "/account/site", isOwner: true, reach: previewedSite },
    { at: "/account/site", isOwner: true, reach: refusedSite },
  ],
  "/account/tags": [{ at: "/account/tags", isOwner: true }],
  "/account/tags/[slug]": [
    { at: "/account/tags/ink", isOwner: true },
    { at: "/account/tags/paper", isOwner: true, reach: merging },
  ],
  "/account/users": [
    { at: "/account/users", isOwner: true },
    { at: "/account/users", isOwner: true, reach: invited },
    { at: "/account/users", isOwner: true, reach: cancelling },
  ],
  "/account/users/[id]": [
    { at: "/account/users/ada", isOwner: true },
    { at: "/account/users/ada", isOwner: true, reach: unconfirmedDeletion },
  ],
  "/account/welcome": [{ at: "/account/welcome", isOwner: true }],
  // Redirects, or responds 404.
  "/[...path]": [],
  "/blog": [
    { at: "/blog?pages=2" },
    { at: "/blog?q=item&tag=recto" },
    { at: "/blog?q=zebra" },
    { at: "/blog", reach: unreachable },
  ],
  "/blog-dynamic": [{ at: "/blog-dynamic" }],
  "/blog-static/[[...none]]": [{ at: "/blog-static" }],
  // Redirects to the next.
  "/blog/[id]": [],
  "/blog/[id]/[slug]": [
    { at: "/blog/1/a-post-with-everything" },
    { at: "/blog/1/a-post-with-everything", isOwner: true },
    { at: "/blog/3/short-lived", isOwner: true, reach: deleted },
  ],
  "/blog/[id]/delete": [
    { at: "/blog/1/delete", isOwner: true },
    { at: "/blog/4/delete", isOwner: true },
  ],
  "/blog/[id]/edit": [
    { at: "/blog/1/edit", isOwner: true, reach: previewed },
    { at: "/blog/2/edit", isOwner: true, reach: conflict },
    { at: "/blog/2/edit", isOwner: true, reach: theirsTaken },
    { at: "/blog/2/edit", isOwner: true, reach: merged },
    { at: "/blog/5/edit", isOwner: true, reach: sharedInEditor },
    { at: "/blog/6/edit", isOwner: true, reach: deletedMeanwhile },
  ],
  "/blog/[id]/history": [{ at: "/blog/1/history?from=1&to=2", isOwner: true }],
  "/blog/[id]/preview/links": [{ at: "/blog/5/preview/links", isOwner: true, reach: shared }],
  "/blog/create": [
    { at: "/blog/create", isOwner: true, reach: refusedSchedule },
    { at: "/blog/create", isOwner: true, reach: typed },
    { at: "/blog/create", isOwner: true, reach: recovered },
    { at: "/blog/create", isOwner: true, reach: signedOut },
    { at: "/blog/create", isOwner: true, reach: stored },
    { at: "/blog/create", isOwner: true, reach: earlierStates },
    { at: "/blog/create", isOwner: true, reach: otherAccount },
    { at: "/blog/create", isOwner: true, reach: away },
    { at: "/blog/create", isOwner: true, reach: describingImages },
  ],
  "/account/posts": [
    { at: "/account/posts", isOwner: true },
    { at: "/account/posts", isOwner: true, reach: unfinished },
    { at: "/account/posts", isOwner: true, reach: discardedText },
    { at: "/account/posts", isOwner: true, reach: selectedPosts },
    { at: "/account/posts?status=draft", isOwner: true, reach: changedPosts },
    { at: "/account/posts?status=published&tag=none", isOwner: true },
    { at: "/account/posts?status=scheduled", isOwner: true },
    { at: "/account/posts?status=trash", isOwner: true },
    { at: "/account/posts?status=trash", isOwner: true, reach: purging },
    { at: "/account/posts?status=trash&done=purged", isOwner: true },
  ],
  "/blog/drafts/[id]": [{ at: `/blog/drafts/${AUTOSAVE}`, isOwner: true, reach: previewedText }],
  "/confirm-email": [{ at: "/confirm-email?token=used" }, { at: "/confirm-email?done=confirm" }],
  "/contact": [{ at: "/contact", reach: refusedMessage }, { at: "/contact?done=contact" }],
  "/docs/[[...slug]]": [{ at: "/docs" }, { at: "/docs/running" }],
  "/docs/api": [{ at: "/docs/api" }],
  "/docs/errors": [{ at: "/docs/errors" }],
  "/login": [{ at: "/login" }, { at: "/login", reach: refusedSignIn }, { at: "/login", reach: refusedPasskey }],
  "/preview/[token]": [{ at: "/preview/none", isOwner: true, reach: openedPreview }, { at: "/preview/ended" }],
  "/reset-password": [{ at: "/reset-password" }],
  "/signup": [{ at: "/signup" }],
};
