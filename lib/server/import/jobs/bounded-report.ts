import { IMPORT_AUTHORS_MAX, IMPORT_NAME_MAX, IMPORT_TEXT_MAX, type ImportReport } from "#lib/shared/imports";
import type { Report, ReportEntry } from "../report.ts";

const shorten = (text: string, max: number) => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);

/**
 * A report without its entries, as it is stored: the page loads it whole, each second of a run. Of authors, those with the most
 * posts stay. Names are cut without a mark, so that `options.authors` may have them.
 */
export function boundReport({ entries: _, authors, source, ...report }: Report): ImportReport {
  const byPosts = authors.toSorted((one, other) => other.posts - one.posts).slice(0, IMPORT_AUTHORS_MAX);
  return {
    ...report,
    source: {
      ...source,
      name: shorten(source.name, IMPORT_TEXT_MAX),
      site: source.site && shorten(source.site, IMPORT_TEXT_MAX),
    },
    authors: byPosts.map((author) => ({ ...author, name: author.name.slice(0, IMPORT_NAME_MAX) })),
  };
}

/** An entry of a report, as it is stored: a source may have any number of megabytes in it. */
export function boundEntry({ file, item, text, title, ...entry }: ReportEntry): ReportEntry {
  const short = (one: string) => shorten(one, IMPORT_TEXT_MAX);
  return { ...entry, file: short(file), item: short(item), text: short(text), title: short(title) };
}
