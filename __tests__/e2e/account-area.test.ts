import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { withMailServer } from "#support/mail-server";
import { axeViolations } from "#support/page-issues";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";

const mail = withMailServer();
const server = withServer({
  POSTING: "",
  SIGN_UP: "open",
  get SMTP_URL() {
    return mail.url;
  },
});
const { visit } = withBrowser();
const main = (page: Page) => page.getByRole("main");
const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const press = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true }).click();
const isSignedIn = async (headers: Record<string, string>) =>
  (await sendRequest(`${server.url}/api/auth/account`, { headers })).status === 200;

/** The link in the next email to an address. */
async function linkTo(address: string): Promise<string> {
  for (;;) {
    const { text, to } = await mail.next();
    const [, path] = /^http:\S+(\/confirm-email\?\S+)/m.exec(text) ?? [];
    // The server does not know its port before it has one.
    if (to === address && path) return server.url + path;
  }
}

async function open(path: string, headers: { cookie: string }, javaScriptEnabled: boolean) {
  const visitor = await visit("about:blank", { javaScriptEnabled });
  await visitor.page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await visitor.page.goto(server.url + path);
  return visitor;
}

describe.each(sample([true], [false]))("JavaScript: %s", (javaScriptEnabled) => {
  const mode = javaScriptEnabled ? "scripted" : "plain";

  test("the area — its navigation leads to each page; signed out from any page", async () => {
    const { headers } = await signUpAt(server.url, `Nav-${mode}`);
    const { page, faults } = await open("/account", headers, javaScriptEnabled);
    for (const name of ["Security", "API keys", "Export", "Profile", "Security"]) {
      await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1, name: name === "Profile" ? "Your account" : name }).waitFor();
    }
    if (javaScriptEnabled) expect(await axeViolations(page)).toEqual([]);
    await press(page, "Sign out");
    await page.waitForURL(`${server.url}/`);
    expect(await isSignedIn(headers)).toBe(false);
    expect(faults).toEqual([]);
  });

  test("email address — requested, the link opened, confirmed by its button; the session stays", async () => {
    const { headers } = await signUpAt(server.url, `Mail-${mode}`);
    const [address, next] = [`mail-${mode}@octavo.test`, `new-${mode}@octavo.test`];
    const { page } = await open("/account/security", headers, javaScriptEnabled);
    const email = section(page, "Email address");
    await page.getByText("Change email address").click();
    await email.getByLabel("New email address").fill(next);
    await email.getByLabel("Your password").fill("not the password");
    await press(page, "Send a link");
    await email.getByText("This is not your password").waitFor();
    expect(await email.getByLabel("New email address").inputValue()).toBe(next);
    await email.getByLabel("Your password").fill(PASSWORD);
    await press(page, "Send a link");
    await email.getByText(`A link is on its way to ${next}.`).waitFor();

    const link = await linkTo(next);
    // Mail scanners open links.
    expect((await sendRequest(link)).status).toBe(200);
    await page.reload();
    await email.getByText(address, { exact: true }).waitFor();

    const elsewhere = await visit(link, { javaScriptEnabled });
    await elsewhere.page.getByText(next, { exact: true }).waitFor();
    await press(elsewhere.page, "Confirm the address");
    await elsewhere.page.getByText("Your email address is changed.").waitFor();
    await page.reload();
    await email.getByText(next, { exact: true }).waitFor();
    await elsewhere.page.goto(link);
    await elsewhere.page.getByRole("heading", { level: 1, name: "This link is no longer good" }).waitFor();
    expect(elsewhere.faults).toEqual([]);
  });

  test("deleted by oneself — only if confirmed; the posts stay; signed out", async () => {
    await signUpAt(server.url, "Olga");
    const { headers } = await signUpAt(server.url, `Gone-${mode}`);
    const body = { title: `By Gone ${mode}`, content: "Words." };
    expect((await sendRequest(`${server.url}/api/posts`, { method: "POST", headers, body })).status).toBe(201);
    const { page } = await open("/account/security", headers, javaScriptEnabled);
    await page.getByText("Delete my account").click();
    const form = section(page, "Delete account");
    await form.getByLabel("Your password").fill(PASSWORD);
    await press(page, "Delete account");
    await page.getByText("Confirm that the account is to be deleted").waitFor();
    await form.getByLabel("Delete this account for good").check();
    if (!javaScriptEnabled) await form.getByLabel("Your password").fill(PASSWORD);
    await press(page, "Delete account");
    await page.getByText("Your account is deleted.").waitFor();
    expect(await isSignedIn(headers)).toBe(false);
    await page.goto(`${server.url}/blog`);
    await page.getByRole("article").filter({ hasText: body.title }).getByText(`Gone-${mode}`).waitFor();
  });
});

test("new messages — their number in the header of every page, gone once they are read", async () => {
  await server.empty();
  const { headers } = await signUpAt(server.url, "Olga");
  const message = { name: "Rahel", email: "rahel@octavo.test", message: "Hello." };
  await sendRequest(`${server.url}/api/messages`, { method: "POST", body: message });
  const { page, faults } = await visit("about:blank", { viewport: { width: 375, height: 760 } });
  await page.context().addCookies([asBrowserCookie(server.url, headers)]);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`${server.url}/about`, { waitUntil: "networkidle" });
  expect(requests.filter((path) => path.startsWith("/api/"))).toEqual(["/api/auth/session"]);
  await page.getByRole("banner").getByRole("link", { name: "New messages: 1" }).click();
  await main(page).getByRole("button", { name: "Mark as read" }).click();
  await page.getByRole("banner").getByRole("link", { name: "New messages" }).waitFor({ state: "detached" });
  expect(faults).toEqual([]);
});
