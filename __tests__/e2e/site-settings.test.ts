import { setTimeout as wait } from "node:timers/promises";
import { picture } from "#support/image-files";
import { sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { signUpAt } from "#support/signed-in";

/** The time within which every process must see a change, in milliseconds. */
const LAG_MS = 1_000;

/** Everything that shows the title of the site. A malformed address is answered by /_error. */
const SHOWING = sample(
  [
    "/",
    "/blog",
    "/login",
    "/docs",
    "/nothing",
    "/blog/%E0",
    "/feed.xml",
    "/feed.json",
    "/manifest.webmanifest",
    "/llms.txt",
  ],
  [
    ...["/about", "/contact", "/docs/api", "/docs/errors", "/500", "/authors/olga"],
    ...["/atom.xml", "/feed.xml?author=olga"],
  ],
);

let first: TestServer;
let second: TestServer;
let owner: Record<string, string>;
beforeAll(async () => {
  first = new TestServer({ WORKERS: "2", POSTING: "members", LOG_LEVEL: "error" });
  second = new TestServer({ POSTING: "members", LOG_LEVEL: "error" }, first);
  await first.start();
  await second.start();
  owner = (await signUpAt(first.url, "Olga")).headers;
});
afterAll(async () => {
  await second.discard();
  await first.discard();
});

async function change(server: TestServer, body: object): Promise<void> {
  const { status, text } = await sendRequest(`${server.url}/api/site`, { method: "PATCH", headers: owner, body });
  if (status !== 200) throw new Error(text);
}

/** The paths whose text lacks a word. Each is requested several times: over connections of their own, so that any worker responds. */
async function lacking(server: TestServer, word: string, times = 1): Promise<string[]> {
  const paths: string[] = [];
  for (const path of SHOWING) {
    for (let n = 0; n < times; n++) {
      const { text } = await sendRequest(server.url + path, { headers: { connection: "close" } });
      if (!text.includes(word)) paths.push(path);
    }
  }
  return paths;
}

test("title — changed by one process — every page and feed follows there at once, in other processes within a second", async () => {
  // Every response is cached before.
  for (const server of [first, second]) expect(await lacking(server, "Octavo", 2)).toEqual([]);
  await change(second, { title: "Field notes" });
  expect(await lacking(second, "Field notes")).toEqual([]);
  await wait(LAG_MS);
  expect(await lacking(first, "Field notes", 4)).toEqual([]);
  await change(first, { title: "Other notes" });
  await wait(LAG_MS);
  expect(await lacking(second, "Other notes")).toEqual([]);
  expect(await lacking(first, "Other notes", 4)).toEqual([]);
});

test("settings — all of them on the home page, and after a restart", async () => {
  const body = new Uint8Array(await picture(48).png().toBuffer());
  const uploaded = await fetch(`${first.url}/api/images`, {
    method: "POST",
    headers: { ...owner, "content-type": "image/png" },
    body,
  });
  const { id } = (await uploaded.json()) as { id: string };
  await change(second, {
    tagline: "From the field",
    introduction: "Hello, *reader*.",
    language: "fa",
    accent: "#a1421d",
    logo: { image: id },
    socialImage: { image: id, alt: "Four colours" },
    navigation: [{ label: "Colophon", url: "/about" }],
    footer: "By [Olga](https://olga.example/).",
    relMe: ["https://social.example/@olga"],
    verification: { "google-site-verification": "abc_123" },
  });
  await second.end();
  await second.start();
  const { text } = await sendRequest(second.url);
  for (const part of [
    /<html lang="fa" dir="rtl">/,
    /From the field/,
    /Hello, <em>reader<\/em>\./,
    /<link rel="stylesheet" href="\/accent-a1421d-[\da-f]{8}\.css"\/>/,
    new RegExp(`<img [^>]*src="/images/${id}-48\\.webp"`),
    new RegExp(`<link rel="icon" href="/images/${id}-48\\.webp"`),
    new RegExp(`property="og:image" content="http[^"]*/images/${id}-48\\.webp"`),
    /property="og:image:alt" content="Four colours"/,
    /<a [^>]*href="\/about"[^>]*>Colophon<\/a>/,
    /<a href="https:\/\/olga\.example\/"[^>]*>Olga<\/a>/,
    /<link rel="me" href="https:\/\/social\.example\/@olga"\/>/,
    /<meta name="google-site-verification" content="abc_123"\/>/,
  ]) {
    expect(text).toMatch(part);
  }
  const [, accent = ""] = /href="(\/accent-[^"]+)"/.exec(text) ?? [];
  const styles = await sendRequest(second.url + accent);
  expect([styles.status, styles.headers.get("cache-control")]).toEqual([200, expect.stringContaining("immutable")]);
  expect(styles.text).toContain("#a1421d");
  // The sweep and DELETE keep what a setting uses.
  const deleted = await sendRequest(`${second.url}/api/images/${id}`, { method: "DELETE", headers: owner });
  expect(deleted.status).toBe(409);
});

test("drawn social images — another title — another path", async () => {
  const post = await sendRequest(`${first.url}/api/posts`, {
    method: "POST",
    headers: owner,
    body: { title: "Drawn", content: "Words." },
  });
  const page = new URL((JSON.parse(post.text) as { url: string }).url).pathname;
  const pathOf = async () =>
    /og:image" content="http:\/\/[^/]+(\/images\/post-[^"]+)"/.exec((await sendRequest(second.url + page)).text)?.[1];
  await change(second, { title: "Before" });
  const before = await pathOf();
  await change(second, { title: "After" });
  const after = await pathOf();
  expect(before).toMatch(/^\/images\/post-/);
  expect(after).toMatch(/^\/images\/post-/);
  expect(after).not.toBe(before);
  expect((await sendRequest(second.url + after)).status).toBe(200);
});
