import { createMocks } from "node-mocks-http";
import sharp from "sharp";
import { getPostPageProps } from "#lib/server/posts/pages/post-page";
import { createPost } from "#lib/server/posts/write";
import type { Post } from "#lib/shared/posts";
import type { SocialImage } from "#lib/shared/social-image";
import { makeAuthor } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import atom from "../../../pages/api/feeds/atom";
import json from "../../../pages/api/feeds/json";
import rss from "../../../pages/api/feeds/rss";
import file from "../../../pages/api/images/files/[file]";
import one from "../../../pages/api/posts/[id]";

const database = withDatabase();
withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

async function socialImageOf({ id, slug }: Pick<Post, "id" | "slug">): Promise<SocialImage | null> {
  const { req, res } = createMocks({ headers: { host: "octavo.test" } });
  const result = await getPostPageProps({ req, res, params: { id: String(id), slug } } as never);
  return (result as { props: { socialImage: SocialImage | null } }).props.socialImage;
}
const nameOf = ({ path }: SocialImage) => path.replace("/images/", "");
const get = (name: string) => call(file, { query: { file: name } });

describe("GET /images — social image of a post", () => {
  test("without a cover — drawn from title, author and site, 1200 × 630, once", async () => {
    const { account } = await makeAuthor();
    const post = await createPost(database.db, { title: "“Łódź” & <b>more</b> 🎉", content: "x" }, account);
    const social = (await socialImageOf({ id: String(post.id), slug: post.slug })) as SocialImage;
    expect(social).toMatchObject({ width: 1_200, height: 630, alt: "“Łódź” & <b>more</b> 🎉" });
    const response = await get(nameOf(social));
    expect([response.status, response.headers["content-type"]]).toEqual([200, "image/png"]);
    expect(response.headers["cache-control"]).toContain("immutable");
    const [stored] = await rowsIn(database.db, "social_images");
    const png = Buffer.from(String(stored?.png), "base64");
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 1_200, height: 630 });
    // Something is drawn in each third.
    for (const top of [80, 420, 500]) {
      const { channels } = await sharp(
        await sharp(png).extract({ left: 80, top, width: 300, height: 60 }).toBuffer(),
      ).stats();
      expect(channels[0]?.stdev).toBeGreaterThan(5);
    }
    await database.db
      .updateTable("social_images")
      .set({ png: Buffer.from("stored").toString("base64") })
      .execute();
    expect((await get(nameOf(social))).headers["content-length"]).toBe(6);
  });

  test("another title — another path, and the former one is gone", async () => {
    const post = await makePost({ title: "First" });
    const first = (await socialImageOf(post)) as SocialImage;
    const changed = (
      await call(one, { method: "PATCH", query: { id: post.id }, body: { title: "Second" } })
    ).json() as Post;
    const second = (await socialImageOf(changed)) as SocialImage;
    expect(second.path).not.toBe(first.path);
    expect((await get(nameOf(first))).status).toBe(404);
    expect((await get(nameOf(second))).status).toBe(200);
  });

  test("the longest title of wide letters, without a space — drawn", async () => {
    const post = await makePost({ title: "W".repeat(200) });
    expect((await get(nameOf((await socialImageOf(post)) as SocialImage))).status).toBe(200);
  });

  test.each(["東京の夜", "Привет", "سلام", "🎉"])(
    "the title %s, for which the font has no letters — none: the site's is used",
    async (title) => {
      expect(await socialImageOf(await makePost({ title }))).toBeNull();
    },
  );

  test("a draft, and a post that does not exist — 404", async () => {
    const post = await makePost({ title: "Hidden" });
    const name = nameOf((await socialImageOf(post)) as SocialImage);
    await call(one, { method: "PATCH", query: { id: post.id }, body: { status: "draft" } });
    expect((await get(name)).status).toBe(404);
    expect((await get("post-99-0123456789abcdef.png")).status).toBe(404);
  });

  test("with a cover — the cover, with its size and alternative text; in feeds too", async () => {
    const image = await uploaded(1, undefined, 3_200);
    const post = await makePost({ title: "T", cover: { image: image.id, alt: 'A "page"' } });
    const path = `/images/${image.id}-1600.webp`;
    expect(await socialImageOf(post)).toEqual({ path, width: 1_600, height: 8, alt: 'A "page"' });
    const img = `<p><img src="http://octavo.test${path}" alt="A &quot;page&quot;" width="3200" height="16" /></p>`;
    const feed = (await call(json)).json() as { items: { image: string; content_html: string }[] };
    expect(feed.items[0]).toMatchObject({
      image: `http://octavo.test${path}`,
      content_html: expect.stringContaining(img),
    });
    expect((await call(rss)).body).toContain(
      `<enclosure length="0" type="image/webp" url="http://octavo.test${path}"/>`,
    );
    expect((await call(atom)).body).toContain(`rel="enclosure" href="http://octavo.test${path}"`);
  });
});
