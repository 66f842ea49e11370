import { launchBrowser, newVisitor } from "#support/browser";
import { TestServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const server = await new TestServer({ POSTING: "", SIGN_UP: "", SITE_TITLE: process.env.TITLE ?? "Octavo" }).start();
const browser = await launchBrowser();
try {
  const { headers } = await signUpAt(server.url, "Olga");
  for (const [name, message] of [
    [
      "Ivo Andersen",
      "Hello,\n\nI liked what you wrote about margins. Do you know of a printer who still folds by hand?\n\nIvo",
    ],
    ["مريم", "مرحبا"],
  ]) {
    const r = await fetch(`${server.url}/api/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name, email: "ivo@example.org", message }),
    });
    console.log(r.status);
  }
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [320, 375, 1280]) {
      if (width === 320 && colorScheme === "dark") continue;
      const { page } = await newVisitor(browser, { colorScheme, viewport: { width, height: 800 } });
      await page.context().addCookies([asBrowserCookie(server.url, headers)]);
      for (const path of ["/contact", "/about", "/about/edit", "/account", "/account/messages", "/nowhere"]) {
        await page.goto(server.url + path, { waitUntil: "networkidle" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (wide) console.log("sideways", width, path);
        await page.screenshot({
          path: `/tmp/m/${path.slice(1).replace("/", "-")}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      }
    }
} finally {
  await browser.close();
  await server.discard();
}
