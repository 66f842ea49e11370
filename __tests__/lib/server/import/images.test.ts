import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { strToU8, type ZipOptions, zipSync } from "fflate";
import { withDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { runImport } from "#support/import";
import { pngOf, withImageFolder } from "#support/uploads";

const state = withDatabase();
const folder = withFolder();
const images = withImageFolder();

type Files = Record<string, string | Uint8Array>;

/** Writes files into a folder. @returns its path */
function write(files: Files, name = "site"): string {
  for (const [file, content] of Object.entries(files)) {
    const target = folder.file(`${name}/${file}`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return folder.file(name);
}

/** @param uncompressed the names of files that are only stored */
function writeZip(files: Files, uncompressed: string[] = []): string {
  const entries = Object.entries(files).map(([name, content]): [string, [Uint8Array, ZipOptions]] => [
    name,
    [typeof content === "string" ? strToU8(content) : content, uncompressed.includes(name) ? { level: 0 } : {}],
  ]);
  writeFileSync(folder.file("source.zip"), zipSync(Object.fromEntries(entries)));
  return folder.file("source.zip");
}

const post = (text: string, more = "") => `---\ntitle: T\ndate: 2020-01-01\n${more}---\n${text}\n`;

const wxr = (content: string, more = "") =>
  `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example/blog</wp:base_blog_url>${more}<item><title>P</title><link>https://old.example/blog/2020/p/</link><wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${content}]]></content:encoded><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta></item></channel></rss>`;
const attachment = (id: number, url: string, alt = "") =>
  `<item><title>a</title><wp:post_id>${id}</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>${url}</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>${alt}</wp:meta_value></wp:postmeta></item>`;

const ghost = (post: object) =>
  JSON.stringify({
    db: [
      {
        data: {
          posts: [
            { id: "1", title: "G", slug: "g", status: "published", published_at: "2020-01-01T00:00:00.000Z", ...post },
          ],
          posts_meta: [{ post_id: "1", feature_image_alt: "The sea" }],
        },
      },
    ],
  });

/** The texts of the posts, with the width of each stored image in place of its path: images of the tests differ in it. */
async function contents(): Promise<string[]> {
  const rows = await state.db.selectFrom("posts").select(["content", "cover"]).orderBy("id").execute();
  const stored = await state.db.selectFrom("images").select(["id", "width"]).execute();
  const widths = new Map(stored.map(({ id, width }) => [id, width]));
  return rows.map(({ content, cover }) => {
    const text = content.replace(/\/images\/([\da-f]{64})-\d+\.webp/g, (_, id: string) => `#${widths.get(id)}`);
    if (cover === "") return text;
    const { alt, height, image, width } = JSON.parse(cover) as Record<string, unknown>;
    return `${text} | cover ${widths.get(String(image))} ${width}×${height} ${alt}`;
  });
}

const notes = ({ entries }: Awaited<ReturnType<typeof runImport>>) =>
  entries.map(({ file, kind, line, text }) => `${file}:${line ?? "-"} ${kind}: ${text}`);

const png = (width: number) => pngOf(width, width);

test.each<[name: string, file: string, text: string, image: string]>([
  ["beside the text", "posts/a.md", "![](a.png)", "posts/a.png"],
  ["relative, up", "_posts/2020-01-01-a.md", "![](../images/a.png)", "images/a.png"],
  ["relative, below", "a.md", "![](./img/a.png)", "img/a.png"],
  ["a page bundle of Hugo and Zola", "content/posts/trip/index.md", "![](a.png)", "content/posts/trip/a.png"],
  ["a bundle in a folder of the post's name", "_posts/a.md", "![](a.png)", "_posts/a/a.png"],
  ["static of Hugo", "content/posts/a.md", "![](/img/a.png)", "static/img/a.png"],
  ["static of Hugo, without a slash", "content/posts/a.md", "![](img/a.png)", "static/img/a.png"],
  ["assets of Jekyll", "_posts/2020-01-01-a.md", "![](/assets/a.png)", "assets/a.png"],
  ["a variable of Jekyll", "_posts/2020-01-01-a.md", "![]({{ site.baseurl }}/assets/a.png)", "assets/a.png"],
  [
    "two variables of Jekyll",
    "_posts/2020-01-01-a.md",
    "![]({{ site.url }}{{ site.baseurl }}/assets/a.png)",
    "assets/a.png",
  ],
  ["a filter of Jekyll", "_posts/2020-01-01-a.md", "![]({{ '/assets/a.png' | relative_url }})", "assets/a.png"],
  ["public of Astro", "src/content/blog/a.md", "![](/a.png)", "public/a.png"],
  ["assets of Astro", "src/content/blog/a.md", "![](../../assets/a.png)", "src/assets/a.png"],
  ["a filter of Eleventy", "posts/a.md", '![]({{ "/img/a.png" | url }})', "img/a.png"],
  ["encoded in the text", "a.md", "![](my%20a%C3%A9.png)", "my aé.png"],
  ["encoded in the name", "a.md", "![](<my aé.png>)", "my%20a%C3%A9.png"],
  ["decomposed in the name", "a.md", "![](aé.png)", "ae\u0301.png"],
  ["decomposed in the text", "a.md", "![](ae\u0301.png)", "aé.png"],
  ["case", "a.md", "![](IMG_1.PNG)", "img_1.png"],
  ["a query", "a.md", "![](a.png?v=3#x)", "a.png"],
  ["in angle brackets", "a.md", "![](<a b.png>)", "a b.png"],
  ["with parentheses", "a.md", "![](a_(1).png)", "a_(1).png"],
  ["with an escape", "a.md", "![](a\\_1.png)", "a_1.png"],
  ["in HTML", "a.md", '<p><img alt="" src="a.png"></p>', "a.png"],
  ["in HTML without quotation marks", "a.md", "<img src=a.png>", "a.png"],
  ["in HTML with an entity", "a.md", '<img src="a&amp;b.png">', "a&b.png"],
  ["by a definition", "a.md", "![a][1]\n\n[1]: a.png", "a.png"],
  ["without an extension", "a.md", "![](pictures/a)", "pictures/a"],
])("import of Markdown — an image %s — stored", async (_name, file, text, image) => {
  const report = await runImport(state.db, write({ [file]: post(text), [image]: await png(21) }));
  expect(report.counts).toMatchObject({ images: 1, imagesStored: 1, imagesDownloaded: 0 });
  const [content] = await contents();
  expect(content).toContain("#21");
  expect(content).not.toMatch(/png|pictures/);
});

test("import of Markdown — a caption, a linked image, code, a shortcode and a link to a file — images only change", async () => {
  const text = [
    '![Alt](a.png "Caption")',
    "[![s](a.png)](b.png)",
    "`![x](a.png)`",
    "```\n![x](a.png)\n```",
    '{{< gallery src="a.png" >}}',
    "[text](b.png), [page](https://example.org/c.png), src=a.png",
    '{{< figure src="a.png" alt="A [b]" caption="By \\"C\\"" link="b.png" >}}',
  ].join("\n\n");
  await runImport(state.db, write({ "a.md": post(text), "a.png": await png(21), "b.png": await png(22) }));
  expect((await contents())[0]?.split("\n\n")).toEqual([
    '![Alt](#21 "Caption")',
    "[![s](#21)](#22)",
    "`![x](a.png)`",
    "```\n![x](a.png)\n```",
    '{{< gallery src="a.png" >}}',
    "[text](#22), [page](https://example.org/c.png), src=a.png",
    '[![A \\[b\\]](#21 "By \\"C\\"")](#22)',
  ]);
});

test("import of Markdown — an image of another text has the same name — it is not taken for it", async () => {
  const source = write({
    "posts/a/index.md": post("![](a.png)"),
    "posts/b/index.md": "x",
    "posts/b/a.png": await png(21),
  });
  const report = await runImport(state.db, source);
  expect(notes(report)).toContain("posts/a/index.md:5 left-out: the image a.png: the source does not have it");
  expect(images.stored()).toEqual([]);
});

test("import of Markdown — covers — with their alternative texts", async () => {
  const source = write({
    "1.md": post("x", "cover:\n  image: a.png\n  alt: The  sea\n"),
    "2.md": post("x", "image: /img/b.png\n"),
    "3.md": post("x", "heroImage: none.png\nimageAlt: y\n"),
    "a.png": await png(21),
    "static/img/b.png": await png(22),
  });
  const report = await runImport(state.db, source);
  expect(await contents()).toEqual(["x | cover 21 21×16 The sea", "x | cover 22 22×16 ", "x"]);
  expect(report.counts).toMatchObject({ images: 3, imagesStored: 2, imagesWithoutAlt: 1 });
  expect(notes(report)).toContain("3.md:1 left-out: its cover image none.png: the source does not have it");
});

test.each<[name: string, src: string, file: string]>([
  [
    "the folder wp-content",
    "https://old.example/blog/wp-content/uploads/2020/01/a.png",
    "wp-content/uploads/2020/01/a.png",
  ],
  [
    "the folder of the site",
    "https://www.old.example/blog/wp-content/uploads/2020/01/a.png",
    "backup/htdocs/blog/wp-content/uploads/2020/01/a.png",
  ],
  ["the folder uploads alone", "http://old.example/blog/wp-content/uploads/2020/01/a.png", "2020/01/a.png"],
  ["a path on the root", "/blog/wp-content/uploads/a.png", "wp-content/uploads/a.png"],
  [
    "a smaller size",
    "https://old.example/blog/wp-content/uploads/2020/01/a-300x200.png",
    "wp-content/uploads/2020/01/a.png",
  ],
  [
    "a smaller size of one that was scaled",
    "https://old.example/blog/wp-content/uploads/a-300x200.png",
    "wp-content/uploads/a-scaled.png",
  ],
  [
    "a size without its original",
    "https://old.example/blog/wp-content/uploads/a-300x200.png",
    "wp-content/uploads/a-300x200.png",
  ],
  [
    "a service for images",
    "https://i0.wp.com/old.example/blog/wp-content/uploads/a.png?resize=300%2C200&ssl=1",
    "wp-content/uploads/a.png",
  ],
  ["an encoded name", "https://old.example/blog/wp-content/uploads/%E6%B5%B7.png", "wp-content/uploads/海.png"],
])("import of WordPress — an image of %s — stored", async (_name, src, file) => {
  const source = write({ "blog.xml": wxr(`<p><img src="${src}" alt="x"></p>`), [file]: await png(21) });
  const report = await runImport(state.db, source);
  expect(await contents()).toEqual(["![x](#21)"]);
  expect(report.counts).toMatchObject({ images: 1, imagesStored: 1 });
});

test("import of WordPress — cover, caption, gallery and a link to the original, in a zip beside the file — stored once each", async () => {
  const base = "https://files.example/blog/wp-content/uploads/2020/01";
  const content = `[caption width="300"]<a href="${base}/a.png"><img src="${base}/a-300x200.png" alt="A" /></a> Loaf[/caption]\n\n[gallery ids="7,8"]`;
  const xml = wxr(content, attachment(7, `${base}/a.png`, "A loaf") + attachment(8, `${base}/b.png`, "B"));
  const zip = writeZip({ "uploads/2020/01/a.png": await png(21), "uploads/2020/01/b.png": await png(22) });
  const report = await runImport(state.db, [`${write({ "blog.xml": xml })}/blog.xml`, zip]);
  expect(await contents()).toEqual(['[![A](#21 "Loaf")](#21)\n\n![A loaf](#21)\n\n![B](#22) | cover 21 21×16 A loaf']);
  expect(report.counts).toMatchObject({ images: 4, imagesStored: 4 });
  expect(images.stored()).toHaveLength(2);
});

test("import of WordPress — an upload whose name looks like a smaller size — is not taken for another one", async () => {
  const base = "https://old.example/blog/wp-content/uploads";
  const xml = wxr(`<img src="${base}/a-300x200.png">`, attachment(8, `${base}/a-300x200.png`));
  const source = write({
    "blog.xml": xml,
    "wp-content/uploads/a-300x200.png": await png(21),
    "wp-content/uploads/a.png": await png(22),
  });
  await runImport(state.db, source);
  expect(await contents()).toEqual(["![](#21)"]);
});

test("import of Ghost — a zip with its content — images, sizes, cards and the cover", async () => {
  const html = [
    '<figure class="kg-card kg-image-card"><img src="__GHOST_URL__/content/images/2020/01/a.png" alt="A" srcset="__GHOST_URL__/content/images/size/w600/2020/01/a.png 600w"><figcaption>Sea</figcaption></figure>',
    '<img src="/content/images/size/w1000/format/webp/2020/01/b.png">',
    '<figure class="kg-card kg-gallery-card"><img src="__GHOST_URL__/content/images/2020/01/a.png"><img src="__GHOST_URL__/content/images/2020/01/b.png"></figure>',
  ].join("");
  const json = ghost({ html, feature_image: "__GHOST_URL__/content/images/2020/01/b.png" });
  const zip = writeZip({
    "data/ghost.json": json,
    "content/images/2020/01/a.png": await png(21),
    "content/images/2020/01/b.png": await png(22),
    "content/images/size/w600/2020/01/a.png": await png(23),
  });
  for (const site of [undefined, "https://old.example"]) {
    await state.db.deleteFrom("imported_items").execute();
    await state.db.deleteFrom("posts").execute();
    await runImport(state.db, zip, { site });
    expect(await contents()).toEqual(['![A](#21 "Sea")\n\n![](#22)\n\n![](#21)\n\n![](#22) | cover 22 22×16 The sea']);
  }
});

test("import — dry run — the same report, with each image, and nothing stored", async () => {
  const source = write({
    "a.md": post(
      "One\n\n![](a.png)\n\n![](gone.png)\n\n![](https://elsewhere.example/c.png)\n\n![](d.svg)",
      "image: b.png\n",
    ),
    "a.png": await png(21),
    "b.png": await png(22),
    "d.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
  });
  const dry = await runImport(state.db, source, { isDryRun: true });
  expect(images.stored()).toEqual([]);
  const svg = "the image d.svg: the file is SVG; accepted: image/jpeg, image/png, image/webp, image/gif, image/avif";
  expect(notes(dry)).toEqual([
    "a.md:8 image: the image a.png, from a.png",
    "a.md:10 left-out: the image gone.png: the source does not have it",
    `a.md:14 left-out: ${svg}`,
    "a.md:1 image: its cover image b.png, from b.png",
  ]);
  expect(dry.counts).toMatchObject({ images: 5, imagesStored: 2, imagesWithoutAlt: 5 });
  expect({ ...dry, isDryRun: false }).toEqual(await runImport(state.db, source));
  expect(images.stored()).toHaveLength(2);
});

test("import — repeated — nothing is stored again, and the images count as used", async () => {
  const source = write({ "a.md": post("![](a.png)"), "a.png": await png(21) });
  await runImport(state.db, source);
  const before = { contents: await contents(), stored: images.stored() };
  write({ "b.md": post("![](a.png)") });
  await runImport(state.db, source);
  expect(await contents()).toEqual([...before.contents, "![](#21)"]);
  expect(images.stored()).toEqual(before.stored);
  const rows = await state.db.selectFrom("images").select("unused_since").execute();
  expect(rows).toEqual([{ unused_since: null }]);
});

test("import — a symbolic link that leads out of the folder — its image is missing, and both are reported", async () => {
  const outside = write({ "secret.png": await png(21) }, "outside");
  const source = write({ "a.md": post("![](link.png)\n\n![](../outside/secret.png)\n\n![](dir/secret.png)") });
  symlinkSync(`${outside}/secret.png`, `${source}/link.png`);
  symlinkSync(outside, `${source}/dir`);
  const report = await runImport(state.db, source);
  expect(images.stored()).toEqual([]);
  expect(notes(report)).toEqual([
    "a.md:5 left-out: the image link.png: the source does not have it",
    "a.md:7 left-out: the image ../outside/secret.png: the source does not have it",
    "a.md:9 left-out: the image dir/secret.png: the source does not have it",
    "dir:- left-out: a symbolic link; only files in the folder are read",
    "link.png:- left-out: a symbolic link; only files in the folder are read",
  ]);
});

test("import of a zip — images whose paths lead out of it — refused, and reported", async () => {
  const zip = writeZip({
    "a.md": post("![](../b.png)\n\n![](/etc/b.png)"),
    "../b.png": await png(21),
    "/etc/b.png": await png(22),
  });
  const report = await runImport(state.db, zip);
  expect(images.stored()).toEqual([]);
  expect(notes(report)).toEqual([
    "a.md:5 left-out: the image ../b.png: the source does not have it",
    "a.md:7 left-out: the image /etc/b.png: the source does not have it",
    "../b.png:- left-out: its path leads out of the zip",
    "/etc/b.png:- left-out: its path leads out of the zip",
  ]);
});

/** A PNG of 30,000 × 30,000 pixels in a few bytes: only its header is true. */
async function pixelBomb(): Promise<Buffer> {
  const bytes = Buffer.from(await png(21));
  bytes.writeUInt32BE(30_000, 16);
  bytes.writeUInt32BE(30_000, 20);
  return bytes;
}

test("import — images that are none, damaged, too large or empty — the text keeps them, each with its reason", async () => {
  const whole = await png(21);
  const files = {
    "a.md": post(
      "![](text.png)\n![](cut.png)\n![](bomb.png)\n![](empty.png)\n![](large.png)\n![](zip.png)\n![](ok.png)",
    ),
    "text.png": "<html><script>alert(1)</script></html>",
    "cut.png": whole.subarray(0, whole.length / 2),
    "bomb.png": await pixelBomb(),
    "empty.png": "",
    "large.png": Buffer.concat([whole, Buffer.alloc(21 * 2 ** 20)]),
    "zip.png": new Uint8Array(5 * 2 ** 20),
    "ok.png": whole,
  };
  const report = await runImport(state.db, writeZip(files, ["large.png"]));
  expect(await contents()).toEqual([
    "![](text.png)\n![](cut.png)\n![](bomb.png)\n![](empty.png)\n![](large.png)\n![](zip.png)\n![](#21)",
  ]);
  expect(notes(report).map((line) => line.replace(/damaged: .*/, "damaged"))).toEqual([
    "a.md:5 left-out: the image text.png: the file is HTML or XML; accepted: image/jpeg, image/png, image/webp, image/gif, image/avif",
    "a.md:6 left-out: the image cut.png: the image is damaged",
    expect.stringMatching(/^a\.md:7 left-out: the image bomb\.png: the image (?:has 30000 × 30000|is damaged)/),
    "a.md:8 left-out: the image empty.png: the body holds no image: it is empty",
    "a.md:9 left-out: the image large.png: the image is larger than 20 MiB",
    "a.md:10 left-out: the image zip.png: zip.png in source.zip becomes more than 200 times as large; it may be a zip bomb",
    "a.md:11 image: the image ok.png, from ok.png",
  ]);
});
