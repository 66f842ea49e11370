import { createHash } from "node:crypto";
import { type SelectQueryBuilder, sql } from "kysely";
import { readNextIds } from "#lib/server/copy/digest";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction, Tables } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { fileName } from "#lib/server/images/stored-files";
import { authorColumns } from "#lib/server/posts/author-columns";
import { isPublic } from "#lib/server/posts/rules";
import type { Watch } from "#lib/server/progress";
import { sha256 } from "#lib/server/sha256";
import { readSettings } from "#lib/server/site/settings";
import { imageWidths } from "#lib/shared/image-paths";
import { cleanText } from "#lib/shared/text";
import type { ExportFile } from "./export-file.ts";
import { imageFile } from "./file-names.ts";
import { FORMAT, FORMAT_VERSION, MANIFEST_PATH, type Manifest, partPath, SETTINGS_PATH } from "./format.ts";
import { inParts, Parts } from "./parts.ts";
import { type TextFile, writeAbout, writePost } from "./post-file.ts";
import { README, siteConfiguration } from "./readme.ts";
import {
  ACCOUNT_COLUMNS,
  toExportedAccount,
  toExportedImage,
  toExportedImport,
  toExportedPost,
  toExportedRedirect,
  toExportedRevision,
  toExportedSettings,
  toExportedTag,
} from "./rows.ts";
import {
  isWhole,
  type Scope,
  whereAccountExported,
  whereExported,
  whereImageExported,
  whereRedirectExported,
  whereTagExported,
} from "./scope.ts";

/** Posts and images in one query: their texts have at most 250,000 characters. */
const BATCH = 50;

export type ExportOptions = Watch & {
  scope: Scope;
  /** Called before the manifest is yielded. */
  onManifest?: ((manifest: Manifest) => void) | undefined;
};

/** Restoring an export stores such sources, and the next export leaves them out. */
export const RESTORED_SOURCE = "octavo:";

const toFile = ({ path, text }: TextFile): ExportFile => ({ path, bytes: Buffer.from(text) });

type ImageColumns = Pick<Tables["images"], "id" | "key" | "width">;

class Export {
  readonly counts: Manifest["counts"] = {
    ...{ posts: 0, revisions: 0, images: 0, missingImages: 0 },
    ...{ accounts: 0, tags: 0, redirects: 0, imports: 0 },
  };
  private readonly trx: DatabaseTransaction;
  private readonly storage: Storage;
  private readonly options: ExportOptions;

  constructor(trx: DatabaseTransaction, storage: Storage, options: ExportOptions) {
    this.trx = trx;
    this.storage = storage;
    this.options = options;
  }

  /** All files but the checksums and the manifest. */
  async *files(): AsyncGenerator<ExportFile> {
    const { scope } = this.options;
    const settings = toExportedSettings(await readSettings(this.trx), scope.author === undefined);
    yield { path: "README.md", bytes: Buffer.from(README) };
    yield { path: "hugo.toml", bytes: Buffer.from(siteConfiguration(settings)) };
    yield { path: SETTINGS_PATH, bytes: Buffer.from(`${JSON.stringify(settings, null, 2)}\n`) };
    yield* inParts("accounts", this.accounts());
    yield* inParts("tags", this.tags());
    yield* this.posts();
    if (scope.author === undefined) yield* this.about();
    if (scope.revisions) yield* inParts("revisions", this.revisions());
    yield* inParts("redirects", this.redirects());
    yield* this.images();
    if (isWhole(scope)) yield* inParts("imports", this.imports());
  }

  private step(table: string, rows: number, total: number): void {
    this.options.onStep?.({ doing: "exporting", table, rows, total });
    this.options.signal?.throwIfAborted();
  }

  /** Streams the rows of a query. No other query may run meanwhile. */
  private read<Output>(query: SelectQueryBuilder<Tables, never, Output>): AsyncIterable<Output> {
    return getEngine(this.trx).bulkLoader.read(this.trx, query as never) as AsyncIterable<Output>;
  }

  /** A text column for ORDER BY, in the same order on every engine. */
  private bytesOf(column: string) {
    return sql`${sql.ref(column)} ${getEngine(this.trx).bulkLoader.byteOrder}`;
  }

  private async *accounts() {
    const { scope } = this.options;
    const query = this.trx.selectFrom("accounts").select(ACCOUNT_COLUMNS).where(whereAccountExported(scope));
    for await (const row of this.read(query.orderBy(this.bytesOf("id")))) {
      this.counts.accounts += 1;
      yield toExportedAccount(row);
    }
  }

  private async *tags() {
    const query = this.trx.selectFrom("tags").selectAll().where(whereTagExported(this.options.scope));
    for await (const row of this.read(query.orderBy(this.bytesOf("key")))) {
      this.counts.tags += 1;
      yield toExportedTag(row);
    }
  }

  private async *redirects() {
    const query = this.trx.selectFrom("redirects").selectAll().where(whereRedirectExported(this.options.scope));
    for await (const row of this.read(query.orderBy(this.bytesOf("path")))) {
      this.counts.redirects += 1;
      yield toExportedRedirect(row);
    }
  }

  private async *imports() {
    const query = this.trx.selectFrom("imported_items").selectAll().where("source", "not like", `${RESTORED_SOURCE}%`);
    for await (const row of this.read(query.orderBy(this.bytesOf("source")).orderBy(this.bytesOf("item")))) {
      this.counts.imports += 1;
      yield toExportedImport(row);
    }
  }

  private async *revisions() {
    const query = this.trx
      .selectFrom("revisions")
      .innerJoin("posts", "posts.id", "revisions.post_id")
      .where(whereExported(this.options.scope));
    const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    const rows = query.selectAll("revisions").orderBy("revisions.post_id").orderBy("revisions.version");
    for await (const row of this.read(rows)) {
      this.counts.revisions += 1;
      yield toExportedRevision(row);
      this.step("revisions", this.counts.revisions, Number(total));
    }
  }

  private async *posts(): AsyncGenerator<ExportFile> {
    const { scope } = this.options;
    const query = this.trx.selectFrom("posts").where(whereExported(scope));
    const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    for (let last = 0; ; ) {
      const rows = await query
        .selectAll()
        .select(authorColumns)
        .where("posts.id", ">", last)
        .orderBy("posts.id")
        .limit(BATCH)
        .execute();
      const redirects = await this.redirectsTo(rows.map(({ id }) => id));
      for (const row of rows) {
        this.counts.posts += 1;
        const context = {
          authorName: row.author_name,
          redirects: redirects.get(row.id) ?? [],
          isPublic: isPublic(row, scope.now),
        };
        yield toFile(writePost(toExportedPost(row), context));
        this.step("posts", this.counts.posts, Number(total));
      }
      last = rows.at(-1)?.id ?? 0;
      if (rows.length < BATCH) return;
    }
  }

  /** The paths that are redirected to posts. */
  private async redirectsTo(ids: number[]): Promise<Map<number, string[]>> {
    const paths = new Map<number, string[]>();
    if (ids.length === 0) return paths;
    const query = this.trx.selectFrom("redirects").select(["path", "post_id"]).where("post_id", "in", ids);
    for (const { path, post_id } of await query.orderBy(this.bytesOf("path")).execute()) {
      const id = Number(post_id);
      paths.set(id, [...(paths.get(id) ?? []), path]);
    }
    return paths;
  }

  private async *about(): AsyncGenerator<ExportFile> {
    const query = this.trx.selectFrom("site_texts").selectAll().where("name", "=", "about").where("version", ">", 0);
    const row = await query.executeTakeFirst();
    if (!row) return;
    const updatedAt = new Date(row.updated_at).toISOString();
    yield toFile(writeAbout({ content: cleanText(row.content), version: row.version, updatedAt }));
  }

  private async *images(): AsyncGenerator<ExportFile> {
    const parts = new Parts((number) => partPath("images", number));
    const query = this.trx.selectFrom("images").where(whereImageExported(this.options.scope));
    const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    for (let last = ""; ; ) {
      const rows = await query.selectAll().where("id", ">", last).orderBy("id").limit(BATCH).execute();
      const uploads = await this.uploadsOf(rows.map(({ id }) => id));
      for (const row of rows) {
        const files = await this.filesOf(row);
        if (files.length === 0) this.counts.missingImages += 1;
        else this.counts.images += 1;
        for (const { bytes, path } of files) yield { path, bytes };
        const listed = files.map(({ sha256, width }) => ({ width, sha256 }));
        yield* parts.add(JSON.stringify(toExportedImage(row, listed, uploads.get(row.id) ?? [])));
        this.step("images", this.counts.images + this.counts.missingImages, Number(total));
      }
      last = rows.at(-1)?.id ?? "";
      if (rows.length < BATCH) break;
    }
    yield* parts.end();
  }

  private async uploadsOf(ids: string[]): Promise<Map<string, Tables["image_uploads"][]>> {
    const { author } = this.options.scope;
    if (ids.length === 0) return new Map();
    const rows = await this.trx
      .selectFrom("image_uploads")
      .selectAll()
      .where("image", "in", ids)
      .$if(author !== undefined, (query) => query.where("account_id", "=", author ?? ""))
      .orderBy(this.bytesOf("source"))
      .orderBy(this.bytesOf("account_id"))
      .execute();
    return Map.groupBy(rows, ({ image }) => image);
  }

  /** The files of an image, the widest last; none where the storage has lost one, or holds other bytes. */
  private async filesOf({ id, key, width }: ImageColumns) {
    const files: (ExportFile & { width: number; sha256: string })[] = [];
    for (const one of imageWidths(width)) {
      const bytes = await this.storage.get(fileName(key, one));
      if (!bytes) return [];
      files.push({ path: imageFile(id, one), bytes, width: one, sha256: sha256(bytes) });
    }
    return files.at(-1)?.sha256 === id ? files : [];
  }
}

/** Adds checksums of all files, in the format of `sha256sum`; the last value is the checksum of these. */
async function* withChecksums(files: AsyncIterable<ExportFile>): AsyncGenerator<ExportFile, string> {
  const parts = new Parts((number) => partPath("checksums", number));
  const hash = createHash("sha256");
  const counted = (list: ExportFile[]) => {
    for (const { bytes } of list) hash.update(bytes);
    return list;
  };
  for await (const file of files) {
    yield file;
    yield* counted(parts.add(`${sha256(file.bytes)}  ${file.path}`));
  }
  yield* counted(parts.end());
  return hash.digest("hex");
}

/**
 * Reads an export from a snapshot of a database and the storage of its images, file by file. The manifest comes last: without it
 * an export is not whole. The same content has the same bytes.
 * @throws {StorageError} where the storage cannot be read
 */
export async function* exportFiles(
  trx: DatabaseTransaction,
  storage: Storage,
  options: ExportOptions,
): AsyncGenerator<ExportFile> {
  const run = new Export(trx, storage, options);
  const { author = null, drafts, revisions, trash } = options.scope;
  const checksums = yield* withChecksums(run.files());
  const { posts: nextPostId = 1 } = await readNextIds(trx);
  const manifest: Manifest = {
    ...{ format: FORMAT, version: FORMAT_VERSION, drafts, trash, revisions, author },
    ...{ counts: run.counts, nextPostId, checksums },
  };
  options.onManifest?.(manifest);
  yield { path: MANIFEST_PATH, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
}
