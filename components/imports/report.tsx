import { Link } from "#components/ui/link";
import { useImportEntries } from "#lib/client/use-import";
import type { Import, ImportEntry, ImportReport } from "#lib/shared/imports";
import { importPagePath } from "#lib/shared/owner-paths";

const KINDS: Record<string, string> = {
  wordpress: "WordPress",
  ghost: "Ghost",
  markdown: "Markdown",
  octavo: "Octavo",
};
const HEADINGS: Record<ImportEntry["kind"], string> = {
  "left-out": "Left out",
  changed: "Changed",
  "kept-as-text": "Kept as text",
  image: "Images",
};

const number = (value: number) => value.toLocaleString("en");
const counted = (value: number, one: string, many: string) => `${number(value)} ${value === 1 ? one : many}`;

/** The counts of a report, as terms with their values. */
function countsOf({ counts, isDryRun, restored }: ReportProps["report"]): [string, string][] {
  const imported = counts.published + counts.scheduled + counts.drafts;
  const statuses = [
    ...(counts.published > 0 ? [`${number(counts.published)} published`] : []),
    ...(counts.scheduled > 0 ? [`${number(counts.scheduled)} scheduled`] : []),
    ...(counts.drafts > 0 ? [counted(counts.drafts, "draft", "drafts")] : []),
  ];
  const done = restored ? "Restored" : "Imported";
  const rows: [string, string][] = [
    [
      isDryRun ? `Will be ${done.toLowerCase()}` : done,
      counted(imported, "post", "posts") + (statuses.length > 0 ? `: ${statuses.join(", ")}` : ""),
    ],
  ];
  if (restored) {
    rows.push(["In the trash", counted(restored.trashed, "post", "posts")]);
    rows.push(["With their history", counted(restored.revisions, "revision", "revisions")]);
  }
  if (counts.known > 0)
    rows.push(["Imported before", `${counted(counts.known, "post", "posts")}, which stay as they are`]);
  if (counts.leftOut > 0) rows.push(["Left out", counted(counts.leftOut, "item", "items")]);
  if (counts.redirects > 0) {
    rows.push([isDryRun ? "Will be redirected" : "Redirected", counted(counts.redirects, "old path", "old paths")]);
  }
  if (counts.images > 0) {
    const { images, imagesDownloaded, imagesStored, imagesWithoutAlt } = counts;
    const downloaded = imagesDownloaded > 0 ? `, ${number(imagesDownloaded)} of them downloaded` : "";
    rows.push([
      isDryRun ? "Images to be stored" : "Images stored",
      `${number(imagesStored)} of ${counted(images, "image", "images")}${downloaded}`,
    ]);
    if (imagesStored < images)
      rows.push(["Images left as they are", `${number(images - imagesStored)}, at their old URLs`]);
    if (imagesWithoutAlt > 0) rows.push(["Without alternative text", counted(imagesWithoutAlt, "image", "images")]);
  }
  return rows;
}

type ReportProps = { report: ImportReport };

/** What an import did or would do, in numbers. */
export function ReportCounts({ report, path }: ReportProps & { path: string }) {
  const { kind, name, site } = report.source;
  return (
    <div className="space-y-6">
      <p>
        {KINDS[kind] ?? kind}
        {(site || name) && (
          <>
            {" "}
            of <bdi className="wrap-anywhere">{site || name}</bdi>
          </>
        )}
        , {counted(report.counts.posts, "post or page", "posts and pages")}
      </p>
      <dl className="grid gap-x-6 gap-y-1 wide:grid-cols-[auto_1fr]">
        {countsOf(report).map(([term, value]) => (
          <div key={term} className="contents">
            <dt className="text-ink-soft">{term}</dt>
            <dd className="mb-2 wide:mb-0">{value}</dd>
          </div>
        ))}
        {report.authors.map(({ account, name: author, posts }) => (
          <div key={author} className="contents">
            <dt className="text-ink-soft">
              {author ? (
                <>
                  Posts by <bdi>{author}</bdi>
                </>
              ) : (
                "Posts without an author"
              )}
            </dt>
            <dd className="mb-2 wide:mb-0">
              {number(posts)}, owned by {account === null ? "no account" : <bdi>{account}</bdi>}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={path} download className="link">
          Download the report (JSON)
        </a>
      </p>
    </div>
  );
}

const placeOf = ({ file, item, line }: ImportEntry) => {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return item === file || file === "" ? place || item : `${item} in ${place}`;
};

type EntriesProps = { shown: Import; report: ImportReport; after: string | null };

/** A page of what an import changes or leaves out. */
export function ReportEntries({ shown, report, after }: EntriesProps) {
  const { entries, next } = useImportEntries(shown.id, shown.updatedAt, after ?? undefined);
  const kinds = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    return ofKind.length > 0 ? [{ heading, ofKind }] : [];
  });
  const tense = report.isDryRun ? "will be" : "was";
  if (shown.entries === 0) return <p className="text-ink-soft">Nothing {tense} changed or left out.</p>;
  return (
    <>
      <p className="text-ink-soft">
        {counted(shown.entries, "note", "notes")} on what {tense} changed or left out
      </p>
      {kinds.map(({ heading, ofKind }) => (
        <section key={heading} aria-label={heading}>
          <h3 className="font-medium">{heading}</h3>
          <ul>
            {ofKind.map((entry) => (
              <li
                key={`${entry.item} ${entry.text} ${entry.line}`}
                className="border-t border-rule py-3 wrap-anywhere first:border-t-0"
              >
                {entry.title && (
                  <p>
                    <bdi>{entry.title}</bdi>
                  </p>
                )}
                <p className={entry.title ? "text-note" : ""}>{entry.text}</p>
                <p className="text-note text-ink-soft">{placeOf(entry)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {(after !== null || next) && (
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          {after !== null && (
            <Link href={importPagePath(shown.id)} className="link">
              First page of the report
            </Link>
          )}{" "}
          {next && (
            <Link href={`${importPagePath(shown.id)}&${new URLSearchParams({ after: next })}`} className="link">
              More of the report
            </Link>
          )}
        </p>
      )}
    </>
  );
}
