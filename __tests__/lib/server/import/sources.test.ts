import { withDatabase } from "#support/database";
import { postsIn, redirectsIn, runImport } from "#support/import";

const state = withDatabase();

const notesOf = ({ entries }: Awaited<ReturnType<typeof runImport>>) =>
  entries.map(({ file, item, kind, line, text }) => `${item} ${file}:${line ?? "-"} ${kind}: ${text}`);

test("import of WordPress — every hard case — posts, redirects and report", async () => {
  const report = await runImport(state.db, "wordpress.xml");
  expect(await postsIn(state.db)).toMatchInlineSnapshot(`
[
  {
    "content": "First paragraph,\\
second line with **bold**.

[![Loaf](https://kitchen.example/files/bread-300.jpg "My loaf")](https://kitchen.example/files/bread.jpg)

See [the cake](/blog/2/cake#top).

<!-- more -->

![A loaf](https://kitchen.example/files/bread.jpg)

\\[contact-form-7 id="3" title="Write"\\]

\`\`\`php
<?php echo 1; ?>
\`\`\`

\\&secret; \\&b;",
    "excerpt": "About bread.",
    "publishedAt": "2019-05-01T08:00:00.000Z",
    "slug": "パン",
    "status": "published",
    "tags": [
      "Baking simple",
      "C++",
    ],
    "title": "Bread & butter – ブログ",
  },
  {
    "content": "Blocks[^1].

| A |
| --- |
| 1 |

Numbers

[^1]: With *cream*.",
    "publishedAt": "2019-06-01T10:00:00.000Z",
    "slug": "cake",
    "status": "published",
    "tags": [],
    "title": "Cake & cream",
  },
  {
    "content": "Later   on",
    "publishedAt": "2099-01-01T00:00:00.000Z",
    "slug": "scheduled",
    "status": "published",
    "tags": [],
    "title": "Scheduled",
  },
  {
    "content": "Hidden.",
    "publishedAt": null,
    "slug": "secret",
    "status": "draft",
    "tags": [],
    "title": "Secret",
  },
  {
    "content": "A page.",
    "publishedAt": null,
    "slug": "untitled",
    "status": "draft",
    "tags": [],
    "title": "Untitled",
  },
  {
    "content": "Locked.",
    "publishedAt": null,
    "slug": "locked",
    "status": "draft",
    "tags": [],
    "title": "Locked",
  },
]
`);
  expect(await redirectsIn(state.db)).toMatchInlineSnapshot(`
{
  "/blog/2019/05/bread": "Bread & butter – ブログ",
  "/blog/2019/05/brot": "Bread & butter – ブログ",
  "/blog/2019/06/cake": "Cake & cream",
  "/blog/2019/07/secret": "Secret",
  "/blog/about": "Untitled",
}
`);
  expect({ source: report.source, counts: report.counts, authors: report.authors }).toMatchInlineSnapshot(`
{
  "authors": [
    {
      "account": null,
      "isMapped": false,
      "name": "Olga Petrova",
      "posts": 1,
    },
    {
      "account": null,
      "isMapped": false,
      "name": "boris",
      "posts": 1,
    },
    {
      "account": null,
      "isMapped": false,
      "name": "",
      "posts": 4,
    },
  ],
  "counts": {
    "drafts": 3,
    "images": 3,
    "imagesDownloaded": 0,
    "imagesStored": 0,
    "imagesWithoutAlt": 0,
    "known": 0,
    "leftOut": 3,
    "posts": 7,
    "published": 2,
    "redirects": 5,
    "scheduled": 1,
  },
  "source": {
    "kind": "wordpress",
    "name": "https://kitchen.example/blog",
    "site": "https://kitchen.example/blog",
  },
}
`);
  expect(notesOf(report)).toMatchInlineSnapshot(`
[
  "post:18 wordpress.xml:116 left-out: in the trash",
  "post:19 wordpress.xml:117 left-out: an entry of the type “nav_menu_item”",
  "post:12 wordpress.xml:21 left-out: 1 comment",
  "post:12 wordpress.xml:21 kept-as-text: shortcodes: contact-form-7",
  "post:12 wordpress.xml:21 left-out: its cover image https://kitchen.example/files/bread.jpg, which is not downloaded",
  "post:12 wordpress.xml:21 changed: the tag “Baking, simple” is “Baking simple”",
  "post:13 wordpress.xml:60 left-out: the block “latest-posts”, which has no text of its own",
  "post:13 wordpress.xml:60 left-out: elements that a text cannot have: script",
  "post:15 wordpress.xml:90 changed: private; imported as a draft",
  "post:15 wordpress.xml:90 changed: the XML is not well-formed here; check the text",
  "post:16 wordpress.xml:98 changed: a page; imported as a draft",
  "post:16 wordpress.xml:98 changed: it has no title; imported as “Untitled”",
  "post:17 wordpress.xml:107 changed: password-protected; imported as a draft",
  "post:20 wordpress.xml:118 left-out: it has no text",
  "redirects :- left-out: 6 old paths that Octavo serves itself, such as /blog?p=12",
]
`);
});

test("import of Ghost — every hard case — posts, redirects and report", async () => {
  const report = await runImport(state.db, "ghost.json", { site: "https://ghost.example" });
  expect(await postsIn(state.db)).toMatchInlineSnapshot(`
[
  {
    "content": "See [second](/blog/2/second#more).

[A title](https://example.org/x)

What it is.

Example

> 💡 Note **well**

![A](https://ghost.example/content/images/a.jpg)

![](https://ghost.example/content/images/b.jpg)

Two",
    "excerpt": "Short",
    "publishedAt": "2021-03-04T05:06:07.000Z",
    "slug": "hello",
    "status": "published",
    "tags": [
      "News",
    ],
    "title": "Hello & welcome",
  },
  {
    "content": "Two",
    "publishedAt": null,
    "slug": "second",
    "status": "draft",
    "tags": [],
    "title": "Second",
  },
  {
    "content": "Only

plain \\<text>",
    "publishedAt": "2099-01-01T00:00:00.000Z",
    "slug": "third",
    "status": "published",
    "tags": [],
    "title": "Third",
  },
  {
    "content": "Us",
    "publishedAt": null,
    "slug": "about-us",
    "status": "draft",
    "tags": [],
    "title": "About",
  },
]
`);
  expect(await redirectsIn(state.db)).toMatchInlineSnapshot(`
{
  "/about-us": "About",
  "/about-us/amp": "About",
  "/hello": "Hello & welcome",
  "/hello/amp": "Hello & welcome",
  "/second": "Second",
  "/second/amp": "Second",
  "/third": "Third",
  "/third/amp": "Third",
}
`);
  expect({ source: report.source, counts: report.counts, authors: report.authors }).toMatchInlineSnapshot(`
{
  "authors": [
    {
      "account": null,
      "isMapped": false,
      "name": "Ada",
      "posts": 1,
    },
    {
      "account": null,
      "isMapped": false,
      "name": "",
      "posts": 3,
    },
  ],
  "counts": {
    "drafts": 2,
    "images": 3,
    "imagesDownloaded": 0,
    "imagesStored": 0,
    "imagesWithoutAlt": 1,
    "known": 0,
    "leftOut": 2,
    "posts": 4,
    "published": 1,
    "redirects": 8,
    "scheduled": 1,
  },
  "source": {
    "kind": "ghost",
    "name": "",
    "site": "https://ghost.example",
  },
}
`);
  expect(notesOf(report)).toMatchInlineSnapshot(`
[
  "posts[4] ghost.json:- left-out: it is malformed",
  "members ghost.json:- left-out: 2 members; Octavo has no memberships",
  "post:u-1 ghost.json:- left-out: its further authors: Bo",
  "post:u-1 ghost.json:- left-out: its cover image https://ghost.example/content/images/cover.jpg, which is not downloaded",
  "post:u-2 ghost.json:- changed: for paying members only; imported as a draft",
  "post:u-3 ghost.json:- changed: the export has the plain text only; links and formatting are lost",
  "post:u-4 ghost.json:- changed: a page; imported as a draft",
]
`);
});

test("import of Markdown — every hard case — posts, redirects and report", async () => {
  const report = await runImport(state.db, "markdown");
  expect(await postsIn(state.db)).toMatchInlineSnapshot(`
[
  {
    "content": "See [the trip](/blog/2/trip), [it again](/blog/2/trip#end) and \`[code](2020-01-02-trip.md)\`.

\`\`\`ruby
puts 1
\`\`\`

![A](../images/a.png)",
    "publishedAt": "2019-05-01T14:30:00.000Z",
    "slug": "hello-world",
    "status": "published",
    "tags": [
      "Notes",
      "Travel",
      "c++",
      "雑記",
    ],
    "title": "Hello: world",
  },
  {
    "content": "Back to [hello](/blog/1/hello-world).",
    "publishedAt": null,
    "slug": "trip",
    "status": "draft",
    "tags": [],
    "title": "Trip",
  },
  {
    "content": "Line one
Line two",
    "publishedAt": "2022-03-04T00:00:00.000Z",
    "slug": "crlf",
    "status": "published",
    "tags": [],
    "title": "Windows",
  },
  {
    "content": "---
title: [unclosed
---
Text.",
    "publishedAt": null,
    "slug": "broken",
    "status": "draft",
    "tags": [],
    "title": "Untitled",
  },
  {
    "content": "{{\\<youtube abc>}} et [retour](/blog/1/hello-world).",
    "excerpt": "Un voyage",
    "language": "fr",
    "publishedAt": "2021-02-03T04:05:06.000Z",
    "slug": "trip",
    "status": "published",
    "tags": [
      "Voyages",
    ],
    "title": "Voyage",
  },
]
`);
  expect(await redirectsIn(state.db)).toMatchInlineSnapshot(`
{
  "/2019/hello-world": "Hello: world",
  "/2019/hello-world.html": "Hello: world",
  "/2020/01/02/trip": "Trip",
  "/2020/01/02/trip.html": "Trip",
  "/2020/trip": "Trip",
  "/2020/trip.html": "Trip",
  "/2022/03/04/crlf": "Windows",
  "/2022/03/04/crlf.html": "Windows",
  "/2022/crlf": "Windows",
  "/2022/crlf.html": "Windows",
  "/alt/voyage": "Voyage",
  "/alt/voyage.html": "Voyage",
  "/crlf": "Windows",
  "/crlf.html": "Windows",
  "/hello-world": "Hello: world",
  "/hello-world.html": "Hello: world",
  "/hi": "Hello: world",
  "/hi.html": "Hello: world",
  "/notes/travel/2019/05/01/hello-world": "Hello: world",
  "/notes/travel/2019/05/01/hello-world.html": "Hello: world",
  "/posts/broken": "Untitled",
  "/posts/broken.html": "Untitled",
  "/posts/trip": "Voyage",
  "/posts/trip.html": "Voyage",
  "/trip": "Trip",
  "/trip.html": "Trip",
}
`);
  expect({ source: report.source, counts: report.counts, authors: report.authors }).toMatchInlineSnapshot(`
{
  "authors": [
    {
      "account": null,
      "isMapped": false,
      "name": "olga",
      "posts": 1,
    },
    {
      "account": null,
      "isMapped": false,
      "name": "",
      "posts": 4,
    },
  ],
  "counts": {
    "drafts": 2,
    "images": 2,
    "imagesDownloaded": 0,
    "imagesStored": 0,
    "imagesWithoutAlt": 0,
    "known": 0,
    "leftOut": 1,
    "posts": 5,
    "published": 3,
    "redirects": 26,
    "scheduled": 0,
  },
  "source": {
    "kind": "markdown",
    "name": "markdown",
    "site": "https://notes.example",
  },
}
`);
  expect(notesOf(report)).toMatchInlineSnapshot(`
[
  "README.md README.md:1 left-out: a file about the repository",
  "_posts/2019-05-01-hello-world.md _posts/2019-05-01-hello-world.md:1 left-out: front matter without a place here: subtitle",
  "_posts/2019-05-01-hello-world.md _posts/2019-05-01-hello-world.md:17 left-out: the image ../images/a.png: the source does not have it",
  "_posts/2022-03-04-crlf.md _posts/2022-03-04-crlf.md:1 changed: its date “never” is none; that of the file name is used",
  "content/posts/broken.md content/posts/broken.md:1 changed: it has no date; imported as a draft",
  "content/posts/broken.md content/posts/broken.md:1 kept-as-text: its front matter is malformed, and stays in the text",
  "content/posts/broken.md content/posts/broken.md:1 changed: it has no title; imported as “Untitled”",
  "content/posts/trip/index.fr.md content/posts/trip/index.fr.md:1 kept-as-text: template tags: youtube",
  "content/posts/trip/index.fr.md content/posts/trip/index.fr.md:1 left-out: its cover image cover.jpg: the source does not have it",
]
`);
});

test.each(["wordpress.xml", "ghost.json", "markdown"])(
  "import of %s — dry run — the same report, and nothing is stored",
  async (name) => {
    const dry = await runImport(state.db, name, { isDryRun: true });
    expect(await postsIn(state.db)).toEqual([]);
    expect(await state.db.selectFrom("imported_items").selectAll().execute()).toEqual([]);
    expect({ ...dry, isDryRun: false }).toEqual(await runImport(state.db, name));
  },
);

test.each(["wordpress.xml", "ghost.json", "markdown"])("import of %s — repeated — nothing changes", async (name) => {
  const { counts } = await runImport(state.db, name);
  const before = await postsIn(state.db);
  const again = await runImport(state.db, name);
  expect(await postsIn(state.db)).toEqual(before);
  expect(again.counts).toMatchObject({ published: 0, drafts: 0, scheduled: 0, known: before.length });
  expect(before).toHaveLength(counts.published + counts.drafts + counts.scheduled);
});

test("import — no source in the folder — refused, names what would be right", async () => {
  await expect(runImport(state.db, "markdown/_config.yml")).rejects.toThrow(
    "nothing to import was found in _config; must be an XML file exported by WordPress",
  );
});
