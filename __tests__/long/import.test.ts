import { once } from "node:events";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { finished } from "node:stream/promises";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { newDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { octavo } from "#support/octavo";
import { pngOf } from "#support/uploads";

jest.setTimeout(60 * 60_000);

const folder = withFolder();

const POSTS = 10_000;
/** Every so many posts show an image, and all images are shown several times. */
const IMAGE_EVERY = 50;
const IMAGES = 100;
/** Old-generation heap of the command, in MiB: less than a tenth of what the posts would take as JavaScript objects. */
const HEAP_MIB = 400;

const imageOf = (id: number) =>
  id % IMAGE_EVERY === 0
    ? `<p><img src="https://old.example/wp-content/uploads/i${(id / IMAGE_EVERY) % IMAGES}.png" alt="Image"></p>`
    : "";

/** An export of more than 100 MB, and a folder with its images. */
async function writeExport(): Promise<string[]> {
  const file = createWriteStream(folder.file("big.xml"));
  file.write(
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>',
  );
  for (let id = 1; id <= POSTS; id++) {
    const text = `<p>Post ${id} <a href="/p${(id % POSTS) + 1}/">next</a></p>${imageOf(id)}${"<p>Some <b>words</b> in a paragraph of text.</p>".repeat(220)}`;
    const item = `<item><title>P${id}</title><link>https://old.example/p${id}/</link><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${text}]]></content:encoded></item>\n`;
    if (!file.write(item)) await once(file, "drain");
  }
  file.end("</channel></rss>");
  await finished(file);
  mkdirSync(folder.file("wp-content/uploads"), { recursive: true });
  for (let n = 0; n < IMAGES; n++) writeFileSync(folder.file(`wp-content/uploads/i${n}.png`), await pngOf(n, 100 + n));
  return [folder.file("big.xml"), folder.file("wp-content")];
}

async function count(db: Database, table: "posts" | "images" | "revision_images"): Promise<number> {
  const { n } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll().as("n"))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The numbers of posts in the lines of progress. */
const progressOf = (stderr: string) =>
  [...stderr.matchAll(/^importing posts: ([\d,]+) of 10,000/gm)].map(([, rows = ""]) =>
    Number(rows.replaceAll(",", "")),
  );

describe.each(["sqlite", "postgres"] as const)("%s", (engine) => {
  test("octavo import — 100 MB with images, killed, stopped and repeated, with a small heap — every post once, with its links and images", async () => {
    const sources = await writeExport();
    process.env.FILES_URL = `file:${folder.file("images")}`;
    const { remove, url } = await newDatabase(engine);
    const { db } = await openDatabase(url);
    try {
      const args = ["import", ...sources, "--json", "--database", url];
      const options = `--max-old-space-size=${HEAP_MIB}`;
      const killed = await octavo(args, {
        when: async () => (await count(db, "posts")) > 1_000,
        signal: "SIGKILL",
        options,
      });
      expect(killed).toMatchObject({ signal: "SIGKILL" });
      const stopped = await octavo(args, {
        when: async () => (await count(db, "posts")) > 3_000,
        signal: "SIGINT",
        options,
      });
      expect(stopped).toMatchObject({ status: 130, stdout: "" });
      expect(stopped.stderr).toMatch(/octavo: stopped after [\d,]+ posts; run the same command again to go on\n$/);
      const last = await octavo(args, { when: async () => false, signal: "SIGKILL", options });
      expect(last.status).toBe(0);
      const { counts } = JSON.parse(last.stdout) as { counts: Record<string, number> };
      expect(counts).toMatchObject({ posts: POSTS, leftOut: 0 });
      expect((counts.known ?? 0) + (counts.published ?? 0)).toBe(POSTS);
      const progress = progressOf(last.stderr);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress.at(-1)).toBe(POSTS);
      expect({ posts: await count(db, "posts"), images: await count(db, "images") }).toEqual({
        posts: POSTS,
        images: IMAGES,
      });
      expect(await count(db, "revision_images")).toBe(POSTS / IMAGE_EVERY);
      const contentOf = (title: string) =>
        db.selectFrom("posts").select(["id", "content"]).where("title", "=", title).executeTakeFirstOrThrow();
      const [first, end] = [await contentOf("P1"), await contentOf(`P${POSTS}`)];
      expect(end.content).toContain(`[next](/blog/${first.id}/p1)`);
      expect(end.content).toMatch(/!\[Image\]\(\/images\/[\da-f]{64}-100\.webp\)/);
    } finally {
      await db.destroy();
      await remove();
    }
  });
});
