import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { preparePost, storePost } from "#lib/server/posts/write";
import { addRedirectsToPosts } from "#lib/server/redirects/redirects";
import { isReserved } from "#lib/server/redirects/reserved";
import { postSlug } from "#lib/shared/slug";
import { Authors } from "./authors.ts";
import { detectSource } from "./detect.ts";
import { digestOf, type ItemState, knownItems, markImported, reserveItems, sourceKey } from "./imported-items.ts";
import { OldPaths, type Target } from "./links.ts";
import { openFiles } from "./open-files.ts";
import { type Note, note, type Source, type SourceKind, type SourceRecord } from "./record.ts";
import type { Report } from "./report.ts";
import { count } from "./text.ts";
import { type Converted, toDraft, toSlug } from "./to-draft.ts";

/** Posts that are stored at a time: on SQLite they share a wait for the disk. */
const BATCH = 16;

export type ImportOptions = {
  /** Files, folders or zips. */
  paths: string[];
  kind?: SourceKind | undefined;
  /** The URL of the old site. */
  site?: string | undefined;
  /** The values of `--author`. */
  authors: string[];
  isDryRun: boolean;
  timeZone: string;
  now?: number;
  onStep?: (step: { doing: string; table: string; rows: number; total: number }) => void;
  signal?: AbortSignal | undefined;
};

type Planned = { digest: string; target: Target; paths: string[] };

/** The items of a source with their old paths, from a first reading. */
async function plan(source: Source, oldPaths: OldPaths, signal?: AbortSignal): Promise<Map<string, Planned>> {
  const planned = new Map<string, Planned>();
  for await (const entry of source.read()) {
    signal?.throwIfAborted();
    if (!("record" in entry) || planned.has(entry.record.item)) continue;
    const { record } = entry;
    const target = { id: 0, slug: toSlug(record) || postSlug(record.title.trim() || "Untitled") };
    planned.set(record.item, { digest: digestOf(record), target, paths: oldPaths.add(record, target) });
  }
  return planned;
}

/** A record that is to be stored. */
type Pending = Planned & { record: SourceRecord; converted: Converted };

class Import {
  private readonly db: Database;
  private readonly source: Source;
  private readonly key: string;
  private readonly options: ImportOptions;
  private readonly now: number;
  private readonly oldPaths: OldPaths;
  private readonly authors: Authors;
  private readonly report: Report;
  private pending: Pending[] = [];
  private done = 0;
  /** Old paths that Octavo serves itself. */
  private readonly reserved: string[] = [];

  constructor(db: Database, source: Source, authors: Authors, options: ImportOptions) {
    this.db = db;
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
        ...{ redirects: 0, images: 0, imagesWithoutAlt: 0 },
      },
      authors: [],
      entries: [],
    };
  }

  async run(): Promise<Report> {
    const { isDryRun, signal } = this.options;
    const planned = await plan(this.source, this.oldPaths, signal);
    const items = [...planned].map(([item, { digest }]) => ({ item, digest }));
    const states = isDryRun ? await knownItems(this.db, this.key) : await reserveItems(this.db, this.key, items);
    for (const [item, { target }] of planned) target.id = states.get(item)?.post_id ?? 0;
    const seen = new Set<string>();
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
      await this.take(record, known, states.get(record.item));
      if (this.pending.length >= BATCH) await this.store(planned.size);
    }
    await this.store(planned.size);
    this.report.authors = this.authors.report();
    if (this.reserved.length > 0) {
      const text = `${count(this.reserved.length, "old path")} that Octavo serves itself, such as ${this.reserved[0]}`;
      this.report.entries.push({ kind: "left-out", item: "redirects", file: "", title: "", text });
    }
    return this.report;
  }

  private addNotes({ item, place, title }: Pick<SourceRecord, "item" | "place" | "title">, notes: Note[]): void {
    for (const { kind, text } of notes) this.report.entries.push({ kind, item, ...place, title, text });
  }

  private async take(record: SourceRecord, planned: Planned, state: ItemState | undefined): Promise<void> {
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
    const converted = toDraft(record, this.oldPaths, this.now);
    if (!converted.draft) {
      counts.leftOut += 1;
      this.done += 1;
      this.addNotes(record, converted.notes);
      return;
    }
    const others = record.authors.slice(1).map(({ name }) => name);
    if (others.length > 0) converted.notes.push(note("left-out", `its further authors: ${others.join(", ")}`));
    this.pending.push({ ...planned, record, converted });
  }

  /** Checks the paths of pending records: some may be served by Octavo, or redirected elsewhere. */
  private async redirectsOf(pending: Pending[]): Promise<Map<Pending, string[]>> {
    const paths = pending.flatMap((each) => each.paths);
    const rows =
      paths.length === 0
        ? []
        : await this.db.selectFrom("redirects").select(["path", "post_id"]).where("path", "in", paths).execute();
    const present = new Map(rows.map(({ path, post_id }) => [path, post_id]));
    return new Map(
      pending.map((each) => {
        const allowed = each.paths.filter((path) => {
          if (isReserved(path)) {
            this.reserved.push(path);
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

  private async store(total: number): Promise<void> {
    const pending = this.pending;
    this.pending = [];
    const redirects = await this.redirectsOf(pending);
    const stores: (() => Promise<void>)[] = [];
    for (const each of pending) {
      const { converted, record } = each;
      const account = this.authors.accountOf(record);
      this.count(each, redirects.get(each)?.length ?? 0);
      if (!this.options.isDryRun && converted.draft) {
        const prepared = await preparePost(converted.draft, account, this.now);
        stores.push(() => this.storeOne(each, prepared, redirects.get(each) ?? []));
      }
    }
    const outcomes = await Promise.allSettled(stores.map((store) => store()));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    for (const { converted, record } of pending) this.addNotes(record, converted.notes);
    this.done += pending.length;
    const doing = this.options.isDryRun ? "checking" : "importing";
    this.options.onStep?.({ doing, table: "posts", rows: this.done, total });
  }

  private count({ converted }: Pending, redirects: number): void {
    const { counts } = this.report;
    const { draft, images } = converted;
    const isScheduled = draft?.publishedAt && Date.parse(draft.publishedAt) > this.now;
    if (draft?.status === "draft") counts.drafts += 1;
    else if (isScheduled) counts.scheduled += 1;
    else counts.published += 1;
    counts.redirects += redirects;
    counts.images += images.length;
    counts.imagesWithoutAlt += images.filter(({ alt }) => alt.trim() === "").length;
  }

  private async storeOne(
    { converted, digest, record, target }: Pending,
    prepared: Awaited<ReturnType<typeof preparePost>>,
    paths: string[],
  ): Promise<void> {
    const created = Date.parse(record.createdAt ?? record.publishedAt ?? "") || this.now;
    const updated = Date.parse(record.updatedAt ?? "") || created;
    const columns = { ...prepared.columns, id: target.id, created_at: created, updated_at: updated };
    await inTransaction(this.db, async (trx) => {
      if (!(await markImported(trx, this.key, { item: record.item, digest }, this.now))) return;
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

/**
 * Imports a source, or finds out what an import would do. Items that were imported before are left as they are, so that the
 * import of a source can be repeated, and goes on where it was interrupted.
 * @throws {ImportRefused} where the source or an option is not usable
 */
export async function importSource(db: Database, options: ImportOptions): Promise<Report> {
  const files = await openFiles(options.paths);
  const { kind, site, timeZone } = options;
  const source = await detectSource(files, { kind, site, timeZone });
  const authors = await Authors.load(db, options.authors);
  const report = await new Import(db, source, authors, options).run();
  for (const [file, reason] of files.refused) {
    report.entries.push({ kind: "left-out", item: file, file, title: "", text: reason });
  }
  return report;
}
