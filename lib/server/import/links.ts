import { postPagePath } from "#lib/shared/paths";
import { lookupPaths, normalizePath } from "#lib/shared/redirect-path";
import type { SourceRecord } from "./record.ts";
import { decode } from "./text.ts";

/** Where an old path leads: the post that it belongs to. */
export type Target = { id: number; slug: string };

/** The host of an old site that is not known. */
export const UNKNOWN_HOST = "old.invalid";

const withoutWww = (host: string) => host.toLowerCase().replace(/^www\./, "");

/** Liquid and Hugo's shortcodes for the path of another file. */
const REFERENCE = /^\{\{?[%<]-?\s*(?:post_url|link|ref|relref)\s+"?([^"%>]+?)"?\s*-?[%>]\}?\}$/;

const withoutExtension = (path: string) => path.replace(/\.\w+$/, "");
const lastSegment = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** The paths of a source's posts on the old site, and the posts that they lead to. */
export class OldPaths {
  private readonly targets = new Map<string, Target>();
  private readonly files = new Map<string, Target>();
  /** The files of each name without its extension. */
  private readonly names = new Map<string, { path: string; target: Target }[]>();
  private readonly hosts: Set<string>;
  private readonly base: URL;

  /** @param sites URLs of the old site */
  constructor(sites: string[]) {
    const urls = sites.flatMap((site) => URL.parse(site) ?? []);
    this.hosts = new Set(urls.map(({ host }) => withoutWww(host)));
    this.base = urls[0] ?? new URL(`http://${UNKNOWN_HOST}`);
  }

  /** Whether the old site has a URL. */
  isOld({ host }: URL): boolean {
    return this.hosts.has(withoutWww(host)) || host === UNKNOWN_HOST;
  }

  /** The normalized path of a URL of the old site, or of a path of it; undefined for other sites. */
  pathOf(href: string, from = "/"): string | undefined {
    const url = URL.parse(href, new URL(from, this.base));
    if (!url || !/^https?:$/.test(url.protocol)) return undefined;
    return this.isOld(url) ? normalizePath(url.pathname + url.search) : undefined;
  }

  /** The URL that a reference in a record's text has. One of the old site has UNKNOWN_HOST where that is not known. */
  urlOf(href: string, { paths }: Pick<SourceRecord, "paths">): URL | undefined {
    return URL.parse(href, URL.parse(paths[0] ?? "/", this.base) ?? this.base) ?? undefined;
  }

  /** A path of the old site relative to its root, which may be a folder of its host. */
  withoutBase(path: string): string {
    const folder = this.base.pathname.replace(/\/$/, "");
    return path.startsWith(`${folder}/`) ? path.slice(folder.length) : path;
  }

  /** The normalized paths of a record, each once, the current one first. */
  pathsOf({ canonicalUrl, paths }: Pick<SourceRecord, "canonicalUrl" | "paths">): string[] {
    const all = [...paths, ...(canonicalUrl ? [canonicalUrl] : [])];
    return [
      ...new Set(all.map((path) => this.pathOf(path)).filter((path) => path !== undefined && path !== "/")),
    ] as string[];
  }

  /** Adds a record. A path that another one has stays with that. @returns its paths */
  add(record: SourceRecord, target: Target): string[] {
    const paths = this.pathsOf(record);
    for (const path of paths) if (!this.targets.has(path)) this.targets.set(path, target);
    this.files.set(record.item, target);
    const path = withoutExtension(record.item);
    const name = lastSegment(path);
    const named = this.names.get(name) ?? [];
    named.push({ path, target });
    this.names.set(name, named);
    return paths.filter((path) => this.targets.get(path) === target);
  }

  /** The file of a source that a link of another file leads to. */
  private fileOf(href: string, item: string): Target | undefined {
    const [, reference] = REFERENCE.exec(href) ?? [];
    // Zola's paths of files begin with `@/`.
    const [path = ""] = decode(reference ?? href)
      .replace(/^@\//, "/")
      .split(/[?#]/, 1);
    if (reference === undefined && !/\.(?:md|markdown|mdx|mkd)$/i.test(path)) return undefined;
    const folder = item.split("/").slice(0, -1);
    for (const segment of path.replace(/^\//, "").split("/")) {
      if (segment === "..") folder.pop();
      else if (segment !== ".") folder.push(segment);
    }
    const relative = this.files.get(folder.join("/"));
    if (relative) return relative;
    const wanted = withoutExtension(path.replace(/^\.?\//, ""));
    const found = this.names.get(lastSegment(wanted)) ?? [];
    return found.find((file) => file.path === wanted || file.path.endsWith(`/${wanted}`))?.target;
  }

  /** The path here of the post that a link leads to; undefined where it leads elsewhere. */
  resolve(href: string, { item, paths }: Pick<SourceRecord, "item" | "paths">): string | undefined {
    if (href === "" || href.startsWith("#")) return undefined;
    const [fragment = ""] = /#[^#]*$/.exec(href) ?? [];
    const url = this.urlOf(href, { paths });
    const path = url && this.pathOf(url.href);
    const candidates = path === undefined ? [] : lookupPaths(path);
    const target =
      candidates.map((candidate) => this.targets.get(candidate)).find((found) => found !== undefined) ??
      this.fileOf(href, item);
    return target && postPagePath({ id: String(target.id), slug: target.slug }) + fragment;
  }
}

/** Fences and code spans. */
const CODE =
  /^[ \t]*(?<fence>`{3,}|~{3,})[\s\S]*?(?:^[ \t]*\k<fence>[`~]*[ \t]*$|$(?![\s\S]))|(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/gm;

/** Changes the text of Markdown that is no code. */
export function replaceOutsideCode(markdown: string, change: (prose: string) => string): string {
  let [result, end] = ["", 0];
  for (const { 0: code, index } of markdown.matchAll(CODE)) {
    result += change(markdown.slice(end, index)) + code;
    end = index + code.length;
  }
  return result + change(markdown.slice(end));
}

/** What may be the target of a link or image: `](…)`, `]: …`, `href="…"`, `src="…"`. */
const TARGET =
  /(\]\()(<[^<>\n]*>|\{\{?[%<][^\n]{0,1000}?[%>]\}\}?|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?=[\s)])|(^[ \t]*\[[^\]\n]+\]:[ \t]*)(\S+)|(\b(?:href|src)(?<=<[a-z][^<>]{1,2000})\s*=\s*["']?)((?<=["'])[^"'\n]*|[^"'\s>]+)/;
const SHORTCODE = /\{\{\\?[<%][^\n]{0,1000}?[>%]\}\}/;
/** The same, but not in code and shortcodes. */
const TARGETS = new RegExp(`(${CODE.source}|${SHORTCODE.source})|${TARGET.source}`, "gm");

/** Replaces the targets of links and images in Markdown, but not in code. @param rewrite returns undefined for what stays */
export function rewriteMarkdownLinks(markdown: string, rewrite: (href: string) => string | undefined): string {
  return markdown.replace(
    TARGETS,
    (all, code, _fence, _ticks, inline, target, definition, defined, attribute, value) => {
      if (code !== undefined) return all;
      const [before, href] = [inline ?? definition ?? attribute, target ?? defined ?? value] as [string, string];
      return before + (rewrite(href.replace(/^<(.*)>$/, "$1")) ?? href);
    },
  );
}
