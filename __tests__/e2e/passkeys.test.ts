import type { Page } from "playwright-core";
import { type Visit, withBrowser } from "#support/browser";
import { scriptsIn } from "#support/empty-page";
import { longTest } from "#support/long";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";
import { press } from "#support/writing";

const server = withSharedServer({ POSTING: "members" });
beforeEach(() => server.empty());
const { visit } = withBrowser();

/** Passkeys belong to names: `localhost` is one, and 127.0.0.1 is none. */
const site = () => server.url.replace("127.0.0.1", "localhost");
const passkeys = (page: Page) => page.getByRole("list", { name: "Your passkeys" }).getByRole("listitem");

/** Adds a virtual authenticator with user verification to the browser, as DevTools can. */
async function plugIn(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** The owner on the page Security, in a browser with a virtual authenticator. */
async function makeOwner(): Promise<Visit> {
  const { headers } = await signUpAt(site(), "Olga");
  const visitor = await visit("about:blank");
  await plugIn(visitor.page);
  await visitor.page.context().addCookies([asBrowserCookie(site(), headers)]);
  await visitor.page.goto(`${site()}/account/security`);
  return visitor;
}

const section = (page: Page) => page.getByRole("region", { name: "Passkeys", exact: true });
const password = (page: Page) => section(page).getByLabel("Your password");

async function open(page: Page): Promise<void> {
  await section(page)
    .locator("details")
    .evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
}

async function add(page: Page): Promise<void> {
  await open(page);
  await password(page).fill(PASSWORD);
  await press(page, "Add a passkey");
  await page.getByText("The passkey is added.").waitFor();
}

async function signOut(page: Page): Promise<void> {
  await press(page, "Sign out");
  await page.waitForURL(`${site()}/`);
  await page.goto(`${site()}/login?next=/account/security`);
}

test("passkey — added, signs in without password, deleted", async () => {
  const { page, faults } = await makeOwner();
  await add(page);
  expect(await page.locator(":focus").getAttribute("role")).toBe("status");
  expect(await password(page).inputValue()).toBe("");
  expect(await passkeys(page).count()).toBe(1);
  await passkeys(page).getByText("Never used").waitFor();

  await signOut(page);
  await press(page, "Sign in with a passkey");
  await page.waitForURL(`${site()}/account/security`);
  await page.getByRole("banner").getByRole("link", { name: "Olga", exact: true }).waitFor();
  await passkeys(page).getByText("Last used").waitFor();
  expect(await page.context().cookies()).toEqual([expect.objectContaining({ name: "octavo", httpOnly: true })]);

  await passkeys(page).getByRole("button", { name: "Delete Chrome on Linux" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete passkey" }).click();
  await page.getByText("“Chrome on Linux” is deleted.").waitFor();
  expect(await passkeys(page).count()).toBe(0);
  expect(faults).toEqual([]);

  await signOut(page);
  await press(page, "Sign in with a passkey");
  await page.getByRole("alert").filter({ hasText: "This passkey opens no account here." }).waitFor();
});

test("passkeys only — switched on; the password opens no session; switched off after confirming with the passkey", async () => {
  const { page, faults } = await makeOwner();
  await add(page);
  const only = page.getByRole("region", { name: "Passkeys only" });
  await only.getByText("Sign in with passkeys only").click();
  await press(page, "Use passkeys only");
  await only.getByText("From now on only passkeys sign you in.").waitFor();
  await passkeys(page).getByRole("button", { name: "Delete Chrome on Linux" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete passkey" }).click();
  await page.getByRole("dialog").getByText("This is your last passkey").waitFor();
  await page.keyboard.press("Escape");

  await signOut(page);
  await page.getByLabel("Email address").fill("olga@octavo.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await press(page, "Sign in");
  await page.getByText("This account signs in with a passkey only.").waitFor();
  await press(page, "Sign in with a passkey");
  await page.waitForURL(`${site()}/account/security`);

  // As if signed in long ago.
  await server.query("update sessions set \"createdAt\" = '2020-01-01T00:00:00.000Z'");
  await only.getByText("Allow the password again").click();
  await press(page, "Allow the password");
  await only.getByText("Confirm with a passkey first").waitFor();
  await only.getByRole("button", { name: "Confirm with a passkey" }).click();
  await only.getByText("Confirmed.").waitFor();
  await press(page, "Allow the password");
  await only.getByText("Your password signs you in again.").waitFor();
  expect(faults.filter((fault) => !/ (?:400|403|409) /.test(fault))).toEqual([]);
});

longTest("passkey — errors are shown, can be tried again", async () => {
  const { page } = await makeOwner();
  await open(page);
  await password(page).fill("not the password");
  await press(page, "Add a passkey");
  await page.getByText("This is not your password").waitFor();
  await add(page);
  await password(page).fill(PASSWORD);
  await press(page, "Add a passkey");
  await page.getByText("This device has a passkey for your account already.").waitFor();
  expect(await passkeys(page).count()).toBe(1);
});

longTest("passkeys — site visited by IP — unavailable, says so", async () => {
  const { page } = await visit(`${server.url}/login`);
  await press(page, "Sign in with a passkey");
  await page.getByRole("alert").filter({ hasText: "Passkeys need a site with a name." }).waitFor();
});

longTest("passkeys — their code — loaded on demand only", async () => {
  const { page, faults } = await visit("about:blank");
  await plugIn(page);
  await page.goto(`${site()}/login`, { waitUntil: "networkidle" });
  const known = scriptsIn(await page.content());
  const [script] = await Promise.all([
    page.waitForRequest((request) => new URL(request.url()).pathname.endsWith(".js")),
    press(page, "Sign in with a passkey"),
  ]);
  expect(known).not.toContain(new URL(script.url()).pathname);
  await page.getByText("Cancelled, or it took too long.").waitFor();
  expect(faults).toEqual([]);
});

longTest("passkeys — without JavaScript — listed and deleted; adding says what it needs", async () => {
  const owner = await makeOwner();
  await add(owner.page);
  const { page, faults } = await visit("about:blank", { javaScriptEnabled: false });
  await page.context().addCookies(await owner.page.context().cookies());
  await page.goto(`${site()}/account/security`);
  await page.getByText("Adding one needs JavaScript").waitFor();
  expect(await page.getByRole("button", { name: "Add a passkey" }).count()).toBe(0);
  await press(page, "Delete Chrome on Linux");
  await page.getByText("The passkey is deleted.").waitFor();
  expect(await passkeys(page).count()).toBe(0);
  await page.context().clearCookies();
  await page.goto(`${site()}/login`);
  expect(await page.getByRole("button", { name: "Sign in with a passkey" }).count()).toBe(0);
  expect(faults).toEqual([]);
});
