import {
  type FrontMatterData,
  firstOf,
  mapOf,
  parseFrontMatter,
  toMoment,
  toText,
  toTexts,
} from "#lib/shared/front-matter-data";
import { splitTags } from "#lib/shared/tag-names";
import { normalizeNewlines } from "#lib/shared/text";
import { readText, type SourceFile, type SourceFiles } from "../files.ts";
import { replaceOutsideCode } from "../links.ts";
import { isIgnored } from "../open-files.ts";
import {
  type ImageReference,
  ImportRefused,
  type Note,
  note,
  quoted,
  type Source,
  type SourceAuthor,
  type SourceEntry,
} from "../record.ts";
import { type FileName, pathsOfFile, readFileName, unknownPermalink } from "./markdown-paths.ts";

/** The longest front matter of a file, in UTF-16 units. */
const FRONT_MATTER_MAX = 200_000;
/** The longest title or description that is read, in UTF-16 units: it is shortened afterwards, and that reported. */
const LONG_TEXT_MAX = 20_000;

export const isMarkdown = (path: string) => /\.(?:md|markdown|mdx|mkd)$/i.test(path) && !isIgnored(path);

/** Files about a repository, which are no texts of a site. */
const ABOUT_REPOSITORY = /^(?:readme|license|licence|contributing|changelog|code_of_conduct|security)$/i;

const COVERS = ["cover", "image", "coverimage", "featureimage", "featuredimage", "heroimage", "hero", "thumbnail"];
const COVER_ALTS = COVERS.map((name) => `${name}alt`);

/** Keys that are imported, or that say how a page looks. */
const KNOWN = new Set([
  ...COVERS,
  ...COVER_ALTS,
  ...(
    "title date published publishdate pubdate publishedat updated lastmod updateddate modified lastmodifiedat lastmodified draft " +
    "status slug tags tag keywords categories category taxonomies author authors description excerpt summary lang language " +
    "canonicalurl canonical permalink url path aliases alias redirectfrom " +
    "layout type template weight extra toc comments math mathjax katex pin featured eleventyexcludefromcollections id"
  ).split(" "),
]);

const keyOf = (key: string) => key.trim().toLowerCase().replace(/[_-]/g, "");

function tagsOf(data: FrontMatterData, { isPost }: FileName): string[] {
  const taxonomies = mapOf(data.taxonomies);
  const read = (value: unknown): string[] | undefined => {
    const texts = toTexts(value);
    if (texts) return texts;
    const text = toText(value);
    if (text === undefined) return undefined;
    // Jekyll separates the tags of a text by spaces.
    return /[,;，、]/.test(text) || !isPost ? splitTags(text) : text.split(/\s+/);
  };
  return [
    ...(firstOf(data, ["categories", "category"], read) ?? firstOf(taxonomies, ["categories"], read) ?? []),
    ...(firstOf(data, ["tags", "tag", "keywords"], read) ?? firstOf(taxonomies, ["tags"], read) ?? []),
  ];
}

function authorsOf(data: FrontMatterData): SourceAuthor[] {
  const value = firstOf(data, ["author", "authors"], (found) => found ?? undefined);
  return (Array.isArray(value) ? value : [value]).flatMap((author) => {
    const name = toText(author) ?? toText(mapOf(author).name);
    return name === undefined ? [] : [{ name, aliases: [name] }];
  });
}

function coverOf(data: FrontMatterData): ImageReference | undefined {
  return firstOf(data, COVERS, (value) => {
    const map = mapOf(value);
    const src = toText(value) ?? firstOf(map, ["src", "url", "path", "image", "relative", "feature"], toText);
    if (src === undefined || !/[./]/.test(src)) return undefined;
    return {
      src,
      alt: firstOf(map, ["alt", "caption"], toText) ?? firstOf(data, COVER_ALTS, toText) ?? "",
    };
  });
}

/** The caption of the cover, where it is not its alternative text. */
function coverCaption(data: FrontMatterData): string | undefined {
  const map = firstOf(data, COVERS, (value) => (firstOf(mapOf(value), ["alt"], toText) ? mapOf(value) : undefined));
  return firstOf(map ?? {}, ["caption"], toText);
}

const HIGHLIGHT = /\{%-?\s*highlight\s+([\w+#-]+)[^%]*%\}\n?([\s\S]*?)\n?[ \t]*\{%-?\s*endhighlight\s*-?%\}/g;

/** A variable of Jekyll for the root of the site at the start of a link, and a filter of Jekyll or Eleventy that adds it. */
const SITE_VARIABLES = /(?<=[("'<]|:[ \t]*)(?:\{\{-?\s*site\.(?:base_?url|url)\s*-?\}\})+(?=\/)/g;
const PATH_FILTER =
  /(?<=[("'<]|:[ \t]*)\{\{-?\s*(["'])([^"'\n]+)\1\s*\|\s*(?:(?:relative|absolute)_url|url|prepend:\s*site\.baseurl)\s*-?\}\}/g;

/** Attributes of kramdown (kramdown.gettalong.org, "Attribute List Definitions"), and its table of contents. */
const ATTRIBUTES =
  /^[-*+] [^\n]*\n\{:toc[^}\n]*\}[ \t]*$|[ \t]*\{:\s*(?:[.#][\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s}]+)|\s)+\}/gm;

const FIGURE = /\{\{<\s*figure\s+([^>]*?)\s*>\}\}/g;

/** Hugo's shortcode for a figure as an image with its caption. */
function figureMarkdown(shortcode: string, attributes: string): string {
  const values = new Map(
    [...attributes.matchAll(/(\w+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|`([^`]*)`|(\S+))/g)].map(
      ([, name = "", quoted, raw, bare]) => [name, (quoted?.replace(/\\(.)/g, "$1") ?? raw ?? bare ?? "").trim()],
    ),
  );
  const [src, link] = [values.get("src"), values.get("link")];
  if (!src) return shortcode;
  const caption = [values.get("title"), values.get("caption"), values.get("attr")]
    .filter((text) => text)
    .join(". ")
    .replace(/(\*\*?|__?|`)(?=\S)(.+?)\1/g, "$2");
  const title = caption === "" ? "" : ` "${caption.replace(/["\\]/g, "\\$&")}"`;
  const alt = (values.get("alt") ?? "").replace(/[[\]\\]/g, "\\$&");
  const image = `![${alt}](<${src}>${title})`;
  return link ? `[${image}](<${link}>)` : image;
}

type Site = {
  /** The path of the site's root, without a slash at the end. */
  base: string;
  isJekyll: boolean;
  permalinkOf(folders: string[]): string | undefined;
};

/**
 * Liquid's blocks of code become fences, its paths plain ones, and Hugo's figures images; attributes of kramdown are removed. An
 * opening angle bracket of another shortcode is escaped, so that it is not taken for HTML.
 */
function convertMarkup(source: string, { base, isJekyll }: Site, notes: Note[]): string {
  const text = source.replace(HIGHLIGHT, (_, language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``);
  let isChanged = false;
  const converted = replaceOutsideCode(text, (prose) =>
    prose
      .replace(PATH_FILTER, (_all, _quote, path: string) => (path.startsWith("/") ? base + path : path))
      .replace(SITE_VARIABLES, base)
      .replace(FIGURE, figureMarkdown)
      .replace(ATTRIBUTES, (attributes) => {
        if (!isJekyll) return attributes;
        isChanged = true;
        return "";
      })
      .replace(/\{\{<(?=[\w/])/g, "{{\\<"),
  );
  if (isChanged) notes.push(note("left-out", "attributes of kramdown, as {: .class}"));
  return converted;
}

const H1 = /^\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|$)/;

function statusOf(
  data: FrontMatterData,
  file: FileName,
  date: string | undefined,
): { isPublished: boolean; notes: Note[] } {
  const draft = (text: string) => ({ isPublished: false, notes: [note("changed", `${text}; imported as a draft`)] });
  const isSet = (name: string, value: unknown) =>
    firstOf(data, [name], (found) => (found === value ? true : undefined));
  if (file.isDraft || isSet("draft", true) || isSet("published", false) || isSet("status", "draft")) {
    return { isPublished: false, notes: [] };
  }
  const expired = firstOf(data, ["expirydate"], (value) => toMoment(value, "UTC"));
  if (expired !== undefined && Date.parse(expired) < Date.now()) return draft("expired");
  if (isSet("permalink", false)) return draft("it has no page of its own (permalink: false)");
  const kind = firstOf(data, ["layout", "type"], toText);
  if (kind === "page") return draft("a page");
  if (isSet("private", true) || isSet("hidden", true) || isSet("status", "private")) return draft("private");
  if (date === undefined) return draft("it has no date");
  return { isPublished: true, notes: [] };
}

/** When a text is or was published: its date, or a later one from which it is shown. */
function dateOf(data: FrontMatterData, file: FileName, timeZone: string): string | undefined {
  const moment = (value: unknown) => toMoment(value, timeZone);
  const date = firstOf(data, ["date", "pubdate", "publishedat", "published"], moment) ?? moment(file.date);
  const shown = firstOf(data, ["publishdate"], moment);
  return shown !== undefined && (date === undefined || shown > date) ? shown : date;
}

const longText = (value: unknown) => toText(value, LONG_TEXT_MAX);

async function readEntry(file: SourceFile, timeZone: string, site: Site): Promise<SourceEntry> {
  const place = { file: file.path, line: 1 };
  const leftOut = (text: string): SourceEntry => ({
    leftOut: { item: file.path, place, title: "", notes: [note("left-out", text)] },
  });
  let source: string;
  try {
    source = normalizeNewlines(await readText(file)).replace(/^\ufeff/, "");
  } catch (error) {
    if (error instanceof ImportRefused) return leftOut(error.message);
    throw error;
  }
  const { data, rest } = parseFrontMatter(source, FRONT_MATTER_MAX) ?? { data: {}, rest: source };
  const hasData = Object.keys(data).length > 0;
  const name = readFileName(file.path);
  const baseName =
    file.path
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") ?? "";
  if (baseName === "_index") return leftOut("the list page of a folder");
  if (!hasData && ABOUT_REPOSITORY.test(baseName)) return leftOut("a file about the repository");

  const dateNames = ["date", "pubdate", "publishdate", "publishedat", "published"];
  const dateText = firstOf(data, dateNames, toText);
  const date = dateOf(data, name, timeZone);
  const { isPublished, notes } = statusOf(data, name, date);
  if (dateText !== undefined && toMoment(dateText, timeZone) === undefined) {
    notes.push(
      note(
        "changed",
        `its date ${quoted(dateText)} is none; ${date === undefined ? "it has no other" : "that of the file name is used"}`,
      ),
    );
  }
  if (/^(?:---|\+\+\+)\s*$/m.test(source.slice(0, 4)) && !hasData) {
    notes.push(note("kept-as-text", "its front matter is malformed, and stays in the text"));
  }
  if (/\.mdx$/i.test(file.path) && /^(?:import|export)\s/m.test(rest)) {
    notes.push(note("kept-as-text", "imports and components of MDX"));
  }
  const unknown = Object.keys(data).filter((key) => !KNOWN.has(keyOf(key)));
  if (unknown.length > 0) notes.push(note("left-out", `front matter without a place here: ${unknown.join(", ")}`));

  const [heading, title] = firstOf(data, ["title"], toText) === undefined ? (H1.exec(rest) ?? []) : [];
  const text = rest.slice(heading?.length ?? 0);
  const caption = coverCaption(data);
  if (caption !== undefined) notes.push(note("left-out", `the caption of its cover: ${quoted(caption)}`));
  const slug = firstOf(data, ["slug"], toText) ?? name.name;
  const categories =
    firstOf(data, ["categories", "category"], (value) => toTexts(value) ?? toText(value)?.split(/\s+/)) ?? [];
  const names = { slug, categories };
  const unknownPath = unknownPermalink(data, names);
  if (unknownPath !== undefined) notes.push(note("left-out", `a redirect from its permalink ${quoted(unknownPath)}`));
  const dates = [...new Set([date, dateText, name.date].flatMap((one) => toMoment(one, "UTC")?.slice(0, 10) ?? []))];
  const written = /^\d{4}-\d{2}-\d{2}/.exec(dateText ?? "")?.[0];
  const paths = pathsOfFile(name, data, {
    ...names,
    dates: written === undefined ? dates : [...new Set([...dates, written])],
    permalink: site.permalinkOf(name.folders),
  });
  return {
    record: {
      item: file.path,
      place,
      title: firstOf(data, ["title"], longText) ?? title ?? "",
      body: {
        ...{ format: "markdown", text: convertMarkup(text, site, notes) },
        line: source.slice(0, source.length - text.length).split("\n").length,
      },
      isPublished,
      publishedAt: date,
      createdAt: date,
      updatedAt:
        firstOf(data, ["updated", "lastmod", "updateddate", "modified", "lastmodifiedat", "lastmodified"], (value) =>
          toMoment(value, timeZone),
        ) ?? date,
      authors: authorsOf(data),
      tags: tagsOf(data, name),
      slug,
      excerpt: firstOf(data, ["description", "excerpt", "summary"], longText),
      canonicalUrl: firstOf(data, ["canonicalurl", "canonical"], toText),
      language: firstOf(data, ["lang", "language"], toText) ?? name.language,
      cover: coverOf(data),
      paths: paths.map((path) => (path.startsWith("/") && !path.startsWith("//") ? site.base + path : path)),
      notes,
    },
  };
}

type Settings = {
  site: string | undefined;
  isJekyll: boolean;
  /** Patterns of paths by section; that of Jekyll is for all. */
  permalinks: Map<string, string>;
};

/** The section that a pattern for all has. */
const ALL = "*";

/** What the settings of a site generator say about its URLs. */
async function readSettings(files: SourceFiles): Promise<Settings> {
  const settings: Settings = { site: undefined, isJekyll: false, permalinks: new Map() };
  const isSettings = (path: string) => /^(?:[^/]+\/)?(?:_config\.ya?ml|(?:hugo|config)\.(?:toml|ya?ml))$/i.test(path);
  for await (const file of files.each(isSettings)) {
    const fence = file.path.endsWith("toml") ? "+++" : "---";
    const text = `${fence}\n${normalizeNewlines(await readText(file))}\n${fence}\n`;
    const { data } = parseFrontMatter(text, FRONT_MATTER_MAX) ?? { data: {} };
    const [url, base] = [firstOf(data, ["url"], toText) ?? "", firstOf(data, ["baseurl"], toText) ?? ""];
    // Jekyll's has the folder of the site only.
    const site = /^https?:/.test(base) ? base : url + base;
    if (/^https?:/.test(site)) settings.site ??= site.replace(/\/+$/, "");
    settings.isJekyll ||= /_config/.test(file.path);
    const permalinks = mapOf(firstOf(data, ["permalinks"], (value) => value));
    const patterns = Object.entries({ ...permalinks, ...mapOf(permalinks.page) });
    for (const [section, pattern] of [...patterns, [ALL, firstOf(data, ["permalink"], toText)] as const]) {
      if (typeof pattern === "string") settings.permalinks.set(section, pattern);
    }
  }
  return settings;
}

/** A folder or zip of Markdown, as Jekyll, Hugo, Astro, Eleventy and Zola have it. @param given the URL of the old site */
export async function markdownSource(files: SourceFiles, timeZone: string, given: string | undefined): Promise<Source> {
  const { isJekyll, permalinks, ...settings } = await readSettings(files);
  const site = given ?? settings.site;
  const context: Site = {
    base: (URL.parse(site ?? "")?.pathname ?? "").replace(/\/$/, ""),
    isJekyll,
    permalinkOf: ([section = ""]) => permalinks.get(section) ?? permalinks.get(ALL),
  };
  return {
    kind: "markdown",
    name: files.name,
    site,
    images: new Map(),
    async *read() {
      for await (const file of files.each(isMarkdown)) yield await readEntry(file, timeZone, context);
    },
  };
}
