import { type FrontMatterData, firstOf, mapOf, toText, toTexts } from "#lib/shared/front-matter-data";
import { ownValue } from "#lib/shared/own-value";
import { slugify } from "#lib/shared/slug";

/** Folders that a site generator reads, whose names are no part of a URL. */
const ROOTS = /^(?:.*\/)?(?:src\/content|src\/pages|content|source|src|_posts|_drafts|pages|docs)(?=\/|$)\/?/;
const DATE_IN_NAME = /^(\d{4})-(\d{1,2})-(\d{1,2})[-_](.+)$/;

/** What the path of a file says. */
export type FileName = {
  /** The name without date, language and extension; for `index.md` that of its folder. */
  name: string;
  /** `2019-05-01`, where the name begins with a date. */
  date: string | undefined;
  language: string | undefined;
  /** The folders below the root of the texts. */
  folders: string[];
  isDraft: boolean;
  isPost: boolean;
};

export function readFileName(path: string): FileName {
  const below = path.replace(ROOTS, "").replace(/\.(?:md|markdown|mdx|mkd)$/i, "");
  const segments = below.split("/");
  let base = segments.pop() ?? "";
  const [, withoutLanguage, language] = /^(.+)\.([a-z]{2}(?:-[a-z]{2,4})?)$/i.exec(base) ?? [];
  if (withoutLanguage !== undefined) base = withoutLanguage;
  if (/^_?index$/i.test(base) && segments.length > 0) base = segments.pop() ?? base;
  const [, year, month = "", day = "", rest] = DATE_IN_NAME.exec(base) ?? [];
  const date = year && `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const isIn = (folder: string) => path.split("/").includes(folder);
  return {
    name: rest ?? base,
    date: date || undefined,
    language,
    folders: segments.filter((segment) => !/^_/.test(segment)),
    isDraft: isIn("_drafts"),
    isPost: isIn("_posts") || isIn("posts") || isIn("blog"),
  };
}

/** The named patterns of Jekyll's setting `permalink`. */
const STYLES: Record<string, string> = {
  date: "/:categories/:year/:month/:day/:title.html",
  pretty: "/:categories/:year/:month/:day/:title/",
  ordinal: "/:categories/:year/:y_day/:title.html",
  none: "/:categories/:title.html",
};

type Names = { slug: string; date: string | undefined; categories: string[] };

/** A pattern of a permalink with its values; undefined where it has a part that is not known. */
function fillPattern(pattern: string, { categories, date, slug }: Names): string | undefined {
  const [year = "", month = "", day = ""] = (date ?? "").slice(0, 10).split("-");
  const values: Record<string, string> = {
    ...{ year, month, day, short_year: year.slice(2), i_month: String(Number(month)), i_day: String(Number(day)) },
    ...{ title: slug, slug, slugified_title: slug, contentbasename: slug, filename: slug, name: slug },
    ...{ categories: categories.map(slugify).join("/"), category: slugify(categories[0] ?? "") },
  };
  let isKnown = true;
  const filled = (ownValue(STYLES, pattern) ?? pattern).replace(/:(\w+)/g, (_, name: string) => {
    const value = ownValue(values, name);
    isKnown &&= value !== undefined && (value !== "" || name.startsWith("categor"));
    return value ?? "";
  });
  return isKnown && !/[{}<>%]/.test(filled) ? filled.replace(/\/{2,}/g, "/") : undefined;
}

const asPath = (text: string) => (/^(?:https?:)?\//.test(text) ? text : `/${text}`);

/** The permalink of front matter that no value is known for, such as one with a template. */
export const unknownPermalink = (data: FrontMatterData, names: Omit<Names, "date">) =>
  givenPaths(data).current.find((path) => fillPattern(path, { ...names, date: "2000-01-01" }) === undefined);

/** Paths in front matter: those of the present, and those that it says are redirected. */
function givenPaths(data: FrontMatterData): { current: string[]; former: string[] } {
  const texts = (value: unknown) => toTexts(value) ?? (toText(value) === undefined ? undefined : [toText(value) ?? ""]);
  return {
    current: firstOf(data, ["permalink", "url", "path"], texts) ?? [],
    former: [
      ...(firstOf(data, ["aliases", "alias"], texts) ?? []),
      ...(firstOf(data, ["redirectfrom"], texts) ?? []),
      ...(texts(mapOf(data.extra).aliases) ?? []),
    ],
  };
}

/**
 * The paths that a file had on its site, the likeliest first: those that its front matter names, that of the site's setting, and
 * those that generators use without one.
 * @param dates its date in UTC, as it is written, and as the file's name has it: a site's time zone may be any of them
 * @param permalink the setting of Jekyll, or of Hugo for the file's section
 */
export function pathsOfFile(
  file: FileName,
  data: FrontMatterData,
  { dates, permalink, ...names }: Omit<Names, "date"> & { dates: string[]; permalink: string | undefined },
): string[] {
  const { current, former } = givenPaths(data);
  const fill = (pattern: string) => {
    const filled = dates.map((date) => fillPattern(pattern, { ...names, date }));
    return (dates.length > 0 ? filled : [fillPattern(pattern, { ...names, date: undefined })]).filter(
      (path) => path !== undefined,
    );
  };
  const given = current.flatMap(fill);
  const ofSetting = permalink === undefined ? [] : fill(permalink);
  const ofJekyll = file.date === undefined ? [] : fill("date");
  const folder = [...file.folders, ""].join("/");
  const ofFile = [`/${folder}${names.slug}/`, ...(names.slug === file.name ? [] : [`/${folder}${file.name}/`])];
  const ofLanguage = file.language === undefined ? [] : ofFile.map((path) => `/${file.language}${path}`);
  const all = [...given, ...ofSetting, ...ofJekyll, ...ofFile, ...ofLanguage, ...former].map(asPath);
  // Servers of static files find a page with and without its extension.
  return [
    ...new Set(
      all.flatMap((path) =>
        path.includes("?")
          ? [path]
          : /\.html?$/.test(path)
            ? [path, path.replace(/\.html?$/, "")]
            : [path, `${path.replace(/\/$/, "")}.html`],
      ),
    ),
  ];
}
