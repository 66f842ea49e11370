import { canonicalLanguage } from "#lib/shared/languages";
import { TEXT_FIELDS } from "#lib/shared/post-fields";
import { NewPost, Slug } from "#lib/shared/posts";
import { slugify } from "#lib/shared/slug";
import { TAG_SEPARATORS, uniqueTags } from "#lib/shared/tag-names";
import { TagName } from "#lib/shared/tags";
import { cleanText } from "#lib/shared/text";
import { truncate } from "#lib/shared/truncate";
import { htmlToMarkdown } from "./html/html-to-markdown.ts";
import { imagesIn, type TextImage, withStoredImages } from "./images/references.ts";
import { type OldPaths, rewriteMarkdownLinks } from "./links.ts";
import { type Note, note, quoted, type SourceRecord } from "./record.ts";

/** A record whose text is Markdown, before its images are stored. */
export type Converted = {
  content: string;
  /** Why it was not converted. */
  refusal?: string | undefined;
  /** The images of the text. */
  images: TextImage[];
  notes: Note[];
};

const clean = (text: string) => cleanText(text).trim();

/** Shortens a text to `max` code points. */
function shorten(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : characters.slice(0, max).join("").trimEnd();
}

function toTitle(record: SourceRecord, notes: Note[]): string {
  const title = clean(record.title).replace(/\s+/g, " ");
  if (title === "") notes.push(note("changed", "it has no title; imported as “Untitled”"));
  const short = shorten(title, TEXT_FIELDS.title.max);
  if (short !== title)
    notes.push(note("changed", `its title has more than ${TEXT_FIELDS.title.max} characters, and was shortened`));
  return short || "Untitled";
}

function toTag(given: string): string {
  const separator = new RegExp(`\\s*[${TAG_SEPARATORS.join("")}]\\s*`, "g");
  return shorten(clean(given).normalize("NFC").replace(separator, " "), 60).trim();
}

function toTags({ tags }: SourceRecord, notes: Note[]): string[] {
  const valid = tags.flatMap((given) => {
    const tag = toTag(given);
    const { data } = TagName.safeParse(tag);
    if (data === undefined) notes.push(note("left-out", `the tag ${quoted(given)}, which has no letter or digit`));
    else if (tag !== clean(given).normalize("NFC"))
      notes.push(note("changed", `the tag ${quoted(given)} is ${quoted(tag)}`));
    return data ?? [];
  });
  const unique = uniqueTags(valid);
  const surplus = unique.slice(TEXT_FIELDS.tags.max);
  if (surplus.length > 0) {
    notes.push(note("left-out", `the tags after the first ${TEXT_FIELDS.tags.max}: ${surplus.join(", ")}`));
  }
  return unique.slice(0, TEXT_FIELDS.tags.max);
}

/** The slug of a record: its own if it is allowed. Empty for one that is generated from the title. */
export function toSlug({ slug = "" }: SourceRecord, notes: Note[] = []): string {
  if (slug === "") return "";
  const given = Slug.safeParse(slug).data;
  if (given !== undefined) return given;
  const made = Slug.safeParse(slugify(slug)).data ?? "";
  notes.push(note("changed", `its slug ${quoted(slug)} is ${made === "" ? "generated from the title" : quoted(made)}`));
  return made;
}

function toExcerpt({ excerpt = "" }: SourceRecord, notes: Note[]): string {
  const text = clean(excerpt).replace(/\s+/g, " ");
  const short = truncate(text, TEXT_FIELDS.excerpt.max);
  if (short !== text)
    notes.push(note("changed", `its excerpt has more than ${TEXT_FIELDS.excerpt.max} characters, and was shortened`));
  return short;
}

function toAlt({ cover }: SourceRecord, notes: Note[]): string {
  const alt = clean(cover?.alt ?? "").replace(/\s+/g, " ");
  const short = shorten(alt, TEXT_FIELDS.cover.max);
  if (short !== alt)
    notes.push(
      note("changed", `the alt text of its cover has more than ${TEXT_FIELDS.cover.max} characters, and was shortened`),
    );
  return short;
}

/** The canonical URL, unless it is on the old site: that path is redirected. */
function toCanonicalUrl({ canonicalUrl = "" }: SourceRecord, oldPaths: OldPaths, notes: Note[]): string {
  if (canonicalUrl === "" || oldPaths.pathOf(canonicalUrl) !== undefined) return "";
  const url = NewPost.shape.canonicalUrl.safeParse(canonicalUrl).data ?? undefined;
  if (url === undefined)
    notes.push(note("left-out", `its canonical URL ${quoted(canonicalUrl)}, which is no http(s) URL`));
  return url ?? "";
}

function toLanguage({ language = "" }: SourceRecord, notes: Note[]): string {
  const found = language === "" ? "" : canonicalLanguage(language.replace("_", "-"));
  if (found === undefined) notes.push(note("left-out", `its language ${quoted(language)}, which is no language tag`));
  return found ?? "";
}

/** Shortcodes of WordPress with attributes or an end, and those that are known; Liquid, and the shortcodes of Hugo. */
const SHORTCODES =
  /\\?\[(?=[a-z])(?:[a-z][\w-]*(?=\s+[\w-]+\s*=)|(?:gallery|audio|video|playlist|contact-form(?:-7)?)\b|\/[a-z][\w-]*(?=\\?\]))|\\?\[\/([a-z][\w-]*)\\?\]/gi;
const LIQUID = /\{%-?\s*([a-z_]\w*)|\{\{\\?[<%]\s*\/?\s*([\w-]+)|(\{\{)/g;

function reportMarkup({ format, text }: { format: string; text: string }, notes: Note[]): void {
  const prose = text.replace(/^[ \t]*(`{3,}|~{3,})[\s\S]*?^[ \t]*\1/gm, "").replace(/`[^`\n]+`/g, "");
  const names = (pattern: RegExp) =>
    [...new Set([...prose.matchAll(pattern)].map(([all, ...groups]) => groups.find((name) => name) ?? all))].map(
      (name) => name.replace(/^\\?\[\/?/, ""),
    );
  const shortcodes = format === "html" ? [...new Set(names(SHORTCODES))] : [];
  if (shortcodes.length > 0) notes.push(note("kept-as-text", `shortcodes: ${shortcodes.join(", ")}`));
  const liquid = names(LIQUID).map((name) => (name === "{{" ? "{{ … }}" : name));
  if (liquid.length > 0) notes.push(note("kept-as-text", `template tags: ${[...new Set(liquid)].join(", ")}`));
}

function toContent(record: SourceRecord, oldPaths: OldPaths, notes: Note[]): string {
  const { format, hasLineBreaks, text } = record.body;
  const rewrite = (href: string) => oldPaths.resolve(href, record);
  if (format === "markdown") return rewriteMarkdownLinks(text, rewrite).trim();
  const removed = new Set<string>();
  const markdown = htmlToMarkdown(text, { hasLineBreaks, removed, rewriteLink: (href) => rewrite(href) ?? href });
  if (removed.size > 0)
    notes.push(note("left-out", `elements that a text cannot have: ${[...removed].sort().join(", ")}`));
  return markdown;
}

/** The longest HTML that is converted, in UTF-16 units. */
const HTML_MAX = 4 * TEXT_FIELDS.content.max;
/** The most tags and lines of HTML that is converted: time and memory of its tree grow by more than their number. */
const NODES_MAX = 30_000;

/** Why a text is not even converted; undefined for one that is. */
function sizeRefusal({ format, text }: SourceRecord["body"]): string | undefined {
  if (format !== "html") return undefined;
  if (text.length > HTML_MAX) return `its HTML has more than ${HTML_MAX.toLocaleString("en")} characters`;
  let nodes = 0;
  for (const _ of text.matchAll(/[<\n]/g)) {
    nodes += 1;
    if (nodes > NODES_MAX) return `its HTML has more than ${NODES_MAX.toLocaleString("en")} tags and lines`;
  }
  return undefined;
}

/** Converts the text of a record, with notes of all that changes. */
export function convert(record: SourceRecord, oldPaths: OldPaths): Converted {
  const notes = [...record.notes];
  const refusal = sizeRefusal(record.body);
  if (refusal !== undefined) return { content: "", refusal, images: [], notes };
  const content = clean(toContent(record, oldPaths, notes));
  reportMarkup({ format: record.body.format, text: content }, notes);
  return { content, images: imagesIn(content, record), notes };
}

/** The images of a record that are stored: paths by what the text has, and the id of the cover. */
export type StoredImages = { paths: ReadonlyMap<string, string>; cover: string | undefined };

/** Makes of a converted record what the API would accept; undefined where there is nothing, which a note says then. */
export function toDraft(
  record: SourceRecord,
  { content: converted, notes, refusal }: Converted,
  stored: StoredImages,
  oldPaths: OldPaths,
  now: number,
): NewPost | undefined {
  const leaveOut = (text: string) => {
    notes.push(note("left-out", text));
    return undefined;
  };
  if (converted === "") return leaveOut(refusal ?? "it has no text");
  const content = withStoredImages(converted, stored.paths);
  if ([...content].length > TEXT_FIELDS.content.max) {
    return leaveOut(`its text has more than ${TEXT_FIELDS.content.max.toLocaleString("en")} characters`);
  }
  const publication = record.isPublished ? toPublication(record, notes, now) : { status: "draft" as const };
  const parsed = NewPost.safeParse({
    title: toTitle(record, notes),
    content,
    tags: toTags(record, notes),
    slug: toSlug(record, notes),
    excerpt: toExcerpt(record, notes),
    canonicalUrl: toCanonicalUrl(record, oldPaths, notes),
    language: toLanguage(record, notes),
    ...(stored.cover !== undefined && { cover: { image: stored.cover, alt: toAlt(record, notes) } }),
    ...publication,
  });
  return parsed.success ? parsed.data : leaveOut(parsed.error.issues.map(({ message }) => message).join("; "));
}

function toPublication({ publishedAt, updatedAt }: SourceRecord, notes: Note[], now: number) {
  const date = NewPost.shape.publishedAt.safeParse(publishedAt ?? updatedAt).data ?? undefined;
  if (publishedAt === undefined || date === undefined) {
    const used = date === undefined ? "the present time is used" : "that of its last change is used";
    notes.push(note("changed", `it has no valid date of publication; ${used}`));
  }
  return { status: "published" as const, publishedAt: date ?? new Date(now).toISOString() };
}
