import { contentVersion } from "#lib/server/content-version";
import { withImages, withPageImages } from "#lib/server/images/with-images";
import { createPost } from "#lib/server/posts/write";
import type { Image } from "#lib/shared/images";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";
import { pngOf, upload, uploaded, withImageFolder } from "#support/uploads";
import atom from "../../../pages/api/feeds/atom";
import preview from "../../../pages/api/preview";

const database = withDatabase();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

const TEXT_SIZES = "(min-width: 52rem) 38rem, 100vw";
const path = ({ id }: Image, width: number) => `/images/${id}-${width}.webp`;
const srcset = (image: Image) => image.variants.map(({ url, width }) => `${url} ${width}w`).join(", ");

async function previewOf(content: string): Promise<string> {
  const response = await call(preview, { method: "POST", body: { content } });
  return (response.json() as { html: string }).html;
}
const images = (html: string) => [...html.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);

test("an image of the site — its size, its files, and the usual one as src; the first is loaded at once, the next lazily", async () => {
  const image = await uploaded(1, undefined, 2_000);
  const [first, second] = images(
    await previewOf(`![A "cat"](${image.url})\n\n<img src="${path(image, 480)}" alt="b">`),
  );
  const common = `src="${path(image, 1_600)}" srcset="${srcset(image)}" sizes="${TEXT_SIZES}" width="2000" height="16"`;
  expect(first).toBe(`<img ${common} alt="A &quot;cat&quot;" decoding="async" />`);
  expect(second).toBe(`<img ${common} alt="b" loading="lazy" decoding="async" />`);
});

test("an image with one file only — its size, no srcset", async () => {
  const image = await uploaded(1, undefined, 300);
  expect(images(await previewOf(`![a](${image.url})`))).toEqual([
    `<img src="${image.url}" width="300" height="16" alt="a" decoding="async" />`,
  ]);
});

test.each([
  ['width="200"', `sizes="200px" width="200" height="4"`],
  ['height="8"', `sizes="400px" width="400" height="8"`],
  ['width="100" height="90"', `sizes="100px" width="100" height="90"`],
  ['width="50%"', `sizes="${TEXT_SIZES}"`],
])("an author's %s — completed in proportion", async (written, expected) => {
  const image = await uploaded(1, undefined, 800);
  const [tag = ""] = images(await previewOf(`<img src="${image.url}" alt="" ${written}>`));
  expect(tag).toContain(`srcset="${srcset(image)}" ${expected}`);
  expect(tag.match(/ width=/g)?.length).toBe(1);
});

test("a size after the URL, images of other sites, of no upload, and in code — the first counts, the others stay", async () => {
  const image = await uploaded(1, undefined, 800);
  const [sized, other, none, ...more] = images(
    await previewOf(
      `![a](${image.url}#80x60) ![b](https://example.org${image.url}) ![c](${image.url.replace(/[\da-f]{9}/, "0".repeat(9))})\n\n    ![d](${image.url})`,
    ),
  );
  expect(sized).toContain(`sizes="80px" width="80" height="60"`);
  expect(other).toBe(`<img src="https://example.org${image.url}" alt="b" loading="lazy" decoding="async" />`);
  expect(none).not.toContain("srcset");
  expect(more).toEqual([]);
});

test("a feed — absolute URLs in src and srcset", async () => {
  const image = await uploaded(1, undefined, 1_000);
  await createPost(database.db, { title: "T", content: `![a](${image.url})` });
  const { body } = await call(atom);
  for (const { url, width } of image.variants) expect(body).toContain(`http://octavo.test${url} ${width}w`);
  expect(body).toContain(`src="http://octavo.test${image.url}"`);
  expect(body).toContain('loading="lazy"');
});

test("an image that is uploaded after the text — the text gets its size, and the content version changes", async () => {
  const bytes = await pngOf(1, 700);
  const image = (await upload(bytes)).json() as Image;
  const html = `<p><img src="${image.url}" alt="" /></p>`;
  const shown = await withImages(database.db, html);
  expect(shown).toContain('width="700"');
  const { default: one } = await import("../../../pages/api/images/[id]");
  await call(one, { method: "DELETE", query: { id: image.id } });
  await createPost(database.db, { title: "T", content: image.url });
  const before = await contentVersion(database.db, Date.now());
  expect((await upload(bytes)).status).toBe(201);
  expect(await contentVersion(database.db, Date.now())).not.toBe(before);
  const other = await contentVersion(database.db, Date.now());
  await uploaded(2);
  expect(await contentVersion(database.db, Date.now())).toBe(other);
});

test("a text without images — no query, and the same text", async () => {
  const closed = {
    selectFrom: () => {
      throw new Error("queried");
    },
  } as never;
  expect(await withPageImages(closed, "<p>/images/ <b>x</b></p>")).toBe("<p>/images/ <b>x</b></p>");
});
