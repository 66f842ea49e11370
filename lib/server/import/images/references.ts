import { LimitExceeded } from "#lib/server/rendering/limits";
import { createParser } from "#lib/server/rendering/parser";
import { rewriteMarkdownLinks } from "../links.ts";
import type { ImageReference, SourceRecord } from "../record.ts";
import { decode } from "../text.ts";
import { isImageFile } from "./find-image.ts";

/** An image that a text shows, or a link of it that leads to the file of an image. */
export type TextImage = ImageReference & {
  /** As it is written in the text. */
  target: string;
  isShown: boolean;
  line: number | undefined;
};

const parser = createParser();
const unescapeTarget = (target: string) => parser.utils.unescapeAll(target);

/** The images that a text shows, those of HTML included. */
function shownImages(markdown: string): Map<string, string> {
  try {
    return new Map(
      parser
        .parse(markdown, {})
        .flatMap(({ children }) => children ?? [])
        .filter(({ type }) => type === "image")
        .map((image) => [decode(String(image.attrGet("src"))), image.content]),
    );
  } catch (error) {
    // Too large for a post: why is reported when it is validated.
    if (error instanceof LimitExceeded) return new Map();
    throw error;
  }
}

/** The line of a reference, as far as the source has lines. */
function lineOf({ body, place }: SourceRecord, target: string): number | undefined {
  const at = body.line === undefined ? -1 : body.text.indexOf(target);
  return at < 0 ? place.line : (body.line ?? 0) + body.text.slice(0, at).split("\n").length - 1;
}

/** The images of a converted text, each once. */
export function imagesIn(markdown: string, record: SourceRecord): TextImage[] {
  const shown = shownImages(markdown);
  const found = new Map<string, TextImage>();
  rewriteMarkdownLinks(markdown, (target) => {
    const src = unescapeTarget(target);
    const alt = shown.get(decode(src));
    if (!found.has(target) && (alt !== undefined || isImageFile(src)))
      found.set(target, { target, src, alt: alt ?? "", isShown: alt !== undefined, line: lineOf(record, target) });
    return undefined;
  });
  return [...found.values()];
}

/** A text with the paths of stored images in place of what it has. */
export const withStoredImages = (markdown: string, paths: ReadonlyMap<string, string>) =>
  rewriteMarkdownLinks(markdown, (target) => paths.get(target));
