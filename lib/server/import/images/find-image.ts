// Where the image that a text refers to may be: in the source, or on the old site.
import type { SourceFile } from "../files.ts";
import { type OldPaths, UNKNOWN_HOST } from "../links.ts";
import type { Source, SourceRecord } from "../record.ts";
import { decode } from "../text.ts";
import type { FileIndex } from "./file-index.ts";

/** Files that links of a text may lead to as images. */
export const isImageFile = (path: string) =>
  /\.(?:jpe?g|jfif|png|gif|webp|avif|svg|bmp|tiff?|heic|heif)$/i.test(path.split(/[?#]/, 1)[0] ?? "");

/** Folders of site generators and servers whose content is at the root of a site. */
const ROOTS = new Set("static public assets source src content site docs www htdocs html public_html".split(" "));

/** Paths of the resized copies of an upload, in WordPress and Ghost. */
const SIZED = /-\d{1,5}x\d{1,5}(?=\.\w+$)/;
const GHOST_SIZED = /(\/content\/images)(?:\/(?:size\/[wh\d]+|format\/\w+))+(?=\/)/;

/** WordPress.com's service for images, which has the host of the site in the path. */
const PHOTON = /^i\d\.wp\.com$/;

/** The paths of an upload of which the path may be a smaller size, the largest first. */
export function largerPaths(path: string): string[] {
  const ghost = path.replace(GHOST_SIZED, "$1");
  const original = path.replace(SIZED, "");
  if (original === path) return [...new Set([ghost, path])];
  return [original, original.replace(/(?=\.\w+$)/, "-scaled"), path];
}

/** A path relative to a folder, without `.` and `..`; undefined where it leads out of the source. */
function join(folder: string[], path: string): string | undefined {
  const joined = [...folder];
  for (const segment of path.split("/")) {
    if (segment === "..") {
      if (joined.pop() === undefined) return undefined;
    } else if (segment !== "." && segment !== "") joined.push(segment);
  }
  return joined.join("/");
}

export class ImageFinder {
  private readonly index: FileIndex;
  private readonly oldPaths: OldPaths;
  private readonly source: Source;
  /** URLs of uploads without their protocol, and their hosts. */
  private readonly uploads = new Set<string>();
  private readonly hosts = new Set<string>();

  /** @param source has been read once */
  constructor(index: FileIndex, oldPaths: OldPaths, source: Source) {
    this.index = index;
    this.oldPaths = oldPaths;
    this.source = source;
    for (const { src } of source.images.values()) {
      const url = URL.parse(src);
      if (!url) continue;
      this.hosts.add(url.host);
      this.uploads.add(decode(url.host + url.pathname));
    }
  }

  /** The URL of an image on the web; undefined for one that has none. */
  private urlOf(src: string, record: SourceRecord): URL | undefined {
    const url = this.oldPaths.urlOf(src, record);
    if (!url || !/^https?:$/.test(url.protocol)) return undefined;
    const [, host = "", path = ""] = /^\/([^/]+\.[^/]+)(\/.*)$/.exec(url.pathname) ?? [];
    if (PHOTON.test(url.host) && path !== "") return new URL(path, `${url.protocol}//${host}`);
    return url;
  }

  /** Whether a URL may be a file of the source. */
  private isOld(url: URL): boolean {
    return this.oldPaths.isOld(url) || this.hosts.has(url.host);
  }

  /** The image here that a reference is already. */
  storedImage(src: string): { id: string; width: number } | undefined {
    return this.source.storedImage?.(src);
  }

  /** Whether a reference is to the old site itself, by path or URL. */
  isOwn(src: string, record: SourceRecord): boolean {
    const url = this.urlOf(src, record);
    return url !== undefined && this.isOld(url);
  }

  private larger(path: string, host: string): string[] {
    const isUpload = this.source.kind === "wordpress" || /\/uploads\/|\/content\/images\//.test(path);
    return isUpload && !this.uploads.has(decode(host + path)) ? largerPaths(path) : [path];
  }

  /** The file of the source that a text refers to. */
  fileOf(src: string, record: SourceRecord): SourceFile | undefined {
    const url = this.urlOf(src, record);
    if (!url || !this.isOld(url)) return undefined;
    const [path = ""] = src.split(/[?#]/, 1);
    const isRelative = !/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(path);
    if (isRelative && this.source.kind === "markdown") {
      const beside = this.beside(path, record);
      if (beside) return beside;
    }
    const sitePath = this.oldPaths.withoutBase(url.pathname);
    for (const larger of this.larger(url.pathname, url.host)) {
      const onSite = this.oldPaths.withoutBase(larger).slice(1);
      const found = isRelative
        ? this.index.below(onSite, ROOTS)
        : (this.index.below(onSite) ?? this.index.within(larger.slice(1)));
      if (found) return found;
    }
    // Generators resolve some relative paths from the root of the site.
    const fromRoot = path.replace(/^(?:\.{1,2}\/)+/, "");
    return isRelative && fromRoot !== sitePath ? this.index.below(fromRoot, ROOTS) : undefined;
  }

  /** A file beside that of the text, or in a folder with the name of that. */
  private beside(path: string, { item }: SourceRecord): SourceFile | undefined {
    const folder = item.split("/").slice(0, -1);
    const ofFile = item.replace(/\.\w+$/, "").split("/");
    for (const base of [folder, ofFile]) {
      const joined = join(base, decode(path)) ?? "";
      const found = joined === "" ? undefined : this.index.at(joined);
      if (found) return found;
    }
    return undefined;
  }

  /** The URL of an image that stays on the old site, in place of a path that would lead to this one; undefined where it stays. */
  absoluteOf(src: string, record: SourceRecord): string | undefined {
    const isPath = src.startsWith("/") || (record.body.format === "html" && !/^[a-z][a-z\d+.-]*:/i.test(src));
    const url = isPath ? this.urlOf(src, record) : undefined;
    return url === undefined || url.host === UNKNOWN_HOST ? undefined : url.href;
  }

  /** URLs to download the image from, the best first; none where the old site is not known. */
  urlsOf(src: string, record: SourceRecord): string[] {
    const url = this.urlOf(src, record);
    if (!url || url.host === UNKNOWN_HOST) return [];
    const known = this.larger(url.pathname, url.host).filter(
      (path) => path === url.pathname || this.uploads.has(decode(url.host + path)),
    );
    return known.map((path) => (path === url.pathname ? url.href : new URL(path, url).href));
  }
}
