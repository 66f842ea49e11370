import { sql } from "kysely";
import { bumpContentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inLongTransaction } from "#lib/server/db/transaction";
import { RESTORED_SOURCE } from "#lib/server/export/export";
import type { ExportedAbout, ExportedPost, ExportedRevision } from "#lib/server/export/format";
import { imageIdsIn } from "#lib/server/images/uses";
import { revisionRow } from "#lib/server/posts/columns";
import { indexPosts } from "#lib/server/posts/index-posts";
import { updateCounters } from "#lib/server/posts/list/counts";
import { tagRows } from "#lib/server/posts/tags";
import { mapTextColumns } from "#lib/server/posts/text-columns";
import type { Watch } from "#lib/server/progress";
import { type SiteTextName, storeImagesOfText } from "#lib/server/site/site-text";
import { digestOf } from "../imported-items.ts";
import { ImportRefused } from "../record.ts";
import { createAccounts, type MappedAccount } from "./accounts.ts";
import type { Checked } from "./check-export.ts";
import type { OctavoExport } from "./open-export.ts";
import { recordOf } from "./records.ts";
import { milliseconds, toPostRow, toRevisionRow } from "./rows.ts";

/** Rows in one statement: SQLite allows 32,766 bind parameters. */
const BATCH = 50;
const SMALL_BATCH = 1_000;

/** The tables that a restored site fills; it is restored only where they are empty. */
const FILLED = ["posts", "revisions", "tags", "redirects", "imported_items"] as const;

/** Whether a database has no content, so that an export can be restored with its ids. */
export async function hasNoContent(db: Database): Promise<boolean> {
  for (const table of FILLED) {
    if (await db.selectFrom(table).select(sql`1`.as("one")).limit(1).executeTakeFirst()) return false;
  }
  return true;
}

async function* inBatchesOf<Value>(values: AsyncIterable<Value>, size: number): AsyncGenerator<Value[]> {
  let batch: Value[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Options = Watch & {
  accounts: ReadonlyMap<string, MappedAccount>;
  /** The key of the source, by which a second import of the export finds its posts again. */
  sourceKey: string;
  now: number;
};

class Restore {
  private readonly trx: DatabaseTransaction;
  private readonly from: OctavoExport;
  private readonly checked: Checked;
  private readonly options: Options;

  constructor(trx: DatabaseTransaction, from: OctavoExport, checked: Checked, options: Options) {
    this.trx = trx;
    this.from = from;
    this.checked = checked;
    this.options = options;
  }

  async run(): Promise<void> {
    const { accounts, images } = this.checked;
    const { bulkLoader } = getEngine(this.trx);
    await bulkLoader.lock(this.trx, [...FILLED, "accounts", "site_texts"]);
    // Checked after locking: another process may have written meanwhile.
    if (!(await hasNoContent(this.trx))) throw new ImportRefused("the database has got content since the import began");
    await createAccounts(this.trx, accounts, this.options.accounts, this.options.now);
    await this.tags();
    await this.posts();
    await this.revisions();
    await this.redirects();
    await this.siteTexts();
    await this.imports();
    if (images.size > 0) await this.markUsedImages();
    const last = await bulkLoader.lastKey(this.trx, "posts");
    await bulkLoader.setLastKey(this.trx, "posts", Math.max(last, this.from.manifest.nextPostId - 1));
    await bumpContentVersion(this.trx);
  }

  private step(table: string, rows: number, total: number): void {
    this.options.onStep?.({ doing: "restoring", table, rows, total });
    this.options.signal?.throwIfAborted();
  }

  private async tags(): Promise<void> {
    for await (const rows of inBatchesOf(this.from.lines("tags"), SMALL_BATCH)) {
      await this.trx.insertInto("tags").values(rows).execute();
    }
  }

  private accountOf(author: string | null): string | null {
    return author === null ? null : (this.options.accounts.get(author)?.id ?? null);
  }

  private async posts(): Promise<void> {
    const { counts, revisions } = this.from.manifest;
    let done = 0;
    for await (const batch of inBatchesOf(this.from.posts(), BATCH)) {
      const rows = batch.map(({ post }) => toPostRow(post, this.accountOf(post.author)));
      await this.trx.insertInto("posts").values(rows).execute();
      const tags = rows.flatMap(tagRows);
      if (tags.length > 0) await this.trx.insertInto("post_tags").values(tags).execute();
      await indexPosts(this.trx, rows);
      await updateCounters(this.trx, [], rows);
      if (!revisions) await this.storeRevisions(rows.map(revisionRow));
      await this.markRestored(batch.map(({ post }) => post));
      done += batch.length;
      this.step("posts", done, counts.posts);
    }
  }

  /** A second import of the export finds them, and leaves them as they are. */
  private async markRestored(posts: ExportedPost[]): Promise<void> {
    const { now, sourceKey } = this.options;
    const rows = posts.map((post) => {
      const record = recordOf(post, this.checked);
      return {
        ...{ source: sourceKey, item: record.item, post_id: Number(post.id) },
        ...{ digest: digestOf(record), imported_at: now },
      };
    });
    await this.trx.insertInto("imported_items").values(rows).execute();
  }

  private async revisions(): Promise<void> {
    let done = 0;
    for await (const batch of inBatchesOf<ExportedRevision>(this.from.lines("revisions"), BATCH)) {
      await this.storeRevisions(batch.map(toRevisionRow));
      done += batch.length;
      this.step("revisions", done, this.from.manifest.counts.revisions);
    }
  }

  private async storeRevisions(rows: ReturnType<typeof toRevisionRow>[]): Promise<void> {
    await this.trx.insertInto("revisions").values(rows).execute();
    const uses = rows.flatMap((row) =>
      imageIdsIn(...Object.values(mapTextColumns((column) => row[column]))).map((image) => ({
        post_id: row.post_id,
        version: row.version,
        image,
      })),
    );
    for (let start = 0; start < uses.length; start += SMALL_BATCH) {
      await this.trx
        .insertInto("revision_images")
        .values(uses.slice(start, start + SMALL_BATCH))
        .execute();
    }
  }

  private async redirects(): Promise<void> {
    for await (const batch of inBatchesOf(this.from.lines("redirects"), SMALL_BATCH)) {
      const rows = batch.map(({ createdAt, path, post, url }) => {
        return { path, post_id: post === null ? null : Number(post), url, created_at: milliseconds(createdAt) };
      });
      await this.trx.insertInto("redirects").values(rows).execute();
    }
  }

  private async siteTexts(): Promise<void> {
    const about = await this.from.about();
    if (about) await this.siteText("about", about);
    const { stored } = await this.from.settings();
    if (stored) await this.siteText("settings", { ...stored, content: JSON.stringify(stored.values) });
  }

  /** Stores a text of the site, unless there is one. */
  private async siteText(name: SiteTextName, { content, updatedAt, version }: ExportedAbout): Promise<void> {
    const row = { name, content, version, updated_at: milliseconds(updatedAt) };
    const stored = await this.trx
      .insertInto("site_texts")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doUpdateSet(row).where("site_texts.version", "=", 0))
      .returning("name")
      .executeTakeFirst();
    if (stored) await storeImagesOfText(this.trx, name, content);
  }

  private async imports(): Promise<void> {
    for await (const batch of inBatchesOf(this.from.lines("imports"), SMALL_BATCH)) {
      const rows = batch.map(({ digest, importedAt, item, post, source }) => {
        if (source.startsWith(RESTORED_SOURCE)) throw new ImportRefused(`the imported item ${item} is of an export`);
        const imported_at = importedAt === null ? null : milliseconds(importedAt);
        return { source, item, post_id: post, digest, imported_at };
      });
      await this.trx.insertInto("imported_items").values(rows).execute();
    }
  }

  /** Locks the images that texts use: they are not unused any more. */
  private async markUsedImages(): Promise<void> {
    await this.trx
      .updateTable("images")
      .set({ unused_since: null })
      .where("unused_since", "is not", null)
      .where((eb) => eb("id", "in", eb.selectFrom("revision_images").select("image")))
      .execute();
  }
}

/**
 * Restores a site from an export that has been checked, in one transaction: with ids, versions, dates, authors and revisions.
 * @throws {ImportRefused} where the database has content, or the export has changed since
 */
export async function restoreExport(
  db: Database,
  from: OctavoExport,
  checked: Checked,
  options: Options,
): Promise<void> {
  await inLongTransaction(db, (trx) => new Restore(trx, from, checked, options).run());
}
