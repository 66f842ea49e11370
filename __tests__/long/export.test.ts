import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { NewPost } from "#lib/shared/posts";
import { makeOwner } from "#support/accounts";
import { newDatabase } from "#support/database";
import { withDatabases } from "#support/databases";
import { contentDigests, digestsOf, exportTo, fillSite } from "#support/exports";
import { withFolder } from "#support/folder";
import { isInstalled } from "#support/is-installed";
import { octavo } from "#support/octavo";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";

jest.setTimeout(4 * 60 * 60_000);

const places = withDatabases();
const folder = withFolder();
const images = withImageFolder();
withSettings({ WRITE_LIMIT: 0 });
afterEach(closeDatabase);

const POSTS = 10_000;
/** Old-generation heap of the commands, in MiB. */
const HEAP_MIB = 300;

async function open(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

/** Runs a command with a small heap. @param when kills it once this holds */
async function run(args: string[], when: () => Promise<boolean> = async () => false) {
  process.env.FILES_URL = `file:${images.folder}`;
  try {
    return await octavo(args, { when, signal: "SIGKILL", options: `--max-old-space-size=${HEAP_MIB}` });
  } finally {
    delete process.env.FILES_URL;
  }
}

test("octavo export and import — ten thousand posts to the other engine and back, killed, with a small heap — identical", async () => {
  const source = places.file("source.db");
  const db = await open(source);
  // The commands export what is in the trash now.
  await fillSite(db, POSTS, Date.now());
  const before = await contentDigests(db);
  const exported = async (url: string, name: string) => {
    const outcome = await run(["export", folder.file(name), "--database", url]);
    expect(outcome).toMatchObject({ status: 0 });
    return digestsOf(folder.file(name));
  };
  const first = await exported(source, "first");

  const there = await newDatabase("postgres");
  const args = ["import", folder.file("first"), "--author", "Ölga=olga@example.org", "--database", there.url];
  const opened = await places.open(there.url);
  const images = async () => (await opened.selectFrom("images").select("id").execute()).length > 0;
  expect(await run(args, images)).toMatchObject({ signal: "SIGKILL" });
  expect(await opened.selectFrom("posts").select("id").execute()).toEqual([]);
  expect(await run(args)).toMatchObject({ status: 0 });
  expect(await contentDigests(opened)).toEqual(before);
  expect(await exported(there.url, "second")).toEqual(first);

  expect(await run(["export", folder.file("third.zip"), "--database", there.url])).toMatchObject({ status: 0 });
  const back = places.file("back.db");
  const again = ["import", folder.file("third.zip"), "--author", "Ölga=olga@example.org", "--database", back];
  expect(await run(again)).toMatchObject({ status: 0 });
  expect(await exported(back, "fourth")).toEqual(first);
  await opened.destroy();
  await there.remove();
});

/** A site with what site generators stumble over. */
async function writeSite(): Promise<{ image: string; target: string }> {
  const db = await open(places.file("site.db"));
  const { account } = await makeOwner("Olga");
  const { id: image } = await uploaded(1);
  const date = "2024-05-01T10:00:00.000Z";
  const text = `![A square](/images/${image}-16.webp)\n\n[Second](/blog/2/second-grüße)`;
  const posts = [
    { title: 'First: "quotes" & # signs', content: text, publishedAt: date, tags: ["Slow Food", "雑記"] },
    {
      title: "Second Grüße",
      content: 'Hugo: `{{< figure src="a" >}}`, Liquid: {{ nothing }} {% raw %}',
      publishedAt: date,
    },
    { title: "A draft", content: "Not yet", status: "draft" as const },
    { title: "Scheduled", content: "Later", publishedAt: "2999-01-01T00:00:00.000Z" },
  ];
  for (const post of posts) await createPost(db, NewPost.parse(post), account, Date.parse(date));
  const target = folder.file("out");
  await exportTo(db, target, { now: Date.parse("2026-01-01T00:00:00Z") });
  return { image, target };
}

const pagesIn = (site: string) =>
  readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((name) => /^blog.*index\.html$/.test(name))
    .map((name) => path.dirname(name).split(path.sep).join("/"))
    .sort();

/** Expects texts on the two pages of a built site, and the image of the first one. */
function expectSite(image: string, onFirst: string[], onSecond: string): void {
  const folderOfFirst = folder.file("built/blog/1/first-quotes-signs");
  const first = readFileSync(path.join(folderOfFirst, "index.html"), "utf8");
  for (const text of onFirst) expect(first).toContain(text);
  const [, src = ""] = /<img src="([^"]+)"/.exec(first) ?? [];
  expect(existsSync(path.join(folderOfFirst, src))).toBe(true);
  expect(existsSync(folder.file(`built/images/${image}-16.webp`))).toBe(true);
  expect(readFileSync(folder.file("built/blog/2/second-gruße/index.html"), "utf8")).toContain(onSecond);
}

test("an export — built by Eleventy as it is — pages at the paths that they had, with titles, dates and images", async () => {
  const { image, target } = await writeSite();
  mkdirSync(folder.file("eleventy"));
  const npm = (...args: string[]) => execFileSync("npm", args, { cwd: folder.file("eleventy"), stdio: "pipe" });
  npm("init", "--yes");
  npm("install", "--no-audit", "--no-fund", "@11ty/eleventy@3.1.8");
  mkdirSync(path.join(target, "content/_includes"));
  writeFileSync(
    path.join(target, "content/_includes/page.html"),
    "<title>{{ title }}</title><time>{{ page.date | date: '%Y-%m-%d' }}</time><p>{{ tags | join: ';' }}</p>{{ content }}",
  );
  writeFileSync(path.join(target, "content/blog/blog.json"), JSON.stringify({ layout: "page.html" }));
  const program = folder.file("eleventy/node_modules/@11ty/eleventy/cmd.cjs");
  const options = ["--input=content", "--formats=md,webp", `--output=${folder.file("built")}`, "--quiet"];
  execFileSync(process.execPath, [program, ...options], { cwd: target, stdio: "pipe" });

  expect(pagesIn(folder.file("built"))).toEqual(["blog/1/first-quotes-signs", "blog/2/second-gruße"]);
  expectSite(
    image,
    ['<title>First: "quotes" & # signs</title>', "<time>2024-05-01</time>", "Slow Food;雑記"],
    "{{ nothing }} {% raw %}",
  );
});

/** Hugo is no package of npm: it is tested where it is installed. */
const hasHugo = isInstalled("hugo", "version");

(hasHugo ? test : test.skip)("an export — built by Hugo as it is — the same pages, and aliases", async () => {
  const { image, target } = await writeSite();
  mkdirSync(path.join(target, "layouts/_default"), { recursive: true });
  const page =
    '<title>{{ .Title }}</title><time>{{ .Date.Format "2006-01-02" }}</time>{{ .Params.tags }}{{ .Content }}';
  writeFileSync(path.join(target, "layouts/_default/single.html"), page);
  execFileSync("hugo", ["--quiet", "--destination", folder.file("built")], { cwd: target, stdio: "pipe" });
  expect(pagesIn(folder.file("built"))).toEqual([
    "blog/1",
    "blog/1/first-quotes-signs",
    "blog/2",
    "blog/2/second-gruße",
  ]);
  const signs = "<title>First: &#34;quotes&#34; &amp; # signs</title>";
  expectSite(image, [signs, "<time>2024-05-01</time>[Slow Food 雑記]"], "{{&lt; figure src=&quot;a&quot; &gt;}}");
  expect(readFileSync(folder.file("built/blog/1/index.html"), "utf8")).toContain("/blog/1/first-quotes-signs/");
});
