import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { TestServer, withServer } from "#support/server";
import { setupCodeAt } from "#support/setup-code";
import { PASSWORD, signUpAt } from "#support/signed-in";

/** As in production out of the box, with two processes and another server on one database. */
const server = withServer({ POSTING: "", SIGN_UP: "", WORKERS: "2", LOG_LEVEL: "info" });
const beside = withServer({ POSTING: "", SIGN_UP: "" }, server);
beforeEach(() => server.empty());
const { visit } = withBrowser();
const at = (path: string) => server.url + path;

const GREETING = "This site has no owner yet.";
const owner = (more: object) => ({ name: "Olga", email: "olga@octavo.test", password: PASSWORD, ...more });
const signUp = (body: object, url = server.url) => sendRequest(`${url}/api/auth/sign-up`, { method: "POST", body });
const accounts = () => server.query("select role from accounts");

test("start — prints the setup code once, in the log and in a line; the same on every server", () => {
  const code = setupCodeAt(server.url);
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  expect(setupCodeAt(beside.url)).toBe(code);
  expect(server.log.split("\n").filter((line) => line.includes(`"code":"${code}"`))).toHaveLength(1);
  expect(server.log.split("\n").filter((line) => line.startsWith("Create the owner's account"))).toHaveLength(1);
});

test("POST /api/auth/sign-up — first, without the code or with a wrong one — 403, no account; with it — 201", async () => {
  const missing = await signUp(owner({}));
  expect([missing.status, missing.json()]).toEqual([
    403,
    expect.objectContaining({ type: "/docs/errors#setup-code", fields: { setupCode: ["Setup code is required"] } }),
  ]);
  expect((await signUp(owner({ setupCode: "AAAA-AAAA-AAAA" }))).json()).toMatchObject({
    error: "The setup code is wrong",
  });
  expect(await accounts()).toEqual([]);
  expect((await signUp(owner({ setupCode: setupCodeAt(server.url) }), beside.url)).status).toBe(201);
  expect(await accounts()).toEqual([{ role: "owner" }]);
});

test("SIGN_UP=open — the owner needs the code, others do not", async () => {
  const open = await new TestServer({ SIGN_UP: "open" }).start();
  try {
    expect((await signUp(owner({}), open.url)).status).toBe(403);
    expect((await signUpAt(open.url, "Olga")).up.status).toBe(201);
    expect((await signUp({ ...owner({}), email: "ada@octavo.test" }, open.url)).status).toBe(201);
    await open.restart();
    expect(open.log.slice(open.log.lastIndexOf("Octavo is ready on"))).not.toContain("setup code");
  } finally {
    await open.discard();
  }
});

test("eight first sign-ups at once, on two servers — one owner, one account", async () => {
  const setupCode = setupCodeAt(server.url);
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async (_, number) => {
      const body = owner({ email: `person-${number}@octavo.test`, setupCode });
      return (await signUp(body, number % 2 === 0 ? server.url : beside.url)).status;
    }),
  );
  expect(statuses.sort()).toEqual([201, ...Array(7).fill(403)]);
  expect(await accounts()).toEqual([{ role: "owner" }]);
});

test("/ — greets until there is an owner; the greeting is gone at once in every process", async () => {
  const pages = async () => {
    const texts: string[] = [];
    // Several connections, so that both workers answer.
    for (let count = 0; count < 6; count++) {
      const url = count % 2 === 0 ? server.url : beside.url;
      texts.push((await sendRequest(url, { headers: { connection: "close" } })).text);
    }
    return texts.map((text) => text.includes(GREETING));
  };
  expect(await pages()).toEqual(Array(6).fill(true));
  const before = await sendRequest(server.url);
  expect(before.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
  await signUpAt(server.url, "Olga");
  expect(await pages()).toEqual(Array(6).fill(false));
  const etag = before.headers.get("etag") ?? "";
  expect((await sendRequest(server.url, { headers: { "if-none-match": etag } })).status).toBe(200);
});

test.each(sample([true], [false]))("first visit to the first steps (JavaScript: %s)", async (javaScriptEnabled) => {
  const { page, faults } = await visit(at("/"), { javaScriptEnabled });
  await page.getByRole("link", { name: "Create the owner’s account" }).click();
  await page.getByRole("heading", { level: 1, name: "Create the owner’s account" }).waitFor();
  const submit = async (code: string) => {
    await page.getByLabel("Name").fill("Olga");
    await page.getByLabel("Email address").fill("olga@octavo.test");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByLabel("Setup code").fill(code);
    await page.getByRole("main").getByRole("button", { name: "Create an account" }).click();
  };
  await submit("wrong");
  await page.getByText("This is not the setup code").waitFor();
  await submit(setupCodeAt(server.url)?.toLowerCase() ?? "");
  await page.getByRole("heading", { level: 1, name: "Welcome" }).waitFor();
  for (const step of await page.getByRole("listitem").getByRole("link").all()) {
    const path = (await step.getAttribute("href")) ?? "";
    expect([path, (await page.request.get(at(path))).status()]).toEqual([path, 200]);
  }
  await page.getByRole("link", { name: "Go to the site" }).click();
  await page.getByText("Nothing is published yet.").waitFor();
  await page.getByRole("link", { name: "Import posts" }).waitFor();
  const stranger = await visit(at("/blog"), { javaScriptEnabled });
  await stranger.page.getByText("Nothing is published yet.").waitFor();
  expect(await stranger.page.getByRole("main").getByRole("link", { name: "Write the first post" }).count()).toBe(0);
  expect(faults.filter((fault) => !/ 403 /.test(fault))).toEqual([]);
});
