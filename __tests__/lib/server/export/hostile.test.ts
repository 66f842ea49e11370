import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import sharp from "sharp";
import { rowsIn } from "#support/database";
import { withExportedPost } from "#support/exported-post";
import { changeExport, filesIn } from "#support/exports";

jest.setTimeout(60_000);

const site = withExportedPost();
const { folder, restore } = site;

/** Expects that the import is refused, and that nothing has been stored. */
async function expectRefused(message: RegExp, source?: string): Promise<void> {
  await expect(restore(source)).rejects.toThrow(message);
  for (const table of [
    "posts",
    "revisions",
    "tags",
    "redirects",
    "accounts",
    "images",
    "image_files",
    "imported_items",
  ]) {
    expect({ table, rows: await rowsIn(site.empty, table) }).toEqual({ table, rows: [] });
  }
}

const replace = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`there is no ${from} in ${text}`);
  return changed;
};
const revisions = "octavo/revisions/00001.jsonl";
const tags = "octavo/tags/00001.jsonl";
const images = "octavo/images/00001.jsonl";
const manifest = "octavo/manifest.json";
const drop = () => undefined;

test("restore — the unchanged export — accepted", async () => {
  expect((await restore()).restored).toBeDefined();
});

test("restore — a byte of a text, or of an image, was changed — refused with the name of the file", async () => {
  cpSync(folder.file("out"), folder.file("image"), { recursive: true });
  writeFileSync(folder.file(`out/${site.post}`), `${readFileSync(folder.file(`out/${site.post}`))} `);
  await expectRefused(/^content\/blog\/1\/hello-you\/index\.md was changed or damaged since the export/);
  const file = folder.file(`image/content/images/${site.image}-16.webp`);
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  writeFileSync(file, bytes);
  await expectRefused(/-16\.webp was changed or damaged since the export/, "image");
});

describe("restore — consistent checksums, but", () => {
  test.each<[string, () => Parameters<typeof changeExport>[1], RegExp]>([
    ["no manifest", () => ({ [manifest]: drop }), /^the export out is not whole: octavo\/manifest\.json/],
    [
      "half a manifest",
      () => ({ [manifest]: (text) => text.slice(0, 40) }),
      /^octavo\/manifest\.json in the export cannot be read/,
    ],
    [
      "a newer format",
      () => ({ [manifest]: replace('"version": 1', '"version": 2') }),
      /has version 2 of the format, and this Octavo reads up to 1/,
    ],
    [
      "another format",
      () => ({ [manifest]: replace("octavo-export", "other") }),
      /^octavo\/manifest\.json in the export cannot be read: format/,
    ],
    [
      "other checksums",
      () => ({ "octavo/checksums/00001.sha256": (text) => text.replace(/^./, "x") }),
      /checksums has the line|is not what/,
    ],
    [
      "a wrong count",
      () => ({ [manifest]: replace('"posts": 1', '"posts": 2') }),
      /^the manifest counts 2 posts, but the export has 1$/,
    ],
    ["a post that is not there", () => ({ [site.post]: drop }), /^the revision 1 of the post 1 belongs to no post/],
    [
      "a post in the folder of another",
      () => ({ [site.post]: replace('id: "1"', 'id: "2"') }),
      /has the post 2, whose file is/,
    ],
    [
      "the id of a later post",
      () => ({ [manifest]: replace('"nextPostId": 2', '"nextPostId": 1') }),
      /^the post 1 is not below the next id, 1$/,
    ],
    ["the id 0", () => ({ [site.post]: replace('id: "1"', 'id: "0"') }), /octavo\.id/],
    ["a version that is none", () => ({ [site.post]: replace("version: 2", "version: 1.5") }), /octavo\.version/],
    ["a title that is a number", () => ({ [site.post]: replace('title: "Hello you"', "title: 3") }), /title/],
    [
      "a date that is none",
      () => ({ [site.post]: replace(/createdAt: \S+/, 'createdAt: "yesterday"') }),
      /octavo\.createdAt/,
    ],
    [
      "a status that is none",
      () => ({ [site.post]: replace('status: "published"', 'status: "admin"') }),
      /octavo\.status/,
    ],
    [
      "published without a date",
      () => ({ [site.post]: replace(/publishedAt: \S+/, "publishedAt: null") }),
      /is published, and published at null/,
    ],
    ["an unknown field", () => ({ [site.post]: replace("octavo:\n", "octavo:\n  role: 1\n") }), /role|Unrecognized/],
    [
      "an author without an account",
      () => ({ [site.post]: replace(/author: "\w{10,}"/, 'author: "nobody"') }),
      /has the author nobody/,
    ],
    [
      "a canonical URL with a script",
      () => ({ [site.post]: replace("draft:", 'canonicalURL: "javascript:alert(1)"\ndraft:') }),
      /canonicalUrl must be an http/,
    ],
    [
      "a slug with a slash",
      () => ({ [site.post]: replace(/slug: "hello-you"/, 'slug: "../../x"') }),
      /slug must be a slug/,
    ],
    [
      "an unknown tag",
      () => ({ [site.post]: replace('"Two"', '"Three"') }),
      /has the tag Three, which is not in the export/,
    ],
    ["a tag twice", () => ({ [site.post]: replace('"Two"', '"ONE"') }), /has a tag twice/],
    [
      "the key of another tag",
      () => ({ [tags]: replace('"key":"two"', '"key":"x"') }),
      /00001\.jsonl:\d.*key must be that of the name/,
    ],
    [
      "a tag that stands for none",
      () => ({ [tags]: replace('"target":null', '"target":"gone"') }),
      /stands for gone, which is no current tag/,
    ],
    [
      "a revision twice",
      () => ({ [revisions]: (text) => text.replace(/^.*\n/, "$&$&") }),
      /^the revision 1 of the post 1 is not in its place$/,
    ],
    [
      "a revision of the future",
      () => ({ [revisions]: replace('"version":2', '"version":9') }),
      /^the revision 9 of the post 1 belongs to no post/,
    ],
    [
      "no revision of the present",
      () => ({ [revisions]: (text) => text.replace(/\n.*\n$/, "\n") }),
      /^the revision 2 of the post 1 is missing$/,
    ],
    [
      "a line that is no JSON",
      () => ({ [revisions]: () => "{\n" }),
      /^octavo\/revisions\/00001\.jsonl:1 in the export cannot be read/,
    ],
    [
      "a redirect to no post",
      () => ({ "octavo/redirects/00001.jsonl": replace('"post":"1"', '"post":"7"') }),
      /leads to the post 7, which is not in the export/,
    ],
    [
      "a redirect to a script",
      () => ({ "octavo/redirects/00001.jsonl": replace('"post":"1","url":null', '"post":null,"url":"javascript:x"') }),
      /url must be a path or an http/,
    ],
    [
      "the id of another image",
      () => ({ [images]: replace(/"id":"\w{64}"/, `"id":"${"0".repeat(64)}"`) }),
      /^the SHA-256 of content\/images/,
    ],
  ])("%s — refused, and nothing is stored", async (_, changes, message) => {
    changeExport(folder.file("out"), changes());
    await expectRefused(message);
  });
});

test("restore — an image that is none, has metadata, or another width — refused after its checksum has matched", async () => {
  const still = sharp({ create: { width: 16, height: 16, channels: 3, background: "red" } });
  for (const [bytes, message] of [
    [Buffer.from("RIFF\0\0\0\0WEBPVP8 nothing"), /none that Octavo has stored: The image is damaged/],
    [await still.clone().png().toBuffer(), /none that Octavo has stored: The file is png; must be WebP/],
    [
      await still
        .clone()
        .withExif({ IFD0: { Copyright: "x" } })
        .webp()
        .toBuffer(),
      /The file has metadata; must have none/,
    ],
    [await still.clone().resize(8, 8).webp().toBuffer(), /The file is 8 pixels wide, not 16/],
    [Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), /The file is SVG; must be WebP/],
  ] as const) {
    const id = createHash("sha256").update(bytes).digest("hex");
    cpSync(folder.file("out"), folder.file("bad"), { recursive: true });
    writeFileSync(folder.file(`bad/content/images/${id}-16.webp`), bytes);
    changeExport(folder.file("bad"), {
      [`content/images/${site.image}-16.webp`]: drop,
      [images]: (text) => text.replaceAll(site.image, id),
    });
    await expectRefused(message, "bad");
    rmSync(folder.file("bad"), { recursive: true });
  }
});

test("restore — a zip with a path that leads out of it — not read, and reported", async () => {
  const files = Object.fromEntries(
    filesIn(folder.file("out")).map((name) => [name, readFileSync(folder.file(`out/${name}`))]),
  );
  writeFileSync(folder.file("slip.zip"), zipSync({ ...files, "../../evil.md": strToU8("evil") }));
  const { entries } = await restore("slip.zip");
  expect(entries).toContainEqual(
    expect.objectContaining({ item: "../../evil.md", text: "its path leads out of the zip" }),
  );
});

test("restore — a zip whose folder has the export in it — restored", async () => {
  const names = filesIn(folder.file("out"));
  const files = Object.fromEntries(
    names.map((name) => [`my-export/${name}`, readFileSync(folder.file(`out/${name}`))]),
  );
  writeFileSync(folder.file("again.zip"), zipSync(files));
  expect((await restore("again.zip")).restored).toMatchObject({ revisions: 2 });
});
