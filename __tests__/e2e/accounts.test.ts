import { execFileSync } from "node:child_process";
import type { Page } from "playwright-core";
import { type Visit, withBrowser } from "#support/browser";
import { longDescribe, longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { setupCodeAt } from "#support/setup-code";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";
import { submit, titled, write } from "#support/writing";

/** As it starts in production out of the box, with a database as new for each test. */
const server = withServer({ POSTING: "", SIGN_UP: "", WRITE_LIMIT: "" });
beforeEach(() => server.empty());
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

const emailOf = (name: string) => `${name.toLowerCase()}@octavo.test`;
const main = (page: Page) => page.getByRole("main");
const press = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true }).click();
const myName = (page: Page, name: string) => page.getByRole("banner").getByRole("link", { name, exact: true });

async function fillSignUp(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email address").fill(emailOf(name));
  await page.getByLabel("Password").fill(PASSWORD);
  const code = page.getByLabel("Setup code");
  if ((await code.count()) > 0) await code.fill(setupCodeAt(server.url) ?? "");
  await press(page, "Create an account");
}

async function signUp(page: Page, name: string, at: string): Promise<void> {
  await page.goto(at);
  await fillSignUp(page, name);
  await page.getByRole("heading", { level: 1, name: /^Welcome$|^Your account$/ }).waitFor();
}

async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("Email address").fill(emailOf(name));
  await page.getByLabel("Password").fill(password);
  await press(page, "Sign in");
}

/** The owner, signed in and on a page of the account. */
async function makeOwner(options = {}, path = "/account"): Promise<Visit> {
  const { headers } = await signUpAt(server.url, "Olga");
  const visitor = await visit("about:blank", options);
  await visitor.page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await visitor.page.goto(at(path));
  return visitor;
}

/** An invitation link from the owner. */
async function invite(page: Page): Promise<string> {
  await page.goto(at("/account/users"));
  await press(page, "Create a link");
  return page.getByLabel("A link to sign up").inputValue();
}

async function publish(page: Page, title: string): Promise<void> {
  await page.goto(at("/blog/create"));
  await write(page, { title, content: "Words." });
  await submit(page);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

test("Write — anonymous, no account yet — signs up as owner, then writes", async () => {
  const { page, faults } = await visit(at("/blog"));
  await page.getByRole("navigation").getByRole("link", { name: "Write" }).click();
  await page.waitForURL(/\/login\?next=/);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByText("The first account owns the site.").waitFor();
  await fillSignUp(page, "Olga");
  await page.waitForURL(at("/blog/create"));
  await myName(page, "Olga").click();
  await page.getByText("Olga, owner").waitFor();
  expect(faults).toEqual([]);
});

longTest("/signup — a second account — closed", async () => {
  await makeOwner();
  const { page, faults } = await visit(at("/signup"));
  await page.getByRole("heading", { name: "Signing up is closed" }).waitFor();
  expect(await main(page).getByRole("textbox").count()).toBe(0);
  expect(faults).toEqual([]);
});

longTest("/signup — invitation — author who posts and cannot change others' posts", async () => {
  const owner = await makeOwner();
  const link = await invite(owner.page);
  await publish(owner.page, "Of the owner");
  await owner.page.getByRole("link", { name: "Edit" }).waitFor();
  const path = new URL(owner.page.url()).pathname;

  const { page, faults } = await visit("about:blank");
  await signUp(page, "Ada", link);
  await publish(page, "Of Ada");
  await page.getByRole("article").getByText("Ada", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Edit" }).waitFor();
  await page.goto(at(path));
  await myName(page, "Ada").waitFor();
  expect(await page.getByRole("link", { name: "Edit" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
  expect([...owner.faults, ...faults]).toEqual([]);

  const edit = await page.goto(at(`${path.split("/").slice(0, 3).join("/")}/edit`));
  expect(edit?.status()).toBe(403);
  await page.getByRole("heading", { name: "Not yours to edit" }).waitFor();
});

longTest("/signup — invitation used — refused", async () => {
  const owner = await makeOwner();
  const link = await invite(owner.page);
  await signUp((await visit("about:blank")).page, "Ada", link);
  const { page } = await visit(link);
  await page.getByRole("heading", { level: 1, name: "This invitation has been used" }).waitFor();
  expect(await main(page).getByRole("textbox").count()).toBe(0);
});

longTest("/signup — invitation expired — says so, no form", async () => {
  const owner = await makeOwner();
  const link = await invite(owner.page);
  await server.query("update invitations set expires_at = 0");
  const { page } = await visit(link);
  await page.getByRole("heading", { level: 1, name: "This invitation has expired" }).waitFor();
  expect(await main(page).getByRole("textbox").count()).toBe(0);
});

longTest("/signup — invitation used while the form is open — the form says so", async () => {
  const owner = await makeOwner();
  const link = await invite(owner.page);
  const { page } = await visit(link);
  await server.query("delete from invitations");
  await fillSignUp(page, "Eve");
  await page.getByRole("alert").filter({ hasText: "This invitation has been used" }).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Eve");
});

longTest.each([true, false])(
  "/signup — invitation, email with an account — message beside the field, another email signs up (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const owner = await makeOwner();
    const { page } = await visit(await invite(owner.page), { javaScriptEnabled });
    await fillSignUp(page, "Olga");
    await page.getByText("This address has an account already.").waitFor();
    await fillSignUp(page, "Ada");
    await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  },
);

test("/signup — invalid fields — message beside each, the first focused", async () => {
  const { page } = await visit(at("/signup"));
  await page.getByLabel("Name").fill("Olga");
  await press(page, "Create an account");
  await page.getByText("Email address is required").waitFor();
  const focused = page.locator(":focus");
  expect(await focused.getAttribute("name")).toBe("email");
  expect(await page.getByLabel("Name").inputValue()).toBe("Olga");
});

test("signing out — anonymous on every page, local drafts deleted", async () => {
  const { page, faults } = await makeOwner();
  await press(page, "Sign out");
  await page.waitForURL(at("/"));
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
  expect(await page.context().cookies()).toEqual([]);
  await page.goBack();
  await page.waitForURL("**/login?next=%2Faccount");
  expect(faults).toEqual([]);
});

test("/login — wrong password — does not say what is wrong; right one — back to the page", async () => {
  await makeOwner();
  const { page } = await visit(at("/login?next=/about"));
  await signIn(page, "Olga", "not the password");
  await page.getByRole("alert").filter({ hasText: "Wrong email address or password." }).waitFor();
  await signIn(page, "Olga");
  await page.waitForURL(at("/about"));
});

longTest("the editor — session ended meanwhile — the text stays", async () => {
  const { page } = await makeOwner();
  await page.goto(at("/blog/create"));
  await write(page, { title: "Kept", content: "All of it." });
  await page.context().clearCookies();
  await submit(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Email address").fill(emailOf("Olga"));
  await dialog.getByLabel("Password").fill(PASSWORD);
  expect(await page.getByLabel("Content").inputValue()).toBe("All of it.");
  await dialog.getByRole("button", { name: "Sign in and save" }).click();
  await titled(page, "Kept");
});

longTest("session ended from another browser — signed out", async () => {
  const { page, faults } = await makeOwner({}, "/account/security");
  const other = await visit(at("/login?next=/account"));
  await signIn(other.page, "Olga");
  await other.page.waitForURL(at("/account"));
  await page.reload();
  const sessions = page.getByRole("list", { name: "Your sessions" });
  expect(await sessions.getByRole("listitem").count()).toBe(2);
  await sessions.getByRole("button").click();
  await page.getByText("Chrome on Linux is signed out.").waitFor();
  expect(await page.locator(":focus").getAttribute("role")).toBe("status");
  await other.page.reload();
  await other.page.waitForURL("**/login?next=%2Faccount");
  expect([...faults, ...other.faults]).toEqual([]);
});

longTest("/account/security — password changed — signs in with the new one", async () => {
  const { page, faults } = await makeOwner({}, "/account/security");
  await page.getByText("Change password").first().click();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill("another good password");
  await press(page, "Change password");
  await page.getByText("Your password is changed.").waitFor();
  expect(await page.getByLabel("New password").inputValue()).toBe("");
  await press(page, "Sign out");
  await page.waitForURL(at("/"));
  await page.goto(at("/login"));
  await signIn(page, "Olga", "another good password");
  await myName(page, "Olga").waitFor();
  expect(faults).toEqual([]);
});

/** A reset link, as `octavo reset-password` creates it. */
function resetLink(name: string): string {
  return execFileSync(process.execPath, ["scripts/bin.js", "reset-password", "--email", emailOf(name)], {
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL: `file:${server.databaseFile}`, SITE_URL: server.url },
  }).trim();
}

longTest.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])("/reset-password (JavaScript: %s) — API keys revoked only if chosen (%s)", async (javaScriptEnabled, isChosen) => {
  const { headers } = await signUpAt(server.url, "Olga");
  const created = await sendRequest(at("/api/keys"), { method: "POST", headers, body: { name: "A script" } });
  const { key } = created.json() as { key: string };
  const { page } = await visit(resetLink("Olga"), { javaScriptEnabled });
  const box = page.getByRole("checkbox", { name: "Revoke my API keys" });
  expect(await box.isChecked()).toBe(false);
  if (isChosen) await box.check();
  await page.getByLabel("New password").fill("short");
  await press(page, "Set password");
  await page.getByText("Password must be at least 8 characters long").waitFor();
  expect(await box.isChecked()).toBe(isChosen);
  await page.getByLabel("New password").fill("another good password");
  await press(page, "Set password");
  await page.getByText("Your new password is set.").waitFor();
  const { status } = await sendRequest(at("/api/posts"), { headers: { Authorization: `Bearer ${key}` } });
  expect(status).toBe(isChosen ? 401 : 200);
});

longTest.each([true, false])(
  "/reset-password (JavaScript: %s) — link — new password set",
  async (javaScriptEnabled) => {
    await makeOwner();
    const link = resetLink("Olga");
    const { page } = await visit(link, { javaScriptEnabled });
    await page.getByLabel("New password").fill("short");
    await press(page, "Set password");
    await page.getByText("Password must be at least 8 characters long").waitFor();
    await page.getByLabel("New password").fill("another good password");
    await press(page, "Set password");
    await page.getByText("Your new password is set.").waitFor();
    await signIn(page, "Olga", "another good password");
    await page.waitForURL(at("/"));

    await page.goto(link);
    await page.getByLabel("New password").fill("a third good password");
    await press(page, "Set password");
    await page.getByText("This link is no longer good.").waitFor();
  },
);

longDescribe("SMTP_URL set", () => {
  const posting = withServer({ SMTP_URL: "smtp://127.0.0.1:9" });

  async function expectSameAnswer(javaScriptEnabled: boolean): Promise<void> {
    const { page } = await visit(`${posting.url}/reset-password`, { javaScriptEnabled });
    await page.getByLabel("Email address").fill("nobody@octavo.test");
    await press(page, "Email me a link");
    await page.getByText("If there is an account with this email address").waitFor();
  }

  test("/reset-password — any email — the same response", () => expectSameAnswer(true));
  test("/reset-password — any email — the same response, without JavaScript", () => expectSameAnswer(false));
});

longTest("/account — name changed — in the navigation and under posts", async () => {
  const { page, faults } = await makeOwner();
  await publish(page, "Signed");
  await page.goto(at("/account"));
  await page.getByLabel("Name").fill("Olga Tokarczuk");
  await press(page, "Save profile");
  await page.getByText("Your profile is saved.").waitFor();
  await myName(page, "Olga Tokarczuk").waitFor();
  await page.goto(at("/blog"));
  await page.getByRole("article").getByText("Olga Tokarczuk").waitFor();
  expect(faults).toEqual([]);
});

longTest("/account/keys — API key — shown once, works, revoked", async () => {
  const { page, faults } = await makeOwner({}, "/account/keys");
  await page.getByLabel("What the key is for").fill("A script");
  await page.getByLabel("Read and write").check();
  await press(page, "Create a key");
  const shown = page.getByLabel("The key “A script”");
  const key = await shown.inputValue();
  expect(await shown.evaluate((field) => field === document.activeElement)).toBe(true);
  const post = () =>
    sendRequest(at("/api/posts"), {
      method: "POST",
      headers: { Authorization: `Bearer ${key}` },
      body: { title: "By a key", content: "Words." },
    });
  expect((await post()).status).toBe(201);

  await page.reload();
  const list = page.getByRole("list", { name: "Your keys" });
  await list.getByText("Last used").waitFor();
  expect(await page.content()).not.toContain(key);
  await list.getByRole("button", { name: "Revoke A script" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await page.getByText("“A script” is revoked.").waitFor();
  expect((await post()).status).toBe(401);
  expect(faults).toEqual([]);
});

longTest("/account/keys — every control — reached and used by keyboard", async () => {
  const { page } = await makeOwner({}, "/account/keys");
  await page.getByLabel("What the key is for").focus();
  await page.keyboard.type("By hand");
  for (const key of ["Tab", "ArrowRight", "Tab", "ArrowRight", "Tab", "Enter"]) await page.keyboard.press(key);
  await page.getByLabel("The key “By hand”").waitFor();
  await page.getByRole("list", { name: "Your keys" }).getByText("Reads and writes").waitFor();
});

test.each(["/account", "/account/security", "/blog/create"])(
  "/_next/data of %s — anonymous — no data",
  async (path) => {
    await signUpAt(server.url, "Olga");
    const { text } = await sendRequest(at("/login"));
    const build = /"buildId":"([^"]+)"/.exec(text)?.[1];
    const { json } = await sendRequest(at(`/_next/data/${build}${path}.json`));
    expect(json()).toEqual({
      pageProps: { __N_REDIRECT: `/login?next=${encodeURIComponent(path)}`, __N_REDIRECT_STATUS: 303 },
      site: expect.objectContaining({ title: "Octavo", origin: server.url }),
      __N_SSP: true,
    });
  },
);

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };

  test("sign-up, invalid fields, sign-out and sign-in", async () => {
    const { page, faults } = await visit(at("/signup"), plain);
    await page.getByLabel("Name").fill("Olga");
    await page.getByLabel("Password").fill("tooweak");
    await press(page, "Create an account");
    await page.getByText("Email address is required").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Olga");
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    expect(await page.content()).not.toContain("tooweak");
    expect(await page.locator(":focus").getAttribute("name")).toBe("email");
    await signUp(page, "Olga", page.url());
    await page.goto(at("/account"));
    await press(page, "Sign out");
    await page.getByRole("banner").getByRole("link", { name: "Account" }).click();
    await page.waitForURL("**/login?next=%2Faccount");
    await signIn(page, "Olga", "not the password");
    await page.getByText("Wrong email address or password.").waitFor();
    expect(await page.getByLabel("Email address").inputValue()).toBe(emailOf("Olga"));
    await signIn(page, "Olga");
    await page.waitForURL(at("/account"));
    expect(faults.filter((fault) => !/ 40[01] /.test(fault))).toEqual([]);
  });

  test("/account, /account/security, /account/keys — every form", async () => {
    const { page } = await makeOwner(plain);
    await page.getByLabel("Name").fill("Olga T.");
    await press(page, "Save profile");
    await page.getByText("Your profile is saved.").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Olga T.");

    await page.getByRole("link", { name: "Security" }).click();
    await page.getByText("Change password").first().click();
    await page.getByLabel("Current password").fill("not the password");
    await page.getByLabel("New password").fill("another good password");
    await press(page, "Change password");
    await page.getByText("This is not your password").waitFor();
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.getByLabel("New password").fill("another good password");
    await press(page, "Change password");
    await page.getByText("Your password is changed.").waitFor();

    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByLabel("What the key is for").fill("A script");
    await press(page, "Create a key");
    const key = await page.getByLabel("The key “A script”").inputValue();
    expect((await sendRequest(at("/api/posts"), { headers: { Authorization: `Bearer ${key}` } })).status).toBe(200);
    await press(page, "Revoke A script");
    await page.getByText("The key is revoked.").waitFor();
    expect((await sendRequest(at("/api/posts"), { headers: { Authorization: `Bearer ${key}` } })).status).toBe(401);
  });

  longTest("/account/users — invitation — the invited signs up", async () => {
    const { page } = await makeOwner(plain);
    const link = await invite(page);
    const invited = await visit("about:blank", plain);
    await signUp(invited.page, "Ada", link);
    await invited.page.getByText("Ada, author").waitFor();
  });

  longTest("/account/security — session of another browser — ended", async () => {
    const { page } = await makeOwner(plain, "/account/security");
    const other = await visit(at("/login?next=/account"), plain);
    await signIn(other.page, "Olga");
    await page.reload();
    await page.getByRole("list", { name: "Your sessions" }).getByRole("button").click();
    await page.getByText("Signed out.").waitFor();
    await other.page.reload();
    await other.page.waitForURL("**/login?next=%2Faccount");
  });

  longTest("/blog/create — anonymous — to /login, then back", async () => {
    await makeOwner();
    const { page } = await visit(at("/blog/create"), plain);
    await page.waitForURL("**/login?next=%2Fblog%2Fcreate");
    await signIn(page, "Olga");
    await page.waitForURL(at("/blog/create"));
  });
});
