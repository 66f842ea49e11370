import { readStart, type SourceFiles } from "./files.ts";
import { ImportRefused, type Source, type SourceKind } from "./record.ts";
import { ghostSource, isGhostStart, isJson } from "./sources/ghost.ts";
import { isMarkdown, markdownSource } from "./sources/markdown.ts";
import { wordpressSource } from "./sources/wordpress.ts";

/** How much of a file is read to recognize it, in characters. */
const START = 64 * 1024;

const isWxrStart = (start: string) => /<rss\b/.test(start) && /wordpress\.org\/export|<wp:\w+>/.test(start);
const isXml = (path: string) => /\.(?:xml|wxr|rss)$/i.test(path);

export type Options = {
  /** `--from`; detected by content without it. */
  kind?: SourceKind | undefined;
  /** `--site`. */
  site?: string | undefined;
  timeZone: string;
};

/** Recognizes a source by the content of its files. @throws {ImportRefused} where none is recognized */
export async function detectSource(files: SourceFiles, { kind, site, timeZone }: Options): Promise<Source> {
  const exports = new Set<string>();
  const wxr = new Map<string, string>();
  let hasMarkdown = false;
  const isCandidate = (path: string) =>
    isXml(path) || (isJson(path) && !path.includes("node_modules")) || isMarkdown(path);
  for await (const file of files.each(isCandidate)) {
    if (isMarkdown(file.path)) {
      hasMarkdown = true;
      continue;
    }
    if (kind === "markdown") continue;
    const start = await readStart(file, START);
    if (isWxrStart(start) && kind !== "ghost") wxr.set(file.path, start);
    else if (isGhostStart(start) && kind !== "wordpress") exports.add(file.path);
  }
  const [wxrStart] = wxr.values();
  if (wxrStart !== undefined) return wordpressSource(files, (path) => wxr.has(path), wxrStart, timeZone);
  if (exports.size > 0) return ghostSource(files, (path) => exports.has(path), site);
  if (hasMarkdown && (kind === undefined || kind === "markdown")) return markdownSource(files, timeZone, site);
  const wanted = {
    wordpress: "an XML file exported by WordPress",
    ghost: "a JSON file exported by Ghost",
    markdown: "Markdown files",
    octavo: "an export of Octavo",
  };
  const expected = kind
    ? wanted[kind]
    : Object.values(wanted)
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1");
  throw new ImportRefused(`nothing to import was found in ${files.name}; must be ${expected}`);
}
