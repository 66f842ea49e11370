// `npm run screenshots`: makes the pictures of README.md with a server and a database of their own.
import { launchBrowser, newVisitor } from "#support/browser";
import { TestServer } from "#support/server";

const POSTS = [
  {
    title: "On folding a sheet three times",
    content:
      "Fold a sheet once and it is a folio, twice a quarto, three times an octavo: eight leaves, sixteen pages, a book that fits a pocket. The printer lays the pages out so that half of them stand on their heads, and trusts the fold to turn them round.",
    tags: ["books", "craft"],
  },
  {
    title: "Un café à Lisbonne ☕",
    content:
      "The tram climbs past the window every eleven minutes. Between two of them there is time for a coffee, a page, and for looking up from it.",
    tags: ["travel"],
  },
  {
    title: "What the margin is for",
    content:
      "A wide margin is not wasted paper. It is where the thumb rests, where a date may hang, and where the reader answers back.",
    tags: ["books", "typography"],
  },
];

const server = await new TestServer().start();
const browser = await launchBrowser();
try {
  for (const post of POSTS) {
    const headers = { "Content-Type": "application/json" };
    await fetch(`${server.url}/api/posts`, { method: "POST", headers, body: JSON.stringify(post) });
  }
  const shots = [
    { name: "blog", path: "/blog", colorScheme: "light", width: 1100 },
    { name: "blog-dark", path: "/blog", colorScheme: "dark", width: 1100 },
    { name: "post", path: "/blog/1", colorScheme: "light", width: 1100 },
    { name: "write", path: "/blog/create", colorScheme: "light", width: 1100 },
    { name: "phone", path: "/blog", colorScheme: "light", width: 390 },
  ] as const;
  for (const { name, path, colorScheme, width } of shots) {
    const { page } = await newVisitor(browser, { colorScheme, viewport: { width, height: 780 } });
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await page.screenshot({ path: `docs/screenshots/${name}.png` });
  }
} finally {
  await browser.close();
  await server.discard();
}
