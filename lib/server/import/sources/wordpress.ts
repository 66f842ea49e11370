import { toMoment } from "#lib/shared/front-matter-data";
import { ownValue } from "#lib/shared/own-value";
import type { SourceFiles } from "../files.ts";
import {
  type ImageReference,
  type Note,
  note,
  quoted,
  type Source,
  type SourceAuthor,
  type SourceEntry,
  type SourceRecord,
} from "../record.ts";
import { count, decode, textOfHtml } from "../text.ts";
import { convertShortcodes } from "./wordpress-shortcodes.ts";
import { readWxr, type WxrItem } from "./wxr.ts";

/** Statuses of posts that were never meant to be read. */
const LEFT_OUT: Record<string, string> = {
  trash: "in the trash",
  "auto-draft": "an automatic draft",
  inherit: "a revision",
};

const first = (item: WxrItem, name: string) =>
  item.fields
    .get(name)
    ?.find((text) => text.trim() !== "")
    ?.trim() ?? "";
const meta = (item: WxrItem, key: string) => item.meta.get(key)?.at(-1)?.trim() ?? "";

function statusNotes(item: WxrItem, type: string, status: string): Note[] {
  const notes: Note[] = [];
  if (type === "page") notes.push(note("changed", "a page; imported as a draft"));
  if (status === "private") notes.push(note("changed", "private; imported as a draft"));
  if (status === "pending") notes.push(note("changed", "pending review; imported as a draft"));
  if (first(item, "wp:post_password") !== "") notes.push(note("changed", "password-protected; imported as a draft"));
  return notes;
}

/** Blocks without HTML of their own, which WordPress renders when the page is shown. */
function dynamicBlocks(content: string): Note[] {
  const names = [...content.matchAll(/<!--\s+wp:([\w/-]+)[^<>]*?\/-->/g)].map(([, name = ""]) => name);
  return [...new Set(names)]
    .filter((name) => name !== "footnotes" && name !== "spacer")
    .map((name) => note("left-out", `the block ${quoted(name)}, which has no text of its own`));
}

/** Footnotes of WordPress's own block are stored beside the text. */
function footnotesHtml(item: WxrItem): string {
  try {
    const notes: unknown = JSON.parse(meta(item, "footnotes") || "[]");
    if (!Array.isArray(notes) || notes.length === 0) return "";
    const items = notes.map(
      ({ content, id }: { content?: unknown; id?: unknown }) =>
        `<li id="${id}">${content} <a href="#${id}-link">↩</a></li>`,
    );
    return `<section class="footnotes"><ol>${items.join("")}</ol></section>`;
  } catch {
    // Not the JSON of that block.
    return "";
  }
}

/** Fields that authors have added. Names with an underscore are those of WordPress and plugins. */
function customFields(item: WxrItem): Note[] {
  const names = [...item.meta]
    .filter(([name, values]) => !/^_/.test(name) && name !== "footnotes" && values.some((value) => value.trim() !== ""))
    .map(([name]) => name);
  return names.length > 0 ? [note("left-out", `its custom fields: ${names.join(", ")}`)] : [];
}

type Context = {
  file: string;
  timeZone: string;
  site: string | undefined;
  authors: Map<string, SourceAuthor>;
  images: Map<string, ImageReference>;
};

/** The paths that a post had: its link, its id in a query, and former slugs. */
function pathsOf(item: WxrItem, type: string, id: string, site: string | undefined): string[] {
  const [link, guid] = [first(item, "link"), first(item, "guid")];
  const parameter = type === "page" ? "page_id" : "p";
  // The link without its last segment, and what follows that.
  const [, folder = "", end = ""] = /^(.*\/)[^/]+(\/?)$/s.exec(link) ?? [];
  const former = (item.meta.get("_wp_old_slug") ?? []).map((slug) => folder + slug.trim() + end);
  const query = id === "" ? [] : [`${site ?? ""}/?${parameter}=${id}`];
  return [link, ...query, ...(/^https?:/.test(guid) ? [guid] : []), ...(folder === "" ? [] : former)].filter(
    (path) => path !== "",
  );
}

function toRecord(item: WxrItem, context: Context): SourceEntry | undefined {
  const { authors, file, images, site, timeZone } = context;
  const [type, status, id] = [
    first(item, "wp:post_type") || "post",
    first(item, "wp:status"),
    first(item, "wp:post_id"),
  ];
  const title = textOfHtml(first(item, "title"));
  const key = id === "" ? first(item, "guid") || first(item, "link") || `line:${item.line}` : `post:${id}`;
  const place = { file, line: item.line };
  if (type === "attachment") {
    images.set(id, { src: first(item, "wp:attachment_url"), alt: meta(item, "_wp_attachment_image_alt") });
    return undefined;
  }
  const leftOut = (text: string): SourceEntry => ({
    leftOut: { item: key, place, title, notes: [note("left-out", text)] },
  });
  if (type !== "post" && type !== "page") return leftOut(`an entry of the type ${quoted(type)}`);
  const neverRead = ownValue(LEFT_OUT, status);
  if (neverRead !== undefined) return leftOut(neverRead);

  const content = item.fields.get("content:encoded")?.join("") ?? "";
  const { galleryNotes, html } = convertShortcodes(content, images);
  const login = first(item, "dc:creator");
  const cover = images.get(meta(item, "_thumbnail_id"));
  const date =
    toMoment(first(item, "wp:post_date_gmt"), "UTC") ??
    toMoment(first(item, "wp:post_date"), timeZone) ??
    rfc2822(first(item, "pubDate"));
  const notes = [...statusNotes(item, type, status), ...dynamicBlocks(content), ...galleryNotes, ...customFields(item)];
  if (item.comments > 0) notes.push(note("left-out", count(item.comments, "comment")));
  if (item.isMalformed) notes.push(note("changed", "the XML is not well-formed here; check the text"));
  const isReadable =
    (status === "publish" || status === "future") && !notes.some(({ text }) => text.endsWith("a draft"));
  const record: SourceRecord = {
    item: key,
    place,
    title,
    body: { format: "html", text: html + footnotesHtml(item), hasLineBreaks: !/<!--\s+wp:/.test(content) },
    isPublished: isReadable,
    publishedAt: date,
    createdAt: date,
    updatedAt: toMoment(first(item, "wp:post_modified_gmt"), "UTC") ?? date,
    authors: login === "" ? [] : [authors.get(login) ?? { name: login, aliases: [login] }],
    tags: item.categories
      .filter(({ domain }) => domain === "category" || domain === "post_tag" || domain === "tag")
      .map(({ name }) => textOfHtml(name)),
    slug: decode(first(item, "wp:post_name")),
    excerpt: textOfHtml(first(item, "excerpt:encoded")),
    canonicalUrl: meta(item, "_yoast_wpseo_canonical") || meta(item, "rank_math_canonical_url") || undefined,
    cover,
    paths: pathsOf(item, type, id, site),
    notes,
  };
  return { record };
}

/** An export that PHP or a download has ended early is well-formed up to there. */
const cutOff = (file: string, line: number): SourceEntry => ({
  leftOut: {
    item: file,
    place: { file, line },
    title: "",
    notes: [note("left-out", "what follows: the file is cut off here, before </rss>; export it again")],
  },
});

function rfc2822(text: string): string | undefined {
  const time = /\d{4}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) || time < 0 ? undefined : new Date(time).toISOString();
}

/** An export of WordPress (WXR), in one or several files. @param start the beginning of the first one */
export function wordpressSource(
  files: SourceFiles,
  isExport: (path: string) => boolean,
  start: string,
  timeZone: string,
): Source {
  const [, base] = /<wp:base_blog_url>\s*(?:<!\[CDATA\[)?\s*(https?:\/\/[^\s<\]]+)/.exec(start) ?? [];
  const site = base?.replace(/\/+$/, "");
  const images = new Map<string, ImageReference>();
  return {
    kind: "wordpress",
    name: site ?? files.name,
    site,
    images,
    async *read() {
      const authors = new Map<string, SourceAuthor>();
      for await (const file of files.each(isExport)) {
        for await (const event of readWxr(file.path, file.chunks())) {
          if ("author" in event) {
            const [login = "", email = "", name = ""] = ["login", "email", "display_name"].map((field) =>
              event.author.get(`wp:author_${field}`),
            );
            authors.set(login, { name: name || login, aliases: [login, email, name].filter((alias) => alias !== "") });
          } else if ("item" in event) {
            const entry = toRecord(event.item, { file: file.path, timeZone, site, authors, images });
            if (entry) yield entry;
          } else if ("cutOffAt" in event) yield cutOff(file.path, event.cutOffAt);
        }
      }
    },
  };
}
