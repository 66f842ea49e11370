import { mkdirSync, writeFileSync } from "node:fs";
import { strToU8, type Zippable, zipSync } from "fflate";
import { createPost } from "#lib/server/posts/write";
import { findRedirect, putRedirects } from "#lib/server/redirects/redirects";
import { postPagePath } from "#lib/shared/paths";
import { normalizePath } from "#lib/shared/redirect-path";
import { withDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { postsIn, redirectsIn, runImport } from "#support/import";

const state = withDatabase();
const folder = withFolder();

const post = (title: string, more = "") => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\nText of ${title}.\n`;

/** Writes a folder of Markdown. */
function writePosts(files: Record<string, string>): string {
  mkdirSync(folder.file("site"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.file(`site/${name}`), text);
  return folder.file("site");
}

function writeZip(files: Zippable): string {
  writeFileSync(folder.file("source.zip"), zipSync(files));
  return folder.file("source.zip");
}

async function addAccount(name: string, role: "owner" | "author"): Promise<void> {
  const createdAt = role === "owner" ? "2020-01-01T00:00:00.000Z" : "2021-01-01T00:00:00.000Z";
  const times = { createdAt, updatedAt: createdAt };
  const row = { id: name, name, slug: name, email: `${name}@example.org`, emailVerified: 0, role, ...times };
  await state.db.insertInto("accounts").values(row).execute();
}

test("import — a post is added to the source — the second run imports that one only", async () => {
  const source = writePosts({ "a.md": post("A"), "b.md": post("B") });
  await runImport(state.db, source);
  writePosts({ "c.md": post("C") });
  const { counts } = await runImport(state.db, source);
  expect(counts).toMatchObject({ published: 1, known: 2 });
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A", "B", "C"]);
});

test("import — a post was changed in the source, another one deleted here — both stay, and the change is reported", async () => {
  const source = writePosts({ "a.md": post("A"), "b.md": post("B") });
  await runImport(state.db, source);
  await state.db.deleteFrom("posts").where("title", "=", "B").execute();
  writePosts({ "a.md": post("A2") });
  const { counts, entries } = await runImport(state.db, source);
  expect(counts).toMatchObject({ published: 0, known: 2 });
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "a.md: its changes in the source since it was imported; the post here stays",
  ]);
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A"]);
});

test("import — stopped in the middle — what is stored is complete, and a second run stores the rest once", async () => {
  const names = Array.from({ length: 50 }, (_, n) => `p${String(n).padStart(2, "0")}`);
  const source = writePosts(Object.fromEntries(names.map((name) => [`${name}.md`, post(name)])));
  const controller = new AbortController();
  const onStep = ({ rows }: { rows: number }) => rows >= 16 && controller.abort(new Error("stopped"));
  await expect(runImport(state.db, source, { signal: controller.signal, onStep })).rejects.toThrow("stopped");
  const stored = await postsIn(state.db);
  expect(stored.length).toBeGreaterThanOrEqual(16);
  expect(stored.length).toBeLessThan(50);
  expect(Object.keys(await redirectsIn(state.db))).toHaveLength(stored.length * 2);
  const { counts } = await runImport(state.db, source);
  expect(counts).toMatchObject({ known: stored.length, published: 50 - stored.length });
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(names);
});

test("import — two runs at once — each post is stored once", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `p${String(n).padStart(2, "0")}`);
  const source = writePosts(Object.fromEntries(names.map((name) => [`${name}.md`, post(name)])));
  await Promise.all([runImport(state.db, source), runImport(state.db, source)]);
  expect((await postsIn(state.db)).map(({ title }) => title).sort()).toEqual(names);
});

test("import — a post created after the import — gets an id of its own", async () => {
  await runImport(state.db, writePosts({ "a.md": post("A") }));
  const created = await createPost(state.db, { title: "New", content: "x" });
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A", "New"]);
  expect(created.id).toBeGreaterThan(1);
});

test("import --author — names and email addresses — the posts of others belong to the owner", async () => {
  await addAccount("Olga", "owner");
  await addAccount("Ada", "author");
  const source = writePosts({
    "a.md": post("A", "author: ada l\n"),
    "b.md": post("B", "author: bob\n"),
    "c.md": post("C"),
  });
  const report = await runImport(state.db, source, {
    authors: [{ name: "Ada L", email: "ada@example.org" }],
  });
  const rows = await state.db.selectFrom("posts").select(["title", "author_id"]).orderBy("title").execute();
  expect(rows.map(({ author_id, title }) => `${title} ${author_id}`)).toEqual(["A Ada", "B Olga", "C Olga"]);
  expect(report.authors).toEqual([
    { name: "ada l", posts: 1, account: "Ada", isMapped: true },
    { name: "bob", posts: 1, account: "Olga", isMapped: false },
    { name: "", posts: 1, account: "Olga", isMapped: false },
  ]);
});

test("import --author — an email address that no account has — refused", async () => {
  const source = writePosts({ "a.md": post("A") });
  const authors = [{ name: "ada", email: "nobody@example.org" }];
  const message =
    "--author ada=nobody@example.org: there is no active account with the email address nobody@example.org";
  await expect(runImport(state.db, source, { authors })).rejects.toThrow(message);
  expect(await postsIn(state.db)).toEqual([]);
});

test("import — a redirect leads to an old path — it leads to the post now; one from the path stays, and is reported", async () => {
  await putRedirects(
    state.db,
    [
      { path: "/short", url: "/old/a/" },
      { path: "/b", url: "https://elsewhere.example/" },
    ],
    "https://here.example",
  );
  const source = writePosts({ "a.md": post("A", "aliases: [/old/a/, /about]\n"), "b.md": post("B") });
  const { entries } = await runImport(state.db, source);
  expect(await findRedirect(state.db, "/short", "https://here.example")).toMatch(
    /^https:\/\/here\.example\/blog\/\d+\/a$/,
  );
  expect(await findRedirect(state.db, "/b", "https://here.example")).toBe("https://elsewhere.example/");
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "b.md: a redirect from /b, which is redirected elsewhere",
    "redirects: 1 old path that Octavo serves itself, such as /about",
  ]);
});

test("import of a zip — with folders, and files that are no texts — as of the folder", async () => {
  const source = writeZip({
    "blog/_posts/2020-01-01-a.md": strToU8(post("A")),
    "blog/images/a.png": new Uint8Array(500_000).fill(7),
    "blog/_posts/2020-01-02-b.md": [strToU8(post("B")), { level: 0 }],
  });
  await runImport(state.db, source);
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A", "B"]);
});

test("import of a zip — a path that leads out of it — the file is refused, and reported", async () => {
  const { counts, entries } = await runImport(
    state.db,
    writeZip({ "../../evil.md": strToU8(post("Evil")), "/root.md": strToU8(post("Root")), "a.md": strToU8(post("A")) }),
  );
  expect(counts.posts).toBe(1);
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "../../evil.md: its path leads out of the zip",
    "/root.md: its path leads out of the zip",
  ]);
});

test("import of a zip — a bomb — left out before it is inflated, and reported", async () => {
  const source = writeZip({ "a.md": new Uint8Array(15 * 2 ** 20), "b.md": strToU8(post("B")) });
  const { entries } = await runImport(state.db, source);
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "a.md: a.md in source.zip becomes more than 200 times as large; it may be a zip bomb",
  ]);
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["B"]);
});

test("import of a zip — cut off — refused", async () => {
  const whole = zipSync({ "a.md": [strToU8(post("A").repeat(10_000)), { level: 0 }] });
  writeFileSync(folder.file("cut.zip"), whole.subarray(0, whole.length / 2));
  await expect(runImport(state.db, folder.file("cut.zip"))).rejects.toThrow(/cut\.zip/);
});

test("import of Ghost — the zip with its content — the posts of its JSON", async () => {
  const data = {
    posts: [
      {
        id: "1",
        title: "A",
        slug: "a",
        html: "<p>x</p>",
        status: "published",
        published_at: "2020-01-01T00:00:00.000Z",
      },
    ],
  };
  const source = writeZip({
    "content/images/a.png": new Uint8Array(10),
    "content/data/ghost.json": strToU8(JSON.stringify({ db: [{ data }] })),
    "package.json": strToU8('{"name":"theme"}'),
  });
  expect((await runImport(state.db, source)).source.kind).toBe("ghost");
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["A"]);
});

const wxr = (items: string) =>
  `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>${items}</channel></rss>`;
const wxrPost = (id: number, content: string) =>
  `<item><title>P${id}</title><link>https://old.example/p${id}/</link><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${content}]]></content:encoded></item>`;

test("import of WordPress — several files with links between them — one source", async () => {
  writeFileSync(folder.file("1.xml"), wxr(wxrPost(1, '<a href="https://old.example/p2">two</a>')));
  writeFileSync(folder.file("2.xml"), wxr(wxrPost(2, '<a href="/p1/">one</a>') + wxrPost(1, "again")));
  const { entries } = await runImport(state.db, [folder.file("1.xml"), folder.file("2.xml")]);
  expect((await postsIn(state.db)).map(({ content }) => content)).toEqual(["[two](/blog/2/p2)", "[one](/blog/1/p1)"]);
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "post:1: the source has it twice; the first one is imported",
  ]);
});

test("import of WordPress — ends in the middle of an item — what is there is imported, and reported", async () => {
  writeFileSync(
    folder.file("1.xml"),
    wxr(wxrPost(1, "one") + wxrPost(2, "two")).split("</content:encoded></item></channel>")[0] ?? "",
  );
  const { entries } = await runImport(state.db, folder.file("1.xml"));
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["P1", "P2"]);
  expect(entries).toMatchObject([
    { item: "1.xml", text: expect.stringContaining("cut off") },
    { item: "post:2", text: "the XML is not well-formed here; check the text" },
  ]);
});

test("import of WordPress — cut off between two posts — the report says where", async () => {
  const whole = wxr(`${wxrPost(1, "one")}\n${wxrPost(2, "two")}`);
  writeFileSync(folder.file("1.xml"), whole.slice(0, whole.indexOf(wxrPost(2, "two"))));
  const { entries } = await runImport(state.db, folder.file("1.xml"));
  expect((await postsIn(state.db)).map(({ title }) => title)).toEqual(["P1"]);
  const text = "what follows: the file is cut off here, before </rss>; export it again";
  expect(entries).toMatchObject([{ kind: "left-out", file: "1.xml", line: 2, text }]);
});

test("import of WordPress — one huge element — refused with its line", async () => {
  writeFileSync(folder.file("1.xml"), wxr(wxrPost(1, "x".repeat(40 * 2 ** 20))));
  await expect(runImport(state.db, folder.file("1.xml"))).rejects.toThrow(
    "1.xml has an element of more than 32 MiB that begins at line 1",
  );
});

test("import — HTML with scripts — nothing of them is in the text, and they are reported", async () => {
  const html =
    '<p onclick="x()">A <a href="java\tscript:alert(1)">b</a></p><script>alert(1)</script><form><input name=a></form>';
  writeFileSync(folder.file("1.xml"), wxr(wxrPost(1, html)));
  const { entries } = await runImport(state.db, folder.file("1.xml"));
  expect((await postsIn(state.db)).map(({ content }) => content)).toEqual(["A b"]);
  expect(entries).toMatchObject([{ text: "elements that a text cannot have: input, script" }]);
});

test("import — fields beyond the limits of a post — shortened or left out, and reported", async () => {
  const tags = Array.from({ length: 25 }, (_, n) => `t${n}`).join(", ");
  const source = writePosts({
    "a.md": post(
      "x".repeat(250),
      `tags: [${tags}]\nslug: "a/b"\ncanonical: mailto:x\nlang: english\ndescription: ${"word ".repeat(100)}\n`,
    ),
    "b.md": `---\ntitle: B\ndate: 2020-01-01\n---\n${"word ".repeat(60_000)}`,
  });
  const { entries } = await runImport(state.db, source);
  expect(entries.map(({ item, text }) => `${item}: ${text}`)).toEqual([
    "a.md: its title has more than 200 characters, and was shortened",
    "a.md: the tags after the first 20: t20, t21, t22, t23, t24",
    "a.md: its slug “a/b” is “a-b”",
    "a.md: its excerpt has more than 280 characters, and was shortened",
    "a.md: its canonical URL “mailto:x”, which is no http(s) URL",
    "a.md: its language “english”, which is no language tag",
    "b.md: its text has more than 250,000 characters",
  ]);
  const [stored] = await postsIn(state.db);
  expect(stored?.tags).toHaveLength(20);
});

test.each([
  ["publishDate: 2099-01-01", "published 2099-01-01T00:00:00.000Z"],
  ["publishDate: 2019-01-01", "published 2020-01-01T00:00:00.000Z"],
  ["expiryDate: 2019-01-01", "draft -"],
  ["expiryDate: 2999-01-01", "published 2020-01-01T00:00:00.000Z"],
  ["permalink: false", "draft -"],
  ["published: false", "draft -"],
  ["hidden: true", "draft -"],
  ["status: private", "draft -"],
  ["layout: page", "draft -"],
  // Names that every object has.
  ["permalink: constructor", "published 2020-01-01T00:00:00.000Z"],
  ["permalink: /:toString/", "published 2020-01-01T00:00:00.000Z"],
])("import of Markdown — %s — only what was public becomes public", async (line, expected) => {
  await runImport(state.db, writePosts({ "a.md": post("A", `${line}\n`) }));
  expect((await postsIn(state.db)).map(({ publishedAt, status }) => `${status} ${publishedAt ?? "-"}`)).toEqual([
    expected,
  ]);
});

/** Requests as old links, feeds and search engines send them, with what they must find. */
const OLD_REQUESTS: [path: string, title: string][] = [
  ...["/2019/05/01/gr%C3%BC%C3%9Fe/", "/2019/05/01/grüße", "/2019/05/01/gru%cc%88%c3%9fe.html"].map(
    (path): [string, string] => [path, "Grüße"],
  ),
  ...["/2019/05/01/gr%c3%bc%c3%9fe.html?utm_source=feed#top", "/?p=77", "/?utm_medium=x&p=77", "/index.php?p=77"].map(
    (path): [string, string] => [path, "Grüße"],
  ),
  ...["/alt/eins", "/alt/eins.html", "/alt/eins/", "/chain"].map((path): [string, string] => [path, "Grüße"]),
];

test("import — requests for old paths in every spelling — each is redirected to its post at once", async () => {
  await putRedirects(state.db, [{ path: "/chain", url: "/alt/eins" }], "https://here.example");
  const aliases = "redirect_from: [/alt/eins.html, '/?p=77', '/index.php?p=77']\nslug: grüße\n";
  await runImport(state.db, writePosts({ "2019-05-01-x.md": post("Grüße", `${aliases}date: 2019-05-01\n`) }));
  const found = await Promise.all(
    OLD_REQUESTS.map(async ([path]) => [
      path,
      await findRedirect(state.db, normalizePath(path) ?? "", "https://h.example"),
    ]),
  );
  const location = `https://h.example${postPagePath({ id: "1", slug: "grüße" })}`;
  expect(found).toEqual(OLD_REQUESTS.map(([path]) => [path, location]));
});

test("import of WordPress — a DTD with external and nested entities — none is replaced, and the import ends", async () => {
  const dtd =
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>';
  writeFileSync(
    folder.file("1.xml"),
    `<?xml version="1.0"?>${dtd}${wxr(wxrPost(1, "A").replace("<![CDATA[A]]>", "&x; &c;"))}`,
  );
  await runImport(state.db, folder.file("1.xml"));
  expect((await postsIn(state.db)).map(({ content }) => content)).toEqual(["\\&x; \\&c;"]);
});

test("import of WordPress — serialized PHP — neither read nor stored, and reported as a custom field", async () => {
  const php = 'O:8:"Exploit":1:{s:3:"cmd";s:2:"rm";}';
  const meta = `<wp:postmeta><wp:meta_key>settings</wp:meta_key><wp:meta_value><![CDATA[${php}]]></wp:meta_value></wp:postmeta>`;
  writeFileSync(folder.file("1.xml"), wxr(wxrPost(1, "A").replace("</item>", `${meta}</item>`)));
  const { entries } = await runImport(state.db, folder.file("1.xml"));
  expect((await postsIn(state.db)).map(({ content }) => content)).toEqual(["A"]);
  expect(entries.map(({ text }) => text)).toEqual(["its custom fields: settings"]);
});

test("import of Markdown — YAML with nested aliases, and with tags of code — no posts of it, or as text", async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefg"].map((name, n) => `${name}: &${name} [${Array(9).fill(`*${"abcdef"[n]}`).join(",")}]`).join("\n")}\n`;
  const source = writePosts({
    "a.md": post("A", bomb),
    "b.md": post("B", "x: !!js/function 'function () { throw 1 }'\n"),
    "c.md": post("C"),
  });
  const { counts } = await runImport(state.db, source);
  expect(counts).toMatchObject({ posts: 3, published: 2, drafts: 1 });
});
