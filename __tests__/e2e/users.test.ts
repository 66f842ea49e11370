import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";

const server = withSharedServer({ POSTING: "members" });
beforeEach(() => server.empty());
const { visit } = withBrowser();
const at = (path: string) => server.url + path;
const main = (page: Page) => page.getByRole("main");
const press = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true }).click();
/** Confirms in the dialog, which only opens with JavaScript. */
const confirm = (page: Page, name: string) => page.getByRole("dialog").getByRole("button", { name }).click();

test.each([true, false])(
  "/account/users — invited, promoted, suspended, reinstated, deleted (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const olga = await signUpAt(server.url, "Olga");
    const { page, faults } = await visit("about:blank", { javaScriptEnabled });
    await page.context().addCookies([asBrowserCookie(server.url, olga.headers)]);
    await page.goto(at("/account/users"));
    await press(page, "Create a link");
    const invitation = new URL(await page.getByLabel("A link to sign up").inputValue()).searchParams.get("invitation");
    const ada = await signUpAt(server.url, "Ada", { invitation: invitation ?? "" });
    const post = { title: "By Ada", content: "Words." };
    await sendRequest(at("/api/posts"), { method: "POST", headers: ada.headers, body: post });
    const hers = await visit("about:blank", { javaScriptEnabled });
    await hers.page.context().addCookies([asBrowserCookie(server.url, ada.headers)]);

    await page.goto(at("/account/users"));
    await main(page).getByText("Accepted by").waitFor();
    await main(page).getByRole("list", { name: "Users" }).getByRole("link", { name: "Ada" }).click();
    await page.getByRole("heading", { level: 1, name: "Ada" }).waitFor();
    await page.getByLabel("Editor:").check();
    await press(page, "Save role");
    await page.getByText("The role is saved.").waitFor();
    await hers.page.goto(at("/account/tags"));
    await hers.page.getByRole("heading", { level: 1, name: "Tags" }).waitFor();

    await press(page, "Suspend");
    if (javaScriptEnabled) await confirm(page, "Suspend user");
    await page.getByText("The user is suspended.").waitFor();
    await hers.page.goto(at("/account"));
    await hers.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await hers.page.getByLabel("Email address").fill("ada@octavo.test");
    await hers.page.getByLabel("Password").fill(PASSWORD);
    await press(hers.page, "Sign in");
    await hers.page.getByText("This account is suspended.").waitFor();

    await press(page, "Reinstate");
    if (javaScriptEnabled) await confirm(page, "Reinstate user");
    await page.getByText("The user is reinstated.").waitFor();
    await press(hers.page, "Sign in");
    if (!javaScriptEnabled) {
      await hers.page.getByLabel("Password").fill(PASSWORD);
      await press(hers.page, "Sign in");
    }
    await hers.page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();

    await press(page, "Delete user");
    await page.getByText("Confirm that the account is to be deleted").waitFor();
    await page.getByLabel("Give them to another user").check();
    await page.getByLabel("New author").selectOption({ label: "Olga" });
    await page.getByLabel("Delete this account for good").check();
    await press(page, "Delete user");
    await page.getByText("The user is deleted.").waitFor();
    expect(await main(page).getByRole("list", { name: "Users" }).getByRole("link").count()).toBe(1);
    // Nothing leads to a page that the user does not have any more.
    await main(page).getByText("Accepted by Ada, deleted since,").waitFor();
    expect(await main(page).getByRole("link", { name: "Ada" }).count()).toBe(0);
    const { json } = await sendRequest(at("/api/posts"));
    expect(json()).toEqual([
      expect.objectContaining({ title: "By Ada", author: expect.objectContaining({ name: "Olga" }) }),
    ]);
    // Without JavaScript, the unconfirmed deletion is a response.
    expect(faults.filter((fault) => !/ 400 /.test(fault))).toEqual([]);
  },
);

test("pages — what was done is named like a member of every object — as if nothing had been done", async () => {
  const { answer, headers } = await signUpAt(server.url, "Olga");
  const { id } = answer.json() as { id: string };
  for (const path of ["/login", "/account", "/account/tags", "/account/users", `/account/users/${id}`]) {
    for (const done of ["__proto__", "hasOwnProperty", "constructor"]) {
      const sent = path === "/login" ? {} : { headers };
      const { status } = await sendRequest(at(`${path}?done=${done}`), sent);
      expect([path, done, status]).toEqual([path, done, 200]);
    }
  }
});
