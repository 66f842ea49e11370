import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import { summarize } from "#lib/server/copy/digest";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { inLongReadSnapshot, inReadSnapshot } from "#lib/server/db/transaction";
import { type ExportOptions, exportFiles } from "#lib/server/export/export";
import type { Manifest } from "#lib/server/export/format";
import { writeExport } from "#lib/server/export/write";
import { files } from "#lib/server/files/files";
import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { putRedirects } from "#lib/server/redirects/redirects";
import { changeAbout } from "#lib/server/site/about";
import { changeSettings } from "#lib/server/site/settings";
import { renameTag } from "#lib/server/tags/change";
import { changeUser } from "#lib/server/users/change";
import type { Cover } from "#lib/shared/cover";
import type { Image } from "#lib/shared/images";
import { NewPost, PostPatch } from "#lib/shared/posts";
import { UserPatch } from "#lib/shared/users";
import { makeAuthor, makeOwner, type TestAccount } from "./accounts.ts";
import { validNewPost, validPatch } from "./arbitraries.ts";
import { uploaded } from "./uploads.ts";
import { asOwner } from "./viewers.ts";

/** The time of the tests' exports: no post of theirs falls due or expires before the next one. */
export const EXPORT_TIME = Date.UTC(2026, 0, 15);
const DAY_MS = 86_400_000;

type Options = Partial<Omit<ExportOptions, "scope">> & Partial<ExportOptions["scope"]>;

/** Exports a database to a folder, or to a zip where the path ends in `.zip`. */
export async function exportTo(db: Database, target: string, options: Options = {}): Promise<Manifest> {
  const { author, drafts = true, now = EXPORT_TIME, revisions = true, trash = true, ...others } = options;
  const scope = { author, drafts, now, revisions, trash };
  let manifest: Manifest | undefined;
  const onManifest = (written: Manifest) => {
    manifest = written;
  };
  await inLongReadSnapshot(db, async (trx) =>
    writeExport(exportFiles(trx, await files(), { scope, onManifest, ...others }), target),
  );
  return manifest as Manifest;
}

/** The paths of all files in a folder, with `/`, sorted. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();

/** The SHA-256 of each file in a folder. */
export function digestsOf(folder: string): Record<string, string> {
  const digest = (file: string) => sha256(readFileSync(path.join(folder, file)));
  return Object.fromEntries(filesIn(folder).map((file) => [file, digest(file)]));
}

/** The digests of the tables that an export restores exactly. */
export async function contentDigests(db: Database) {
  const { nextIds, tables } = await inReadSnapshot(db, (trx) => summarize(trx));
  const {
    account_images,
    post_tags,
    posts,
    redirects,
    revision_images,
    revisions,
    site_text_images,
    site_texts,
    tags,
  } = tables;
  return {
    account_images,
    ...{ post_tags, posts, redirects, revision_images, revisions, site_text_images, site_texts, tags },
    // A counter that has gone down to 0 is the same as none.
    counts: await db
      .selectFrom("post_counts")
      .selectAll()
      .where("posts", ">", 0)
      .orderBy("kind")
      .orderBy(sql`name ${getEngine(db).bulkLoader.byteOrder}`)
      .execute(),
    nextPostId: nextIds.posts,
  };
}

/** Texts that an export has to rewrite or to quote. */
const hardTexts = (images: Image[]) => [
  `![](/images/${images[0]?.id}-16.webp) <img src="/images/${images[1]?.id}-480.webp"> [link](/blog/1/x)`,
  `Already relative: ../../../images/${images[0]?.id}-16.webp and /images/${images[0]?.id}-16.webp`,
  '{{< figure src="a" >}} and {{% note %}}, `{{</* escaped */>}}`',
  "```\n{{< unclosed\n```\n{% raw %}{{ liquid }}",
  "---\ntitle: front matter in the text\n---\nText\n---\n\nend",
  "\ufeffText\u2028with separators\u2029and `---`",
];

export type Site = { owner: TestAccount; author: TestAccount; images: Image[] };

/**
 * Fills a database through the functions that handlers call: posts with every field, of two accounts and of none, with images,
 * covers and several revisions; drafts, scheduled posts and posts in the trash; renamed tags, redirects, the text about the site, and
 * an import.
 * @param time the present time, in milliseconds since 1970
 */
export async function fillSite(db: Database, count: number, time = EXPORT_TIME): Promise<Site> {
  const [owner, author] = [await makeOwner("Ölga"), await makeAuthor("Ada \u201cthe\u201d first: #1")];
  const images = [
    await uploaded(1, owner),
    await uploaded(2, author, 1_000),
    await uploaded(1, author),
    await uploaded(3, owner),
  ];
  const viewer = asOwner(owner);
  const profile = {
    bio: `Writes “this” ![](/images/${images[1]?.id}-480.webp)`,
    image: { image: images[0]?.id },
    links: [{ label: "Two\u2028lines | one", url: "https://social.example/@ada" }, { url: "https://ada.example/ü" }],
  };
  await changeUser(db, author.account.id, UserPatch.parse(profile), asOwner(author));
  const drafts = fc.sample(validNewPost, { seed: 7, numRuns: count });
  const patches = fc.sample(validPatch, { seed: 8, numRuns: count });
  const texts = hardTexts(images);
  const covers: (Cover | null)[] = [null, { image: images[1]?.id ?? "", alt: 'A "cover"' }, null];
  for (const [n, input] of drafts.entries()) {
    const content =
      n % 3 === 0
        ? `${texts[(n / 3) % texts.length]}\n\n${input.content.slice(0, 100_000).toWellFormed()}`
        : input.content;
    const draft = NewPost.parse({ ...input, content, cover: covers[n % covers.length] });
    const created = time - (count - n) * 60_000 - DAY_MS;
    const by = [owner.account, author.account, null][n % 3] ?? null;
    const post = await createPost(db, draft, by, created);
    for (let change = 1; change <= n % 4; change++) {
      const { publishedAt: _, ...patch } = PostPatch.parse(patches[n]);
      await updatePost(db, String(post.id), { ...patch, title: `${draft.title.slice(0, 150)} ${change}` }, viewer, {
        now: created + change,
      });
    }
    if (n % 17 === 3) await trashPost(db, String(post.id), viewer, { now: time - DAY_MS });
    if (n % 5 === 0) {
      const redirects = [`/2019/${n}.html`, `/${encodeURIComponent(`grüße ${n}`)}`, `/?p=${n}`];
      await putRedirects(
        db,
        redirects.map((from) => ({ path: from, post: String(post.id), url: null })),
        "http://octavo.test",
        created,
      );
    }
  }
  const tag = await db.selectFrom("tags").select(["slug"]).orderBy("key").executeTakeFirst();
  if (tag) await renameTag(db, tag.slug, "Renamed tag");
  await putRedirects(
    db,
    [{ path: "/elsewhere", url: "https://example.org/?a=b", post: null }],
    "http://octavo.test",
    time,
  );
  const about = `About ![](/images/${images[3]?.id}-16.webp)`;
  await changeAbout(db, { content: about, autosave: undefined }, viewer, { now: time });
  const logo = { image: images[3]?.id ?? "" };
  const footer = `First line\n${images[0]?.id}`;
  await changeSettings(db, { title: "Notes “of” \\ many", language: "fr", logo, footer }, { now: time });
  const item = { source: "wordpress:https://old.example", digest: "d", post_id: 1 };
  await db
    .insertInto("imported_items")
    .values([
      { ...item, item: "post:1", imported_at: time },
      { ...item, item: "post:2", imported_at: null },
    ])
    .execute();
  // The ids of purged posts are not used again.
  const last = await createPost(db, NewPost.parse({ title: "Last", content: "Purged", status: "draft" }), null, time);
  await db.deleteFrom("posts").where("id", "=", last.id).execute();
  return { owner, author, images };
}

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Changes files of an exported folder; undefined deletes one. Checksums and manifest follow unless they are changed themselves. */
export function changeExport(folder: string, changes: Record<string, (text: string) => string | undefined>): void {
  for (const [name, change] of Object.entries(changes)) {
    const file = path.join(folder, name);
    const text = change(existsSync(file) ? readFileSync(file, "utf8") : "");
    if (text === undefined) rmSync(file);
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  if (Object.keys(changes).some((name) => name.includes("checksums"))) return;
  const listed = filesIn(folder).filter((name) => !/checksums|manifest/.test(name));
  const checksums = listed.map((name) => `${sha256(readFileSync(path.join(folder, name)))}  ${name}\n`).join("");
  writeFileSync(path.join(folder, "octavo/checksums/00001.sha256"), checksums);
  const manifest = path.join(folder, "octavo/manifest.json");
  if (!existsSync(manifest) || !readFileSync(manifest, "utf8").endsWith("}\n")) return;
  const parsed = JSON.parse(readFileSync(manifest, "utf8")) as object;
  writeFileSync(manifest, JSON.stringify({ ...parsed, checksums: sha256(checksums) }));
}
