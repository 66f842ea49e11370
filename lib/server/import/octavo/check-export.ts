import { imageFile } from "#lib/server/export/file-names";
import type { ExportedAccount, ExportedImage, ExportedPost, Manifest } from "#lib/server/export/format";
import type { Watch } from "#lib/server/progress";
import { tagKey } from "#lib/shared/tag-names";
import { ImportRefused } from "../record.ts";
import type { OctavoExport } from "./open-export.ts";

type Options = Watch & { now?: number | undefined };

/** What has been found in an export that is consistent. */
export type Checked = {
  accounts: ExportedAccount[];
  images: Map<string, ExportedImage>;
  /** The versions of the posts, by their ids. */
  versions: Map<string, number>;
  posts: { published: number; scheduled: number; drafts: number; trashed: number };
  /** The paths that are redirected to posts, by the ids of these. */
  redirects: Map<string, string[]>;
  /** The posts of each account; those without one have the empty id. */
  postsBy: Map<string, number>;
};

function requireUnique(seen: Set<string>, key: string, what: string): void {
  if (seen.has(key)) throw new ImportRefused(`${what} is in the export twice`);
  seen.add(key);
}

class Check {
  private readonly from: OctavoExport;
  private readonly options: Options;
  private readonly now: number;
  private readonly found: Manifest["counts"];
  private readonly keys = new Set<string>();
  readonly checked: Checked = {
    accounts: [],
    images: new Map(),
    versions: new Map(),
    redirects: new Map(),
    posts: { published: 0, scheduled: 0, drafts: 0, trashed: 0 },
    postsBy: new Map(),
  };

  constructor(from: OctavoExport, options: Options) {
    this.from = from;
    this.options = options;
    this.now = options.now ?? Date.now();
    this.found = {
      ...{ posts: 0, revisions: 0, images: 0, missingImages: 0 },
      ...{ accounts: 0, tags: 0, redirects: 0, imports: 0 },
    };
  }

  async run(): Promise<Checked> {
    await this.accounts();
    await this.tags();
    await this.posts();
    await this.revisions();
    await this.redirects();
    await this.images();
    await this.imports();
    await this.from.about();
    await this.from.settings();
    const { counts } = this.from.manifest;
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
      if (counts[name] === this.found[name]) continue;
      throw new ImportRefused(`the manifest counts ${counts[name]} ${name}, but the export has ${this.found[name]}`);
    }
    return this.checked;
  }

  private step(table: string, rows: number, total: number): void {
    this.options.onStep?.({ doing: "checking", table, rows, total });
    this.options.signal?.throwIfAborted();
  }

  private async accounts(): Promise<void> {
    const ids = new Set<string>();
    for await (const account of this.from.lines("accounts")) {
      this.found.accounts += 1;
      requireUnique(ids, account.id, `the account ${account.id}`);
      this.checked.accounts.push(account);
    }
  }

  private async tags(): Promise<void> {
    const targets = new Map<string, string>();
    const slugs = new Set<string>();
    for await (const { key, slug, target } of this.from.lines("tags")) {
      this.found.tags += 1;
      requireUnique(this.keys, key, `the tag ${key}`);
      requireUnique(slugs, slug, `the slug ${slug} of a tag`);
      if (target !== null) targets.set(key, target);
    }
    for (const [key, target] of targets) {
      if (target !== key && this.keys.has(target) && !targets.has(target)) continue;
      throw new ImportRefused(`the tag ${key} stands for ${target}, which is no current tag of the export`);
    }
  }

  private requireTags(tags: string[], what: string): void {
    const missing = tags.find((tag) => !this.keys.has(tagKey(tag)));
    if (missing !== undefined) throw new ImportRefused(`${what} has the tag ${missing}, which is not in the export`);
    if (new Set(tags.map(tagKey)).size < tags.length) throw new ImportRefused(`${what} has a tag twice`);
  }

  private async posts(): Promise<void> {
    const { counts, nextPostId } = this.from.manifest;
    const accounts = new Set(this.checked.accounts.map(({ id }) => id));
    for await (const { post } of this.from.posts()) {
      const { author, id, tags, version } = post;
      this.found.posts += 1;
      if (this.checked.versions.has(id)) throw new ImportRefused(`the post ${id} is in the export twice`);
      this.checked.versions.set(id, version);
      if (Number(id) >= nextPostId) throw new ImportRefused(`the post ${id} is not below the next id, ${nextPostId}`);
      if (author !== null && !accounts.has(author)) {
        throw new ImportRefused(`the post ${id} has the author ${author}, whose account is not in the export`);
      }
      requireDates(post);
      this.requireTags(tags, `the post ${id}`);
      this.count(post);
      this.step("posts", this.found.posts, counts.posts);
    }
  }

  private count({ author, deletedAt, publishedAt }: ExportedPost): void {
    const { posts, postsBy } = this.checked;
    if (deletedAt !== null) posts.trashed += 1;
    else if (publishedAt === null) posts.drafts += 1;
    else if (Date.parse(publishedAt) > this.now) posts.scheduled += 1;
    else posts.published += 1;
    postsBy.set(author ?? "", (postsBy.get(author ?? "") ?? 0) + 1);
  }

  private async revisions(): Promise<void> {
    const { counts, revisions } = this.from.manifest;
    const { versions } = this.checked;
    let last = { post: "", version: 0 };
    const current = new Set<string>();
    for await (const { post, version } of this.from.lines("revisions")) {
      this.found.revisions += 1;
      const newest = versions.get(post);
      if (newest === undefined || version > newest) {
        throw new ImportRefused(`the revision ${version} of the post ${post} belongs to no post of the export`);
      }
      const isNext = Number(post) > Number(last.post) || (post === last.post && version > last.version);
      if (!isNext) throw new ImportRefused(`the revision ${version} of the post ${post} is not in its place`);
      if (version === newest) current.add(post);
      last = { post, version };
      this.step("revisions", this.found.revisions, counts.revisions);
    }
    const missing = revisions && [...versions.keys()].find((id) => !current.has(id));
    if (missing) throw new ImportRefused(`the revision ${versions.get(missing)} of the post ${missing} is missing`);
  }

  private async redirects(): Promise<void> {
    const paths = new Set<string>();
    for await (const { path, post } of this.from.lines("redirects")) {
      this.found.redirects += 1;
      requireUnique(paths, path, `the redirect from ${path}`);
      if (post === null) continue;
      if (!this.checked.versions.has(post)) {
        throw new ImportRefused(`the redirect from ${path} leads to the post ${post}, which is not in the export`);
      }
      this.checked.redirects.set(post, [...(this.checked.redirects.get(post) ?? []), path]);
    }
  }

  private async images(): Promise<void> {
    const { images } = this.checked;
    const paths = new Set<string>();
    for await (const image of this.from.lines("images")) {
      if (images.has(image.id)) throw new ImportRefused(`the image ${image.id} is in the export twice`);
      images.set(image.id, image);
      this.found[image.files.length > 0 ? "images" : "missingImages"] += 1;
      for (const { sha256, width } of image.files) {
        const path = imageFile(image.id, width);
        paths.add(path);
        if (this.from.checksumOf(path) === sha256) continue;
        throw new ImportRefused(`the SHA-256 of ${path} is not the one that octavo/images and octavo/checksums say`);
      }
      const { sha256, width } = image.files.at(-1) ?? { sha256: image.id, width: image.width };
      if (sha256 !== image.id || width !== image.width) {
        throw new ImportRefused(
          `the image ${image.id} is not what its name says: the SHA-256 of its widest file is ${sha256}`,
        );
      }
    }
    let files = 0;
    for await (const _ of this.from.imageFiles((path) => paths.has(path))) {
      this.step("files of images", ++files, paths.size);
    }
  }

  private async imports(): Promise<void> {
    const items = new Set<string>();
    for await (const { item, source } of this.from.lines("imports")) {
      this.found.imports += 1;
      requireUnique(items, `${source}\n${item}`, `the imported item ${item}`);
    }
  }
}

/** @throws {ImportRefused} where a post could be neither a draft nor published */
function requireDates({ id, publishedAt, status }: ExportedPost): void {
  if ((status === "published") === (publishedAt !== null)) return;
  throw new ImportRefused(`the post ${id} is ${status}, and published at ${publishedAt}`);
}

/**
 * Reads all of an export before anything is stored: that each file has its checksum, each value its type, and everything that is
 * referred to is there.
 * @throws {ImportRefused} for the first thing that is wrong
 */
export const checkExport = (from: OctavoExport, options: Options): Promise<Checked> => new Check(from, options).run();
