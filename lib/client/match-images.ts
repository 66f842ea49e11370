import type { DroppedFile } from "./dropped-files.ts";
import { isImageName } from "./image-files.ts";

/** Fenced code and code spans, and the targets of images: `![…](…)`, `[…]: …` and `src="…"`. Bounded, so that the time is linear. */
const TARGETS =
  /(^[ \t]*(`{3,}|~{3,})[\s\S]*?(?:^[ \t]*\2[`~]*[ \t]*$|$(?![\s\S]))|(`+)(?!`)[\s\S]*?(?<!`)\3(?!`))|(!\[(?:[^\]\\]|\\.){0,500}\]\()(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?=[\s)])|(^[ \t]*\[[^\]\n]+\]:[ \t]*)(<[^<>\n]*>|\S+)|(<img\b[^>]{0,500}?\ssrc=["'])([^"'\n]*)/gim;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The segments of a path, for comparison. @param folder of the text that has it */
function segmentsOf(path: string, folder: string[] = []): string[] {
  const segments = [...folder];
  for (const segment of path.normalize("NFC").toLowerCase().split(/[/\\]/)) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(segment);
  }
  return segments;
}

/** The path in a target; undefined where it is a URL of its own, a place in the text, or no image. */
function pathOf(target: string): string | undefined {
  const [path = ""] = target.replace(/^<(.*)>$/, "$1").split(/[?#]/, 1);
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(path) || /^\/images\/[\da-f]{64}-/.test(path)) return undefined;
  return isImageName(path) ? decoded(path) : undefined;
}

function commonEnd(one: string[], other: string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length)) length++;
  return length;
}

/** Finds the file that a path of a text means: the one in that place, or the only one whose path ends most like it. */
function findFile(path: string, textPath: string, files: DroppedFile[]): DroppedFile | undefined {
  const wanted = path.startsWith("/") ? segmentsOf(path) : segmentsOf(path, segmentsOf(textPath).slice(0, -1));
  const found = files
    .map((file) => ({ file, common: commonEnd(segmentsOf(file.path), wanted) }))
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common);
  const [best, second] = found;
  return best && best.common !== second?.common ? best.file : undefined;
}

export type MatchedText = {
  markdown: string;
  /** The files that the text uses. */
  used: DroppedFile[];
  /** The paths of images that are not among the files, each once. */
  missing: string[];
};

/**
 * Replaces the paths of images in a Markdown text, but not in code, where they lead to files.
 * @param textPath of the text itself
 * @param replace returns the URL for a file, or for an image without alternative text its whole Markdown
 */
export function matchImages(
  markdown: string,
  textPath: string,
  files: DroppedFile[],
  replace: { url: (file: DroppedFile) => string; line: (file: DroppedFile) => string },
): MatchedText {
  const used = new Set<DroppedFile>();
  const missing = new Set<string>();
  let result = "";
  let at = 0;
  for (const found of markdown.matchAll(TARGETS)) {
    const [all, code, , , image, imageTarget, definition, definedTarget, tag, src] = found;
    const target = imageTarget ?? definedTarget ?? src;
    const path = code !== undefined || target === undefined ? undefined : pathOf(target);
    if (path === undefined) continue;
    const file = findFile(path, textPath, files);
    if (!file) {
      missing.add(path);
      continue;
    }
    used.add(file);
    const end = found.index + all.length;
    const isBare = image === "![](" && markdown[end] === ")";
    result +=
      markdown.slice(at, found.index) +
      (isBare ? replace.line(file) : (image ?? definition ?? tag) + replace.url(file));
    at = isBare ? end + 1 : end;
  }
  return { markdown: result + markdown.slice(at), used: [...used], missing: [...missing] };
}
