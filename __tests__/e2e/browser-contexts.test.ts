import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { withBrowser } from "#support/browser";

const server = createServer((_req, res) => res.setHeader("Content-Type", "text/html").end("<title>A page</title>"));
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const { visit } = withBrowser();

/** Runs in the browser. */
async function stored(): Promise<unknown> {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const { state } = await navigator.permissions.query({ name: "geolocation" });
  return [document.cookie, localStorage.length, sessionStorage.length, databases, state, navigator.onLine];
}

test.each([1, 2])("visit() — after a test that stored data and went offline (%s) — empty storage, online", async () => {
  const { page } = await visit(url);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(stored)).toEqual(["", 0, 0, [], "prompt", true]);
  await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the oldest way to set one is the shortest.
    document.cookie = "a=b";
    localStorage.setItem("a", "b");
    sessionStorage.setItem("a", "b");
    await new Promise((resolve) => {
      indexedDB.open("a").onsuccess = resolve;
    });
  });
  await page.context().grantPermissions(["geolocation"]);
  await page.context().route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "Intercepted" }));
  await page.goto(`${url}intercepted`);
  expect(await page.evaluate(stored)).toEqual(["a=b", 1, 1, ["a"], "granted", true]);
  await page.context().addCookies([{ name: "a", value: "b", url: "http://octavo.test/" }]);
  await page.context().setOffline(true);
});

test("visit() — twice in a test — separate cookies", async () => {
  const [first, second] = [await visit(url), await visit(url)];
  expect(await first.page.title()).toBe("A page");
  await first.page.context().addCookies([{ name: "a", value: "b", url }]);
  expect(await second.page.context().cookies()).toEqual([]);
});
