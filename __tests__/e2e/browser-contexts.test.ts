import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { launchBrowser, withBrowser } from "#support/browser";
import { findChromium } from "#support/chromium";
import { withFolder } from "#support/folder";

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

describe("launchBrowser()", () => {
  const folder = withFolder();
  const { CHROMIUM } = process.env;
  afterEach(() => {
    if (CHROMIUM === undefined) delete process.env.CHROMIUM;
    else process.env.CHROMIUM = CHROMIUM;
  });

  /** Names a Chromium that crashes at its first start, or at each. */
  function crash(when: "once" | "always"): void {
    const { executablePath, env } = findChromium();
    const variables = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
    const crashed = when === "once" ? '[ -e "$0.crashed" ] || { touch "$0.crashed"; kill -SEGV $$; }' : "kill -SEGV $$";
    process.env.CHROMIUM = folder.file("chromium");
    const lines = ["#!/bin/sh", crashed, ...variables, `exec '${executablePath}' "$@"`];
    writeFileSync(process.env.CHROMIUM, lines.join("\n"), { mode: 0o755 });
  }

  test("Chromium crashes at its start — launched once more, and Jest's output says so", async () => {
    const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    crash("once");
    await (await launchBrowser()).close();
    expect(written.mock.calls).toEqual([[expect.stringMatching(/crashed at its start \(signal=SIGSEGV\)/)]]);
    written.mockRestore();
  });

  test("Chromium always crashes — fails with the signal", async () => {
    const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    crash("always");
    await expect(launchBrowser()).rejects.toThrow("signal=SIGSEGV");
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
  });
});
