import { oneLine } from "#lib/shared/text";
import type { Edit, Selection } from "./markdown-edits.ts";
import { LINE_BEFORE, URL_BEFORE, uploadUrl } from "./upload-placeholders.ts";

/** The description of an image. A caption makes it a figure where it is alone in its paragraph. */
export type ImageText = { alt: string; caption: string };

/** A text as alternative text in Markdown. */
const escapeAlt = (text: string): string =>
  oneLine(text).replace(/[\\[\]*`<$]|~(?=~)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu, "\\$&");

/** A text as the title of an image in Markdown. */
const escapeTitle = (text: string): string => oneLine(text).replace(/["\\]|&(?=#?\w+;)/g, "\\$&");

/** The Markdown of an image. */
export function imageMarkdown(url: string, { alt, caption }: ImageText): string {
  const title = escapeTitle(caption);
  return `![${escapeAlt(alt)}](${url}${title && ` "${title}"`})`;
}

/** The line in place of an image that is being uploaded. */
export const placeholder = (name: string, id: string) => `![Uploading ${escapeAlt(name)}…](${uploadUrl(id)})`;

/** The places of an upload in a text: inserted lines as a whole, elsewhere the URL. */
function placesOf(text: string, id: string) {
  const pattern = new RegExp(`(${LINE_BEFORE}${id}\\))|${URL_BEFORE}${id}(?![\\da-z])`, "g");
  return Array.from(text.matchAll(pattern), ({ 0: found, 1: line, index }) => ({
    start: index,
    end: index + found.length,
    isLine: line !== undefined,
  }));
}

/** Replaces all places of an upload by its image, in one edit; undefined where the text has none. */
export function insertUploaded(text: string, id: string, url: string, markdown: string): Edit | undefined {
  const places = placesOf(text, id);
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return undefined;
  let insert = "";
  let at = first.start;
  for (const { end, isLine, start } of places) {
    insert += text.slice(at, start) + (isLine ? markdown : url);
    at = end;
  }
  return { start: first.start, end: last.end, insert, select: [insert.length, insert.length] };
}

/** Replaces the first occurrence of a text; undefined where there is none. */
export function replaceFirst(text: string, old: string, insert: string): Edit | undefined {
  const start = old === "" ? -1 : text.indexOf(old);
  if (start < 0) return undefined;
  return { start, end: start + old.length, insert, select: [insert.length, insert.length] };
}

/** Removes the Markdown of an image, with its paragraph if that holds nothing else; undefined where the text does not have it. */
export function removeImage(text: string, markdown: string): Edit | undefined {
  const found = replaceFirst(text, markdown, "");
  if (!found) return undefined;
  const { end, start } = found;
  const [before] = /\n*$/.exec(text.slice(0, start)) ?? [""];
  const [after] = /^\n*/.exec(text.slice(end)) ?? [""];
  const isAlone = (before !== "" || start === 0) && (after !== "" || end === text.length);
  if (!isAlone) return found;
  const isBetween = start > before.length && end + after.length < text.length;
  return { start: start - before.length, end: end + after.length, insert: isBetween ? "\n\n" : "", select: [0, 0] };
}

/** The first image with a URL, as the text has it: as Markdown, HTML, or the definition of a reference; undefined where there is none. */
export function findImage(text: string, url: string): string | undefined {
  const target = `${url.replaceAll(".", "\\.")}(?![\\da-z])`;
  const image = `!\\[(?:[^\\]\\\\\\n]|\\\\.)*\\]\\(${target}(?:[ \\t]+"(?:[^"\\\\\\n]|\\\\.)*")?[^)\\n]*\\)`;
  const element = `<img\\b[^<>]*\\ssrc=["']${target}["'][^<>]*>`;
  const definition = `^[ \\t]*\\[[^\\]\\n]+\\]:[ \\t]*<?${target}.*$`;
  return new RegExp([image, element, definition].join("|"), "m").exec(text)?.[0];
}

/** Inserts Markdown as paragraphs of their own after the selection, with the caret on the next line. */
export function insertParagraphs({ text, end }: Selection, markdown: string): Edit {
  const [before] = /\n{0,2}$/.exec(text.slice(0, end)) ?? [""];
  const [after] = /^\n{0,2}/.exec(text.slice(end)) ?? [""];
  const lead = text.slice(0, end).trim() === "" ? "" : "\n".repeat(2 - before.length);
  const insert = `${lead}${markdown}${"\n".repeat(2 - after.length)}`;
  // Past the line breaks that follow, so that the next word begins a paragraph.
  return { start: end, end, insert, select: [insert.length + after.length, insert.length + after.length] };
}
