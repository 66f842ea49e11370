import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { uploader } from "#lib/server/images/images";
import { preparePost, storePost } from "#lib/server/posts/write";
import type { Watch } from "#lib/server/progress";
import { addRedirectsToPosts } from "#lib/server/redirects/redirects";
import { isReserved } from "#lib/server/redirects/reserved";
import type { ImportAuthor } from "#lib/shared/imports";
import { NewPost } from "#lib/shared/posts";
import { postSlug } from "#lib/shared/slug";
import { Authors } from "./authors.ts";
import { detectSource } from "./detect.ts";
import type { SourceFiles } from "./files.ts";
import { createDownload, type Download } from "./images/download.ts";
import { FileIndex } from "./images/file-index.ts";
import { ImageFinder } from "./images/find-image.ts";
import { ImageStore } from "./images/store-images.ts";
import { type TakenImages, takeImages } from "./images/take-images.ts";
import {
  digestOf,
  type ItemState,
  itemKey,
  knownItems,
  markImported,
  reserveItems,
  sourceKey,
} from "./imported-items.ts";
import { OldPaths, type Target } from "./links.ts";
import { checkExport } from "./octavo/check-export.ts";
import { OctavoExport } from "./octavo/open-export.ts";
import { exportSource } from "./octavo/records.ts";
import { hasNoContent } from "./octavo/restore.ts";
import { restoreSite } from "./octavo/restore-site.ts";
import { storeImages } from "./octavo/store-images.ts";
import { openFiles } from "./open-files.ts";
import { type Note, note, type Source, type SourceKind, type SourceRecord } from "./record.ts";
import type { Report } from "./report.ts";
import { count } from "./text.ts";
import { type Converted, convert, toDraft, toSlug } from "./to-draft.ts";

/** Posts that are stored at a time: on SQLite they share a wait for the disk. */
const BATCH = 16;
/** The most old paths of a post that are redirected. */
const PATHS_MAX = 100;
/** After how many posts of the first reading a step is reported. */
const PLAN_STEP = 100;

export type ImportOptions = Watch & {
  /** Files, folders or zips. */
  paths: string[];
  kind?: SourceKind | undefined;
  /** The URL of the old site. */
  site?: string | undefined;
  /** The accounts of authors. */
  authors: ImportAuthor[];
  /** The id of the account that gets all other posts; that of the site's owner by default. */
  owner?: string | undefined;
  isDryRun: boolean;
  /** Whether images that the source does not have are downloaded from where the texts show them. */
  downloadsImages?: boolean;
  /** Downloads them; for tests. */
  download?: Download;
  timeZone: string;
  now?: number;
};

type Planned = { digest: string; target: Target; paths: string[] };

/** The items of a source with their old paths, from a first reading. */
async function plan(source: Source, oldPaths: OldPaths, { onStep, signal }: Watch): Promise<Map<string, Planned>> {
  const planned = new Map<string, Planned>();
  for await (const entry of source.read()) {
    signal?.throwIfAborted();
    if (planned.size % PLAN_STEP === 0) onStep?.({ doing: "reading", table: "posts", rows: planned.size, total: 0 });
    if (!("record" in entry) || planned.has(entry.record.item)) continue;
    const { record } = entry;
    const target = { id: 0, slug: toSlug(record) || postSlug(record.title.trim() || "Untitled") };
    planned.set(record.item, { digest: digestOf(record), target, paths: oldPaths.add(record, target) });
  }
  return planned;
}

/** A record that is to be stored. */
type Pending = Planned & { record: SourceRecord; converted: Converted; account: ReturnType<Authors["accountOf"]> };
/** The same as a post, with its images stored. */
type Ready = Pending & { draft: NewPost; images: TakenImages };

/** What finds and stores images. */
type Images = { finder: ImageFinder; store: ImageStore };

/** A time of the source in milliseconds; undefined for one that no post may have. */
function timeOf(given: string | undefined): number | undefined {
  const time = NewPost.shape.publishedAt.safeParse(given).data;
  return time ? Date.parse(time) : undefined;
}

class Import {
  private readonly db: Database;
  private readonly source: Source;
  private readonly files: SourceFiles;
  private readonly key: string;
  private readonly options: ImportOptions;
  private readonly now: number;
  private readonly oldPaths: OldPaths;
  private readonly authors: Authors;
  private readonly report: Report;
  private pending: Pending[] = [];
  private done = 0;
  private total = 0;
  private doneImages = 0;
  /** Old paths that Octavo serves itself. */
  private readonly reserved: string[] = [];

  constructor(db: Database, files: SourceFiles, source: Source, authors: Authors, options: ImportOptions) {
    this.db = db;
    this.files = files;
    this.source = source;
    this.key = sourceKey(source);
    this.options = options;
    this.now = options.now ?? Date.now();
    this.authors = authors;
    this.oldPaths = new OldPaths([options.site, source.site].filter((site) => site !== undefined));
    const { kind, name, site } = source;
    this.report = {
      source: { kind, name, site: options.site ?? site ?? null },
      isDryRun: options.isDryRun,
      counts: {
        ...{ posts: 0, published: 0, scheduled: 0, drafts: 0, known: 0, leftOut: 0 },
        ...{ redirects: 0, images: 0, imagesStored: 0, imagesDownloaded: 0, imagesWithoutAlt: 0 },
      },
      authors: [],
      entries: [],
    };
  }

  async run(): Promise<Report> {
    const { isDryRun, signal } = this.options;
    const planned = await plan(this.source, this.oldPaths, this.options);
    const items = [...planned].map(([item, { digest }]) => ({ item: itemKey({ item }), digest }));
    const states = isDryRun ? await knownItems(this.db, this.key) : await reserveItems(this.db, this.key, items);
    for (const [item, { target }] of planned) target.id = states.get(itemKey({ item }))?.post_id ?? 0;
    const images = await this.openImages(states);
    const seen = new Set<string>();
    this.total = planned.size;
    this.report.counts.posts = planned.size;
    for await (const entry of this.source.read()) {
      signal?.throwIfAborted();
      if ("leftOut" in entry) {
        this.report.counts.leftOut += 1;
        this.addNotes(entry.leftOut, entry.leftOut.notes);
        continue;
      }
      const { record } = entry;
      const known = planned.get(record.item);
      if (!known || seen.has(record.item)) {
        this.addNotes(record, [note("left-out", "the source has it twice; the first one is imported")]);
        continue;
      }
      seen.add(record.item);
      this.take(record, known, states.get(itemKey(record)));
      if (this.pending.length >= BATCH) await this.store(images);
    }
    await this.store(images);
    this.report.authors = this.authors.report();
    if (this.reserved.length > 0) {
      const text = `${count(this.reserved.length, "old path")} that Octavo serves itself, such as ${this.reserved[0]}`;
      this.report.entries.push({ kind: "left-out", item: "redirects", file: "", title: "", text });
    }
    return this.report;
  }

  /** What finds and stores the images that texts refer to. */
  private async openImages(states: Map<string, ItemState>): Promise<Images> {
    const { db, key, now, options, source } = this;
    const { download = createDownload(), downloadsImages, isDryRun, signal } = options;
    const index = await FileIndex.load(this.files, () => true);
    const finder = new ImageFinder(index, this.oldPaths, source);
    const downloaded = { download: downloadsImages ? download : undefined };
    return { finder, store: new ImageStore({ db, source: key, finder, ...downloaded, states, isDryRun, now, signal }) };
  }

  private addNotes({ item, place, title }: Pick<SourceRecord, "item" | "place" | "title">, notes: Note[]): void {
    for (const { kind, line = place.line, text } of notes)
      this.report.entries.push({ kind, item, ...place, line, title, text });
  }

  private take(record: SourceRecord, planned: Planned, state: ItemState | undefined): void {
    const { counts } = this.report;
    if (state && state.imported_at !== null) {
      counts.known += 1;
      this.done += 1;
      if (state.digest !== planned.digest) {
        this.addNotes(record, [
          note("left-out", "its changes in the source since it was imported; the post here stays"),
        ]);
      }
      return;
    }
    const converted = convert(record, this.oldPaths);
    const others = record.authors.slice(1).map(({ name }) => name);
    if (others.length > 0) converted.notes.push(note("left-out", `its further authors: ${others.join(", ")}`));
    const paths = planned.paths.slice(0, PATHS_MAX);
    if (paths.length < planned.paths.length) {
      const text = `redirects from all but the first ${PATHS_MAX} of its ${count(planned.paths.length, "old path")}`;
      converted.notes.push(note("left-out", text));
    }
    this.pending.push({ ...planned, paths, record, converted, account: this.authors.accountOf(record) });
  }

  /** Checks the paths of records: some may be served by Octavo, or redirected elsewhere. */
  private async redirectsOf(ready: Ready[]): Promise<Map<Ready, string[]>> {
    const paths = ready.flatMap((each) => each.paths);
    const rows =
      paths.length === 0
        ? []
        : await this.db.selectFrom("redirects").select(["path", "post_id"]).where("path", "in", paths).execute();
    const present = new Map(rows.map(({ path, post_id }) => [path, post_id]));
    return new Map(
      ready.map((each) => {
        const allowed = each.paths.filter((path) => {
          if (isReserved(path)) {
            // Of another Octavo: the same path is that of another post here.
            if (this.source.kind !== "octavo") this.reserved.push(path);
            return false;
          }
          if (!present.has(path) || (each.target.id !== 0 && present.get(path) === each.target.id)) return true;
          each.converted.notes.push(note("left-out", `a redirect from ${path}, which is redirected elsewhere`));
          return false;
        });
        return [each, allowed];
      }),
    );
  }

  private onStep(): void {
    const { isDryRun, onStep } = this.options;
    const detail = this.doneImages === 0 ? {} : { detail: count(this.doneImages, "image") };
    const doing = isDryRun ? "checking" : "importing";
    onStep?.({ doing, table: "posts", rows: this.done, total: this.total, ...detail });
  }

  /** Stores the images of pending records, and makes posts of them. Those that no post can be made of are left out. */
  private async withImages({ finder, store }: Images, pending: Pending[]): Promise<Ready[]> {
    const records = pending.map(({ account, converted, record }) => ({
      ...{ record, converted, account: uploader({ account }) },
    }));
    const taken = await takeImages(records, finder, store, () => {
      this.doneImages += 1;
      this.onStep();
    });
    return pending.flatMap((each, at) => {
      const images = taken[at] as TakenImages;
      const draft = toDraft(each.record, each.converted, images, this.oldPaths, this.now);
      if (draft) return { ...each, draft, images };
      this.report.counts.leftOut += 1;
      return [];
    });
  }

  private async store(images: Images): Promise<void> {
    const pending = this.pending;
    this.pending = [];
    const ready = await this.withImages(images, pending);
    const redirects = await this.redirectsOf(ready);
    const stores: (() => Promise<void>)[] = [];
    for (const each of ready) {
      this.count(each, redirects.get(each)?.length ?? 0);
      if (this.options.isDryRun) continue;
      const prepared = await preparePost(each.draft, each.account, this.now);
      stores.push(() => this.storeOne(each, prepared, redirects.get(each) ?? []));
    }
    const outcomes = await Promise.allSettled(stores.map((store) => store()));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    for (const { converted, record } of pending) this.addNotes(record, converted.notes);
    this.done += pending.length;
    this.onStep();
  }

  private count({ draft, images, record }: Ready, redirects: number): void {
    const { counts } = this.report;
    this.authors.count(record);
    const isScheduled = draft.publishedAt && Date.parse(draft.publishedAt) > this.now;
    if (draft.status === "draft") counts.drafts += 1;
    else if (isScheduled) counts.scheduled += 1;
    else counts.published += 1;
    counts.redirects += redirects;
    counts.images += images.shown;
    counts.imagesStored += images.stored;
    counts.imagesDownloaded += images.downloaded;
    counts.imagesWithoutAlt += images.withoutAlt;
  }

  private async storeOne(
    { converted, digest, record, target }: Ready,
    prepared: Awaited<ReturnType<typeof preparePost>>,
    paths: string[],
  ): Promise<void> {
    const created = timeOf(record.createdAt) ?? timeOf(record.publishedAt) ?? this.now;
    const updated = timeOf(record.updatedAt) ?? created;
    const columns = { ...prepared.columns, id: target.id, created_at: created, updated_at: updated };
    await inTransaction(this.db, async (trx) => {
      if (!(await markImported(trx, this.key, { item: itemKey(record), digest }, this.now))) return;
      await storePost(trx, { ...prepared, columns }, async (post) => {
        const wanted = new Map(paths.map((path) => [path, post.id]));
        const { surplus, taken } = await addRedirectsToPosts(trx, wanted, this.now);
        for (const path of [...surplus, ...taken]) {
          converted.notes.push(note("left-out", `a redirect from ${path}: there are too many, or another one`));
        }
        this.report.counts.redirects -= surplus.length + taken.length;
      });
    });
  }
}

/** Imports an export of Octavo: an empty database gets all of it with its ids, another one its posts as those of any source. */
async function importExport(
  db: Database,
  files: SourceFiles,
  from: OctavoExport,
  options: ImportOptions,
): Promise<Report> {
  const checked = await checkExport(from, options);
  if (await hasNoContent(db)) return restoreSite(db, from, checked, options);
  const authors = await Authors.load(db, options.authors, options.owner);
  const source = exportSource(from, checked);
  if (!options.isDryRun) {
    const nameOf = (id: string) => checked.accounts.find((account) => account.id === id)?.name ?? "";
    const accountOf = (id: string) =>
      uploader({ account: authors.accountOf({ authors: [{ name: nameOf(id), aliases: [id] }] }) });
    await storeImages(db, from, checked.images, { accountOf, ...options });
  }
  const report = await new Import(db, files, source, authors, options).run();
  // The source itself is known again by the id of an account.
  return { ...report, source: { ...report.source, name: (await from.settings()).title } };
}

/** Imports a source that has been opened. @throws {ImportRefused} */
async function importFiles(db: Database, files: SourceFiles, options: ImportOptions): Promise<Report> {
  const { kind, site, timeZone } = options;
  const exported = kind === undefined || kind === "octavo" ? await OctavoExport.open(files) : undefined;
  if (exported) return importExport(db, files, exported, options);
  const source = await detectSource(files, { kind, site, timeZone });
  return new Import(db, files, source, await Authors.load(db, options.authors, options.owner), options).run();
}

/**
 * Imports a source, or finds out what an import would do. Items that were imported before are left as they are, so that the
 * import of a source can be repeated, and goes on where it was interrupted.
 * @throws {ImportRefused} where the source or an option is not usable
 */
export async function importSource(db: Database, options: ImportOptions): Promise<Report> {
  const files = await openFiles(options.paths);
  try {
    const report = await importFiles(db, files, options);
    for (const [file, reason] of files.refused) {
      report.entries.push({ kind: "left-out", item: file, file, title: "", text: reason });
    }
    return report;
  } finally {
    await files.close();
  }
}
