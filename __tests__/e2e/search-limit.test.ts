import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** A window of a minute does not end within a test. */
const server = withServer({ SEARCH_LIMIT: "2", TRUST_PROXY: "true" });
const browser = withBrowser();
const from = (address: string) => ({ "X-Forwarded-For": address });
const get = (path: string, address: string) => sendRequest(server.url + path, { headers: from(address) });

test("GET /api/posts?q — cached response — not counted", async () => {
  for (let count = 0; count < 6; count++) expect((await get("/api/posts?q=cached", "192.0.2.1")).status).toBe(200);
  expect((await get("/api/posts?q=other", "192.0.2.1")).status).toBe(200);
  expect((await get("/api/posts?q=third", "192.0.2.1")).status).toBe(429);
  expect((await get("/api/posts?q=cached", "192.0.2.1")).status).toBe(200);
});

test("GET /blog?q — past SEARCH_LIMIT — 429 page with the time to wait, not cached", async () => {
  for (const q of ["one", "two"]) expect((await get(`/blog?q=${q}`, "192.0.2.2")).status).toBe(200);
  const { headers, status, text } = await get("/blog?q=three", "192.0.2.2");
  expect(status).toBe(429);
  expect(text).toContain("That was a lot of searches in a short time");
  expect(text).toMatch(/Too many searches; try again in \d+ seconds/);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(headers.get("cache-control")).toMatch(/^private, no-store/);
  expect((await get("/blog", "192.0.2.2")).status).toBe(200);
  expect((await get("/blog?q=three", "192.0.2.3")).status).toBe(200);
});

longTest("/blog — typing past SEARCH_LIMIT — says so, “Try again”", async () => {
  const { page } = await browser.visit(`${server.url}/blog`, { extraHTTPHeaders: from("192.0.2.4") });
  for (const q of ["one", "two", "three"]) {
    await page.getByLabel("Search posts").fill(q);
    await page.waitForResponse((response) => response.url().includes(`q=${q}`));
  }
  const alert = page.getByRole("alert").filter({ hasText: "That was a lot of searches" });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/try again in \d+ seconds/);
  expect(await page.getByRole("button", { name: "Try again" }).isVisible()).toBe(true);
});
