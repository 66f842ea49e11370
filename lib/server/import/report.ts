import type { NoteKind, Place, SourceKind } from "./record.ts";
import { count } from "./text.ts";

/** Something that was changed, left out or stays as text, with where it is in the source. */
export type ReportEntry = Place & { kind: NoteKind; item: string; title: string; text: string };

/** What an import did, or would do. */
export type Report = {
  source: { kind: SourceKind; name: string; site: string | null };
  isDryRun: boolean;
  /** Posts and pages in the source, and what became of them. */
  counts: {
    posts: number;
    published: number;
    scheduled: number;
    drafts: number;
    /** Imported by an earlier run. */
    known: number;
    leftOut: number;
    redirects: number;
    /** Images of texts and covers, and how many of them are stored here. */
    images: number;
    imagesStored: number;
    /** Of those that are stored, the downloaded ones. */
    imagesDownloaded: number;
    /** Of the images, those without alt text. */
    imagesWithoutAlt: number;
  };
  /** For an export of Octavo that is restored with its ids: what else is restored. */
  restored?: { trashed: number; revisions: number; tags: number; images: number; accounts: number };
  authors: { name: string; posts: number; account: string | null; isMapped: boolean }[];
  entries: ReportEntry[];
};

const KINDS: Record<SourceKind, string> = {
  wordpress: "WordPress export",
  ghost: "Ghost export",
  markdown: "Markdown",
  octavo: "Octavo export",
};

const HEADINGS: Record<NoteKind, string> = {
  "left-out": "Left out",
  changed: "Changed",
  "kept-as-text": "Kept as text",
  image: "Images",
};

const placeOf = ({ file, line }: Place) => (line === undefined ? file : `${file}:${line}`);

function entryLine(entry: ReportEntry): string {
  const { file, item, line = 1, text } = entry;
  const title = entry.title === "" ? "" : ` “${entry.title}”`;
  // The first line is where each file begins.
  if (item === file) return `  ${line > 1 ? placeOf(entry) : item}${title}: ${text}`;
  return `  ${item}${title}${file === "" ? "" : ` (${placeOf(entry)})`}: ${text}`;
}

function* restoredLines({ counts, isDryRun, restored, source }: Report): Generator<string> {
  const { accounts, images, revisions, tags, trashed } = restored ?? {};
  yield `${KINDS[source.kind]} of ${source.name || "a site"}: ${count(counts.posts, "post")}`;
  yield "";
  const statuses = `${counts.published} published, ${counts.scheduled} scheduled, ${count(counts.drafts, "draft")}, ${trashed} in the trash`;
  yield `${isDryRun ? "Would restore" : "Restored"} ${count(counts.posts, "post")} with their ids: ${statuses}.`;
  const others = [
    ...[count(revisions ?? 0, "revision"), count(tags ?? 0, "tag"), count(counts.redirects, "redirect")],
    ...[count(images ?? 0, "image"), count(accounts ?? 0, "account")],
  ];
  yield `${isDryRun ? "Would restore" : "Restored"} ${others.join(", ")}.`;
}

function* authorLines({ authors }: Report): Generator<string> {
  for (const { account, isMapped, name, posts } of authors) {
    const hint =
      isMapped || name === "" ? "" : ` (--author ${JSON.stringify(`${name}=email`)} chooses another account)`;
    yield `${count(posts, "post")} by ${name || "nobody named"}: ${account ?? "no account"}${hint}.`;
  }
}

function* summaryLines({ counts, isDryRun, source }: Report): Generator<string> {
  const imported = counts.published + counts.scheduled + counts.drafts;
  const origin = source.site || source.name || "a site that it does not name";
  yield `${KINDS[source.kind]} of ${origin}: ${count(counts.posts, "post")}`;
  yield "";
  const statuses = `${counts.published} published, ${counts.scheduled} scheduled, ${count(counts.drafts, "draft")}`;
  yield `${isDryRun ? "Would import" : "Imported"} ${count(imported, "post")}: ${statuses}.`;
  if (counts.known > 0) yield `Imported before, unchanged here: ${count(counts.known, "post")}.`;
  if (counts.leftOut > 0) yield `Left out: ${counts.leftOut}.`;
  yield `${isDryRun ? "Would redirect" : "Redirected"} ${count(counts.redirects, "old path")}.`;
  if (counts.images > 0) {
    const { images, imagesDownloaded, imagesStored, imagesWithoutAlt } = counts;
    const downloaded = imagesDownloaded > 0 ? `, ${imagesDownloaded} of them downloaded` : "";
    yield `${isDryRun ? "Would store" : "Stored"} ${imagesStored} of ${count(images, "image")}${downloaded}.`;
    if (imagesStored < images)
      yield `Left as they are: ${count(images - imagesStored, "image")}. The posts have their URLs or paths.`;
    if (imagesWithoutAlt > 0) yield `Without alt text: ${count(imagesWithoutAlt, "image")}.`;
  }
  if (source.site === null) {
    yield "The source does not name its site: --site https://old.example rewrites links with that host.";
  }
}

/** A report as text, one entry a line. */
export function reportText(report: Report): string {
  const lines = [...(report.restored ? restoredLines(report) : summaryLines(report)), ...authorLines(report)];
  for (const [kind, heading] of Object.entries(HEADINGS)) {
    const entries = report.entries.filter((entry) => entry.kind === kind);
    if (entries.length > 0) lines.push("", `${heading}:`, ...entries.map(entryLine));
  }
  return `${lines.join("\n")}\n`;
}
