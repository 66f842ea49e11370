import { withServer } from "#support/server";

const writer = withServer();
const NODE_OPTIONS = "--import=./__tests__/support/programs/say-loaded.js";
const reader = withServer({ NODE_OPTIONS }, writer);

/** The packages that the reader's process has loaded. */
const loaded = () => [...reader.log.matchAll(/^loaded (\S+)$/gm)].map(([, name]) => name);
const post = (url: string) =>
  fetch(`${url}/api/posts`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Hello", content: "*World*" }),
  });

/** Packages for accounts, Markdown and sanitizing. */
const NOT_FOR_READING = ["better-auth", "markdown-it", "sanitize-html", "highlight.js", "temml", "smol-toml"];

test("reading — a new process — loads no package for accounts, Markdown or writing", async () => {
  await post(writer.url);
  for (const path of ["/api/posts", "/api/posts/1", "/api/tags", "/blog", "/blog/1/hello"]) {
    expect((await fetch(reader.url + path)).status).toBe(200);
  }
  expect(loaded()).toContain("kysely");
  for (const name of NOT_FOR_READING) expect(loaded()).not.toContain(name);
  await post(reader.url);
  expect(loaded()).toEqual(expect.arrayContaining(["markdown-it", "sanitize-html"]));
});
