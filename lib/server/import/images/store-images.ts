import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#lib/server/db/tables";
import { describeType, HEAD_BYTES, typeDetail } from "#lib/server/images/format";
import type { ImageRow } from "#lib/server/images/images";
import { shareImage, storeImage } from "#lib/server/images/store";
import { withUpload } from "#lib/server/images/upload";
import { Problem } from "#lib/server/problem";
import { readHead, type SourceFile } from "../files.ts";
import { type ItemState, imageItem, markDownloaded } from "../imported-items.ts";
import { ImportRefused, type SourceRecord } from "../record.ts";
import { type Download, DownloadFailed } from "./download.ts";
import type { ImageFinder } from "./find-image.ts";

type Stored = Pick<ImageRow, "id" | "width">;

/**
 * What became of an image: where it is stored from, without `image` in a dry run; why it is not stored; or "remote" where it is
 * elsewhere on the web, and stays there.
 */
export type ImageOutcome =
  | { from: string; isDownloaded: boolean; image: Stored | undefined }
  | { reason: string }
  | "remote";

export type StoreOptions = {
  db: Database;
  /** The key of the source: see `sourceKey`. */
  source: string;
  finder: ImageFinder;
  /** Undefined where images are not to be downloaded. */
  download: Download | undefined;
  /** What earlier runs have imported. */
  states: ReadonlyMap<string, ItemState>;
  isDryRun: boolean;
  now: number;
  signal: AbortSignal | undefined;
};

const asPhrase = (sentence: string) =>
  sentence.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

/** The pause while other uploads are processed, in milliseconds. */
const BUSY_MS = 1_000;

/** Why an image was refused, in a phrase. @throws other errors, which end the import */
function refusalOf(error: unknown): string {
  if (error instanceof DownloadFailed || error instanceof ImportRefused) return error.message;
  const types = ["unsupported-media-type", "invalid-image", "payload-too-large", "malformed-body"];
  if (!(error instanceof Problem) || !types.includes(error.type)) throw error;
  const { detail, title } = error.body();
  return asPhrase(detail ?? title);
}

/** The bytes of a file. @throws {ImportRefused} where it cannot be read */
async function* readable(file: SourceFile): AsyncGenerator<Uint8Array> {
  try {
    yield* file.chunks();
  } catch (error) {
    if (error instanceof ImportRefused) throw error;
    throw new ImportRefused(`it could not be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Stores the images that texts refer to, each once, through the same pipeline as uploads. */
export class ImageStore {
  private readonly options: StoreOptions;
  /** By the path of the file or the URL, while and after it is stored. */
  private readonly outcomes = new Map<string, Promise<Stored | string | undefined>>();
  /** Accounts with images that they have. */
  private readonly shared = new Set<string>();

  constructor(options: StoreOptions) {
    this.options = options;
  }

  /**
   * Stores an image.
   * @param src as the text has it
   * @param account see `uploader`
   */
  async store(src: string, record: SourceRecord, account: string): Promise<ImageOutcome> {
    const { download, finder, isDryRun, signal } = this.options;
    signal?.throwIfAborted();
    const stored = finder.storedImage(src);
    if (stored) return { from: src, isDownloaded: false, image: stored };
    const file = finder.fileOf(src, record);
    if (file) return this.outcome(file.path, false, account, () => this.storeFile(file, account));
    const urls = finder.urlsOf(src, record);
    const isAbsolute = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(src);
    if (urls.length === 0) return { reason: isAbsolute ? "it is no http(s) URL" : "the source does not have it" };
    if (!download) return isAbsolute ? "remote" : { reason: "the source does not have it" };
    let outcome: Exclude<ImageOutcome, "remote"> = { reason: "" };
    for (const url of urls) {
      if (isDryRun) return { from: url, isDownloaded: true, image: undefined };
      outcome = await this.outcome(url, true, account, () => this.storeUrl(url, account, download));
      if (!("reason" in outcome)) return outcome;
      if (url !== src) outcome = { reason: `${outcome.reason} (${url})` };
    }
    return outcome;
  }

  private async outcome(
    from: string,
    isDownloaded: boolean,
    account: string,
    store: () => Promise<Stored | undefined>,
  ): Promise<Exclude<ImageOutcome, "remote">> {
    const running = this.outcomes.get(from) ?? store().catch(refusalOf);
    this.outcomes.set(from, running);
    const image = await running;
    if (typeof image === "string") return { reason: image };
    if (image) await this.share(image, account);
    return { from, isDownloaded, image };
  }

  /** Adds an image to those of an account, which another one may have got it for. */
  private async share({ id }: Stored, account: string): Promise<void> {
    const key = `${account} ${id}`;
    if (this.shared.has(key)) return;
    await shareImage(this.options.db, id, account, this.options.now);
    this.shared.add(key);
  }

  /** Stores bytes, waiting while too many others are. */
  private async storeBytes(bytes: AsyncIterable<Uint8Array>, account: string): Promise<Stored> {
    const { db, now, signal } = this.options;
    return withUpload(bytes, async (upload) => {
      for (;;) {
        signal?.throwIfAborted();
        try {
          return (await storeImage(db, upload, account, now)).image;
        } catch (error) {
          const isBusy = error instanceof Problem && ["too-many-requests", "unavailable"].includes(error.type);
          if (!isBusy) throw error;
          await wait(BUSY_MS, undefined, { signal });
        }
      }
    });
  }

  private async storeFile(file: SourceFile, account: string): Promise<Stored | undefined> {
    if (!this.options.isDryRun) return this.storeBytes(readable(file), account);
    const type = describeType(await readHead({ ...file, chunks: () => readable(file) }, HEAD_BYTES));
    if (type !== undefined) throw new ImportRefused(asPhrase(typeDetail(type)));
    return undefined;
  }

  private async storeUrl(url: string, account: string, download: Download): Promise<Stored> {
    const { db, now, signal, source, states } = this.options;
    const known = states.get(imageItem(url))?.digest;
    const stored = known === undefined ? undefined : await shareImage(db, known, account, now);
    if (stored) return stored;
    const image = await download(url, (bytes) => this.storeBytes(bytes, account), signal);
    await markDownloaded(db, source, url, image.id, now);
    return image;
  }
}
