import { withDatabase } from "#support/database";
import { postsIn, redirectsIn, runImport } from "#support/import";
import { withImageFolder } from "#support/uploads";

const state = withDatabase();
withImageFolder();

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
  "/2021/trip": "Voyage",
  "/2021/trip.html": "Voyage",
  "/2022/03/04/crlf": "Windows",
  "/2022/03/04/crlf.html": "Windows",
  "/2022/crlf": "Windows",
  "/2022/crlf.html": "Windows",
  "/alt/voyage": "Voyage",
  "/alt/voyage.html": "Voyage",
  "/crlf": "Windows",
  "/crlf.html": "Windows",
  "/fr/posts/trip": "Voyage",
  "/fr/posts/trip.html": "Voyage",
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
    "redirects": 30,
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

/** What an import does: posts, redirects, counts and notes, as a person reads them. */
async function outcomeOf(source: string): Promise<string> {
  const report = await runImport(state.db, source);
  const posts = (await postsIn(state.db)).map(({ content, publishedAt, status, tags, title, ...others }) => {
    const more = Object.entries(others).map(([name, value]) => `${name}: ${value}`);
    return [`=== ${title}`, `${status} ${publishedAt ?? "-"} [${tags.join("; ")}]`, ...more, "", content].join("\n");
  });
  const redirects = Object.entries(await redirectsIn(state.db)).map(([from, title]) => `${from} → ${title}`);
  const authors = report.authors.map(({ name, posts }) => `${name || "(nobody)"}: ${posts}`);
  const counts = Object.entries(report.counts).map(([name, number]) => `${name} ${number}`);
  return `\n${[...posts, "=== Redirects", ...redirects, "=== Report", counts.join(", "), authors.join(", "), ...notesOf(report)].join("\n")}\n`;
}

test("import of WordPress — blocks, in two files with the folder of uploads", async () => {
  expect(await outcomeOf("blocks")).toMatchInlineSnapshot(`
"
=== Everything a block can be
published 2023-04-05T07:30:00.000Z [Routes; Hohe Tatra & mehr]
slug: blocks
canonicalUrl: https://magazine.example/blocks
cover: ![A ridge in the sun](#21)

## Start {#start}

Up to [day two](/blog/2/%D0%B4%D0%B5%D0%BD%D1%8C-2), down to [the start](#start), and [about](/blog/3/about-us).\\
New line.

![The ridge](#21 "At six in the morning")

[![](#22)](#22)

![Hut](#23)

Two of many

\`\`\`bash
grep -c <b> *.gpx
# [not_a_shortcode]
\`\`\`

| Day | km |
| --- | --: |
| 1 \\| 2 | **12** |

Distances

https://www.youtube.com/watch?v=abc123XYZ_0

The film

[Map of the route](https://maps.example/route/7)

Left

- Right
  - deeper

[Buy the map](https://shop.example/map)

> Go slow.
> 
> <cite>A guide</cite>

<details>
<summary>Packing list</summary>

Rope

</details>

See page two. H<sub>2</sub>O[^1]

[^1]: Water, *cold*.
=== Second day
published 2023-04-06T08:00:00.000Z []
slug: день-2

Back to [the first](/blog/1/blocks#start).

![Lost](https://trails.example/wp-content/uploads/2023/04/gone.png) and ![](https://cdn.example/pixel.png)

https://video.example/v/9

![A ridge in the sun](#21)

\\[su_note note_color="#fff"\\]Careful.\\[/su_note\\] https://trails.example/a.mp3

A \\[bracket\\] that is none.
=== About
draft - []
slug: about-us

Us.
=== Never finished
draft - []
slug: never-finished

A start.
=== No date at all
published 2026-01-01T00:00:00.000Z []
slug: no-date

Undated.
=== Waiting
draft - []
slug: waiting

For review.
=== Redirects
/2023/04/05/blocks → Everything a block can be
/2023/04/06/second day → Second day
/?p=101 → Everything a block can be
/?p=102 → Second day
/?p=104 → Never finished
/?p=105 → No date at all
/?p=106 → Waiting
/?page_id=103 → About
/about-us → About
/no-date → No date at all
=== Report
posts 6, published 3, scheduled 0, drafts 3, known 0, leftOut 2, redirects 10, images 7, imagesStored 5, imagesDownloaded 0, imagesWithoutAlt 2
Mia Öberg: 1, guest-writer: 1, (nobody): 4
post:107 site.001.xml:79 left-out: an entry of the type “product”
post:108 site.001.xml:86 left-out: an entry of the type “wp_template_part”
post:101 site.000.xml:11 left-out: the block “query”, which has no text of its own
post:101 site.000.xml:11 left-out: its custom fields: difficulty
post:101 site.000.xml:11 left-out: elements that a text cannot have: script
post:101 site.000.xml:11 image: the image https://trails.example/wp-content/uploads/2023/04/ridge-1024x683.png, from uploads/2023/04/ridge-scaled.png
post:101 site.000.xml:11 image: the image https://trails.example/wp-content/uploads/2023/04/lake-1024x683.png, from uploads/2023/04/lake.png
post:101 site.000.xml:11 image: the linked image https://trails.example/wp-content/uploads/2023/04/lake.png, from uploads/2023/04/lake.png
post:101 site.000.xml:11 image: the image https://trails.example/wp-content/uploads/2023/04/H%C3%BCtte.png, from uploads/2023/04/Hütte.png
post:101 site.000.xml:11 image: its cover image https://trails.example/wp-content/uploads/2023/04/ridge-scaled.png, from uploads/2023/04/ridge-scaled.png
post:102 site.001.xml:13 left-out: 1 image of a gallery, which the export does not have
post:102 site.001.xml:13 left-out: 2 comments
post:102 site.001.xml:13 kept-as-text: shortcodes: su_note
post:102 site.001.xml:13 left-out: the image /wp-content/uploads/2023/04/gone.png: the source does not have it
post:102 site.001.xml:13 image: the image https://trails.example/wp-content/uploads/2023/04/ridge-scaled.png, from uploads/2023/04/ridge-scaled.png
post:103 site.001.xml:37 changed: a page; imported as a draft
post:105 site.001.xml:59 changed: it has no valid date of publication; the present time is used
post:106 site.001.xml:70 changed: pending review; imported as a draft
"
`);
});

test("import of Ghost — every card, with the folder of its content", async () => {
  expect(await outcomeOf("ghost-content")).toMatchInlineSnapshot(`
"
=== Every card & <more>
published 2022-01-02T03:04:05.000Z [Sea]
slug: cards
excerpt: All of them
language: en-GB
canonicalUrl: https://elsewhere.example/cards
cover: ![A gull, shouting](#25)

Hello.

![A pier](#24 "By the sea")

![Again](#24)

![](#25)

Both

\`\`\`js
if (a < b) {
  run();
}
\`\`\`

<details>
<summary>Why?</summary>

Because of **this**.

</details>

[Waves](/content/media/2022/01/waves.mp3)

[/content/media/2022/01/surf.mp4](/content/media/2022/01/surf.mp4)

Surf

[Tides](/content/files/2022/01/tides.pdf)

A table

tides.pdf

9 KB

> 🌊 Mind the *tide*.

[A title](https://example.org/x)

What it is.

Example · Ann

Worth it

[Read on](/blog/2/second-post#sign-up)

![](#25)

#### A gull

Loud.

[Buy](https://shop.example/gull)

## Big words

### Small words

[A film](https://www.youtube.com/embed/abc123XYZ_0?feature=oembed)

Seen twice

<table><tbody><tr><td>raw</td><td>html</td></tr></tbody></table>

### From Markdown

Note[^1]

***

End.

[^1]: The note
=== Untitled
draft - []
slug: second-post

## Up

[Back](/blog/1/cards) and [sea](/tag/sea/). ![Wide](https://images.example/wide.jpg?w=2000&q=80)
=== Письмо
draft - []
slug: pismo

По почте
=== Draft
draft - []
slug: untitled

Soon.
=== Redirects
/cards → Every card & <more>
/cards/amp → Every card & <more>
/pismo → Письмо
/pismo/amp → Письмо
/second-post → Untitled
/second-post/amp → Untitled
/untitled → Draft
/untitled/amp → Draft
=== Report
posts 5, published 1, scheduled 0, drafts 3, known 0, leftOut 1, redirects 8, images 6, imagesStored 4, imagesDownloaded 0, imagesWithoutAlt 2
Noor: 1, (nobody): 3
post:g-1 content/data/site.ghost.2024-02-03.json:- left-out: injected code
post:g-1 content/data/site.ghost.2024-02-03.json:- left-out: fields for search engines and social networks: meta_title
post:g-1 content/data/site.ghost.2024-02-03.json:- left-out: the caption of its cover: “Photo: Noor”
post:g-1 content/data/site.ghost.2024-02-03.json:- left-out: elements that a text cannot have: form to sign up, script, svg
post:g-1 content/data/site.ghost.2024-02-03.json:- image: the image /content/images/size/w1000/2022/01/pier.png, from content/images/2022/01/pier.png
post:g-1 content/data/site.ghost.2024-02-03.json:- image: the image /content/images/2022/01/pier.png, from content/images/2022/01/pier.png
post:g-1 content/data/site.ghost.2024-02-03.json:- image: the image /content/images/2022/01/gull.png, from content/images/2022/01/gull.png
post:g-1 content/data/site.ghost.2024-02-03.json:- image: its cover image /content/images/2022/01/gull.png, from content/images/2022/01/gull.png
post:g-2 content/data/site.ghost.2024-02-03.json:- changed: for members only; imported as a draft
post:g-2 content/data/site.ghost.2024-02-03.json:- left-out: its cover image https://images.example/cover.jpg?w=2000, which is not downloaded
post:g-2 content/data/site.ghost.2024-02-03.json:- changed: it has no title; imported as “Untitled”
post:g-3 content/data/site.ghost.2024-02-03.json:- changed: sent as an email only; imported as a draft
post:g-5 content/data/site.ghost.2024-02-03.json:- left-out: its text, which the export has in the format of Ghost's editor only
post:g-5 content/data/site.ghost.2024-02-03.json:- left-out: it has no text
"
`);
});

test("import of Jekyll — every hard case", async () => {
  expect(await outcomeOf("jekyll")).toMatchInlineSnapshot(`
"
=== Idea
draft - []
slug: idea

Some day.
=== First light: a “quoted” title # no comment
published 2018-03-09T00:00:00.000Z [astronomy; gear; night; sky]
slug: first-light
excerpt: Two lines become one.
cover: ![The moon](#26)

Look at [the second](/blog/3/zweites-licht) or [by path](/blog/3/zweites-licht).

![Moon](#26 "Full")

\`\`\`python
print("{{ not liquid }}")
\`\`\`

{% include figure.html src="x.png" %} {{ page.title }}

<img src="#26" alt="Shouted" width="21">

A note[^a].

[^a]: Below.
=== Zweites Licht
published 2018-04-02T04:15:00.000Z [gear]
slug: zweites-licht

Zurück zu [Anfang](/blog/2/first-light).
=== Unpublished
draft - []
slug: unpublished

Hidden.
=== About
draft - []
slug: about

Us.
=== Redirects
/notes/2018/05/05/unpublished → Unpublished
/notes/2018/05/05/unpublished.html → Unpublished
/notes/about → About
/notes/about.html → About
/notes/astronomy/gear/2018/03/09/first-light → First light: a “quoted” title # no comment
/notes/astronomy/gear/2018/03/09/first-light.html → First light: a “quoted” title # no comment
/notes/first-light → First light: a “quoted” title # no comment
/notes/first-light.html → First light: a “quoted” title # no comment
/notes/gear/2018/04/01/zweites-licht → Zweites Licht
/notes/gear/2018/04/01/zweites-licht.html → Zweites Licht
/notes/gear/2018/04/02/zweites-licht → Zweites Licht
/notes/gear/2018/04/02/zweites-licht.html → Zweites Licht
/notes/idea → Idea
/notes/idea.html → Idea
/notes/old/first → First light: a “quoted” title # no comment
/notes/old/first.html → First light: a “quoted” title # no comment
/notes/unpublished → Unpublished
/notes/unpublished.html → Unpublished
/notes/who-we-are → About
/notes/who-we-are.html → About
/notes/zweites-licht → Zweites Licht
/notes/zweites-licht.html → Zweites Licht
/notes?p=77 → First light: a “quoted” title # no comment
=== Report
posts 5, published 2, scheduled 0, drafts 3, known 0, leftOut 0, redirects 23, images 3, imagesStored 3, imagesDownloaded 0, imagesWithoutAlt 0
(nobody): 4, rosa: 1
_posts/2018-03-09-first-light.md _posts/2018-03-09-first-light.md:1 left-out: attributes of kramdown, as {: .class}
_posts/2018-03-09-first-light.md _posts/2018-03-09-first-light.md:1 kept-as-text: template tags: include, {{ … }}
_posts/2018-03-09-first-light.md _posts/2018-03-09-first-light.md:19 image: the image /notes/assets/images/moon.png, from assets/images/moon.png
_posts/2018-03-09-first-light.md _posts/2018-03-09-first-light.md:27 image: the image /notes/assets/images/MOON.PNG, from assets/images/moon.png
_posts/2018-03-09-first-light.md _posts/2018-03-09-first-light.md:1 image: its cover image /assets/images/moon.png, from assets/images/moon.png
about.md about.md:1 changed: a page; imported as a draft
"
`);
});

test("import of Hugo — every hard case", async () => {
  expect(await outcomeOf("hugo")).toMatchInlineSnapshot(`
"
=== About
draft - []
slug: about

No date here.
=== A bundle
published 2021-06-07T06:09:10.000Z [Beds; garden; Öko]
slug: frühling
excerpt: Beds and bees
cover: ![A tulip](#27)

![Tulip](#27 "Red")

![Again](#27 "By Lin")

{{< youtube abc123XYZ_0 >}}

[Other](/blog/4/other), [relative](/blog/4/other), [with host](/blog/4/other#end), [file](/blog/4/other#end)

{{% notice tip %}}
Water **daily**.
{{% /notice %}}

![Root](#28)
=== Später
published 2099-02-03T04:05:06.000Z []
slug: later
language: de

Kommt noch.
=== Other
draft - []
slug: other

Text with \`{{< code >}}\` and ![missing](gone.png).

## End {#end}
=== Redirects
/2021/bundle → A bundle
/2021/bundle.html → A bundle
/about.html → About
/de/posts/later → Später
/de/posts/later.html → Später
/eigener/pfad → Später
/eigener/pfad.html → Später
/posts/bundle → A bundle
/posts/bundle.html → A bundle
/posts/frühling → A bundle
/posts/frühling.html → A bundle
/posts/later → Später
/posts/later.html → Später
/posts/other → Other
/posts/other.html → Other
/spring → A bundle
/spring.html → A bundle
=== Report
posts 4, published 1, scheduled 1, drafts 2, known 0, leftOut 1, redirects 17, images 4, imagesStored 3, imagesDownloaded 0, imagesWithoutAlt 0
(nobody): 3, Lin: 1
content/posts/_index.md content/posts/_index.md:1 left-out: the list page of a folder
content/about.md content/about.md:1 changed: it has no date; imported as a draft
content/posts/bundle/index.md content/posts/bundle/index.md:1 left-out: front matter without a place here: params
content/posts/bundle/index.md content/posts/bundle/index.md:1 left-out: the caption of its cover: “In May”
content/posts/bundle/index.md content/posts/bundle/index.md:1 kept-as-text: template tags: youtube, notice
content/posts/bundle/index.md content/posts/bundle/index.md:21 image: the image tulip.png, from content/posts/bundle/tulip.png
content/posts/bundle/index.md content/posts/bundle/index.md:33 image: the image /img/root.png, from static/img/root.png
content/posts/bundle/index.md content/posts/bundle/index.md:1 image: its cover image tulip.png, from content/posts/bundle/tulip.png
content/posts/other.md content/posts/other.md:8 left-out: the image gone.png: the source does not have it
redirects :- left-out: 1 old path that Octavo serves itself, such as /about
"
`);
});

test("import of Astro — every hard case", async () => {
  expect(await outcomeOf("astro")).toMatchInlineSnapshot(`
"
=== Guide
draft - []
slug: guide

# Guide

Text.
=== The heading is the title
published 2022-07-16T04:30:00.000Z []
slug: no-title

First.
=== Using MDX
published 2022-07-08T00:00:00.000Z [astro; mdx]
slug: using-mdx
excerpt: Lorem ipsum
cover: ![A placeholder](#29)

import Header from '../../components/Header.astro';

<Header title="x" />

[Guide](/blog/1/guide) and [by URL](/blog/1/guide).

![Public](#30)
=== Redirects
/blog/guide → Guide
/blog/guide.html → Guide
/blog/no-title → The heading is the title
/blog/no-title.html → The heading is the title
/blog/using-mdx → Using MDX
/blog/using-mdx.html → Using MDX
=== Report
posts 3, published 2, scheduled 0, drafts 1, known 0, leftOut 0, redirects 6, images 2, imagesStored 2, imagesDownloaded 0, imagesWithoutAlt 0
(nobody): 3
src/content/blog/using-mdx.mdx src/content/blog/using-mdx.mdx:1 kept-as-text: imports and components of MDX
src/content/blog/using-mdx.mdx src/content/blog/using-mdx.mdx:16 image: the image /social.png, from public/social.png
src/content/blog/using-mdx.mdx src/content/blog/using-mdx.mdx:1 image: its cover image ../../assets/placeholder.png, from src/assets/placeholder.png
"
`);
});

test("import of Eleventy — every hard case", async () => {
  expect(await outcomeOf("eleventy")).toMatchInlineSnapshot(`
"
=== This is my first post.
published 2018-05-01T00:00:00.000Z [another tag; 2018]
slug: first-post
excerpt: This is a post on My Blog about agile frameworks.

[Second](/blog/2/second-post) ![Logo](#31)

{% for i in (1..3) %}{{ i }}{% endfor %}
=== Second
draft - []
slug: second-post

No day.
=== Third
published 2018-07-04T00:00:00.000Z []
slug: third

Back to [first](/blog/1/first-post).
=== Redirects
/posts/first-post → This is my first post.
/posts/first-post.html → This is my first post.
/posts/second-post → Second
/posts/second-post.html → Second
/posts/third → Third
/posts/third.html → Third
/third-of-july → Third
/third-of-july.html → Third
=== Report
posts 3, published 2, scheduled 0, drafts 1, known 0, leftOut 0, redirects 8, images 1, imagesStored 1, imagesDownloaded 0, imagesWithoutAlt 0
(nobody): 3
posts/first-post.md posts/first-post.md:1 kept-as-text: template tags: for, {{ … }}, endfor
posts/first-post.md posts/first-post.md:9 image: the image /img/logo.png, from img/logo.png
posts/second-post.md posts/second-post.md:1 changed: it has no date; imported as a draft
posts/second-post.md posts/second-post.md:1 changed: its date “Last Modified” is none; it has no other
posts/second-post.md posts/second-post.md:1 left-out: a redirect from its permalink “/custom/{{ title | slug }}/”
"
`);
});

test("import of Zola — every hard case", async () => {
  expect(await outcomeOf("zola")).toMatchInlineSnapshot(`
"
=== Leap
published 2020-02-29T00:00:00.000Z [Calendar; time]
slug: leap
excerpt: A day

See [the trip](/blog/2/trip#sea) <!-- more -->

{{ youtube(id="abc123XYZ_0") }}

{% quote(author="x") %}
Quoted.
{% end %}

![Static](#33)
=== Trip
published 2020-05-06T07:08:09.000Z []
slug: trip

## Sea {#sea}

![Beside](#32)
=== Redirects
/2020/02/29/leap → Leap
/2020/02/29/leap.html → Leap
/blog/leap → Leap
/blog/leap.html → Leap
/blog/trip → Trip
/blog/trip.html → Trip
/leap-day → Leap
/leap-day.html → Leap
/travel/trip → Trip
/travel/trip.html → Trip
=== Report
posts 2, published 2, scheduled 0, drafts 0, known 0, leftOut 1, redirects 10, images 2, imagesStored 2, imagesDownloaded 0, imagesWithoutAlt 0
Kim: 1, (nobody): 1
content/blog/_index.md content/blog/_index.md:1 left-out: the list page of a folder
content/blog/2020-02-29-leap.md content/blog/2020-02-29-leap.md:1 kept-as-text: template tags: {{ … }}, quote, end
content/blog/2020-02-29-leap.md content/blog/2020-02-29-leap.md:1 left-out: its further authors: Lee
content/blog/2020-02-29-leap.md content/blog/2020-02-29-leap.md:23 image: the image /wave.png, from static/wave.png
content/blog/trip/index.md content/blog/trip/index.md:8 image: the image wave%20one.png, from content/blog/trip/wave one.png
"
`);
});

const SOURCES = "wordpress.xml ghost.json markdown blocks ghost-content jekyll hugo astro eleventy zola".split(" ");

test.each(SOURCES)("import of %s — dry run — the same report, and nothing is stored", async (name) => {
  const dry = await runImport(state.db, name, { isDryRun: true });
  expect(await postsIn(state.db)).toEqual([]);
  expect(await state.db.selectFrom("imported_items").selectAll().execute()).toEqual([]);
  expect({ ...dry, isDryRun: false }).toEqual(await runImport(state.db, name));
});

test.each(SOURCES)("import of %s — repeated — nothing changes", async (name) => {
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
