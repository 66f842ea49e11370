import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { withDatabases } from "#support/databases";
import { withFolder } from "#support/folder";
import { octavo } from "#support/octavo";

jest.setTimeout(60 * 60_000);

const places = withDatabases();
const folder = withFolder();

const POSTS = 40_000;
/** Old-generation heap of the command, in MiB: less than a tenth of what the posts would take as JavaScript objects. */
const HEAP_MIB = 400;

/** An export of more than 100 MB. */
async function writeExport(): Promise<string> {
  const file = createWriteStream(folder.file("big.xml"));
  file.write(
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>',
  );
  for (let id = 1; id <= POSTS; id++) {
    const text = `<p>Post ${id} <a href="/p${(id % POSTS) + 1}/">next</a></p>${"<p>Some <b>words</b> in a paragraph of text.</p>".repeat(50)}`;
    const item = `<item><title>P${id}</title><link>https://old.example/p${id}/</link><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${text}]]></content:encoded></item>\n`;
    if (!file.write(item)) await once(file, "drain");
  }
  file.end("</channel></rss>");
  await finished(file);
  return folder.file("big.xml");
}

test("octavo import — 100 MB, killed and repeated, with a small heap — every post once, with its links", async () => {
  const source = await writeExport();
  const url = await places.target();
  const db = await places.open(url);
  const stored = async () =>
    Number(
      (
        await db
          .selectFrom("posts")
          .select((eb) => eb.fn.countAll().as("n"))
          .executeTakeFirstOrThrow()
      ).n,
    );
  const args = ["import", source, "--database", url];
  const options = `--max-old-space-size=${HEAP_MIB}`;
  const killed = await octavo(args, { when: async () => (await stored()) > 1_000, signal: "SIGKILL", options });
  expect(killed.signal).toBe("SIGKILL");
  const { status, stderr } = await octavo(args, { when: async () => false, signal: "SIGKILL", options });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/importing posts: 40,000 of 40,000\n$/),
  });
  expect(await stored()).toBe(POSTS);
  const last = await db
    .selectFrom("posts")
    .select("content")
    .where("title", "=", `P${POSTS}`)
    .executeTakeFirstOrThrow();
  const first = await db.selectFrom("posts").select("id").where("title", "=", "P1").executeTakeFirstOrThrow();
  expect(last.content).toContain(`[next](/blog/${first.id}/p1)`);
});
