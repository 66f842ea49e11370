import { IMAGE_TYPES_TEXT } from "#lib/shared/image-types";
import { TEXT_FIELDS } from "#lib/shared/post-fields";
import { normalizeNewlines } from "#lib/shared/text";
import { type DroppedFile, readText } from "./dropped-files.ts";
import { fileRefusal, isImageFile } from "./image-files.ts";
import { placeholder } from "./image-markdown.ts";
import { matchImages } from "./match-images.ts";
import { newUploadId, uploadUrl } from "./upload-placeholders.ts";

/** The most images that are inserted at once. */
const IMAGES_MAX = 50;
/** How many names a note has. */
const NAMES_MAX = 8;

/** An image that is to be uploaded. @property isDescribed whether the text says what it shows */
export type InsertedImage = { id: string; file: File; isDescribed: boolean };

/** What is inserted for files: Markdown with placeholders, and the images that they stand for. */
export type Insertion = {
  markdown: string;
  images: InsertedImage[];
  /** Why the other files are not inserted, for the writer. */
  notes: string[];
  /** Whether it is a text, and not only images. */
  isText: boolean;
};

const named = (names: string[]) =>
  names.slice(0, NAMES_MAX).join(", ") + (names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : "");

const isText = ({ file }: DroppedFile) =>
  file.type === "text/markdown" || /\.(?:md|markdown|mdown|mkdn?)$/i.test(file.name);

/** The text of a file, or why it cannot be inserted. */
async function readMarkdown({ file }: DroppedFile): Promise<{ text: string } | { refusal: string }> {
  const { max } = TEXT_FIELDS.content;
  const tooLong = { refusal: `It is longer than a text may be, ${max.toLocaleString("en")} characters.` };
  // A character has up to four bytes.
  if (file.size > 4 * max) return tooLong;
  try {
    const text = normalizeNewlines(await readText(file));
    return text.length > max ? tooLong : { text };
  } catch {
    return { refusal: "It cannot be read." };
  }
}

/** The images among files, and why others are none. Of a folder, other files are expected. */
function splitImages(files: DroppedFile[], bytesMax: number): { images: DroppedFile[]; notes: string[] } {
  const notes: string[] = [];
  const images = files.filter(({ file, path }) => {
    if (!isImageFile(file) && path.includes("/")) return false;
    const refusal = fileRefusal(file, bytesMax);
    if (refusal !== undefined) notes.push(`${file.name}: ${refusal}`);
    return refusal === undefined;
  });
  return { images, notes };
}

function insertImages(files: DroppedFile[]): Omit<Insertion, "notes" | "isText"> {
  const images = files.map(({ file }) => ({ id: newUploadId(), file, isDescribed: false }));
  return { images, markdown: images.map(({ file, id }) => placeholder(file.name, id)).join("\n\n") };
}

function insertText(text: string, path: string, files: DroppedFile[]): Omit<Insertion, "isText"> {
  const images = new Map<DroppedFile, InsertedImage>();
  function imageOf(dropped: DroppedFile, isDescribed: boolean): InsertedImage {
    const known = images.get(dropped);
    const image = {
      id: known?.id ?? newUploadId(),
      file: dropped.file,
      isDescribed: known?.isDescribed || isDescribed,
    };
    images.set(dropped, image);
    return image;
  }
  const { markdown, missing, used } = matchImages(text, path, files, {
    url: (file) => uploadUrl(imageOf(file, true).id),
    line: (file) => placeholder(file.file.name, imageOf(file, false).id),
  });
  const unused = files.filter((file) => !used.includes(file)).map(({ file }) => file.name);
  const notes = [
    ...(missing.length > 0 ? [`Images of the text that are not among the files: ${named(missing)}.`] : []),
    ...(unused.length > 0 ? [`Images that the text does not use, not inserted: ${named(unused)}.`] : []),
  ];
  return { markdown, images: [...images.values()], notes };
}

/**
 * What to insert for files that were dropped, pasted or chosen: images, or a Markdown text with those that it uses.
 * @param bytesMax the largest image that the server takes
 */
export async function toInsertion(files: DroppedFile[], bytesMax: number): Promise<Insertion> {
  const [text, ...moreTexts] = files.filter(isText);
  const { images, notes } = splitImages(
    files.filter((file) => !isText(file)),
    bytesMax,
  );
  notes.push(...moreTexts.map(({ file }) => `${file.name}: One text can be inserted at a time.`));
  if (!text) {
    if (images.length > IMAGES_MAX) notes.push(`The first ${IMAGES_MAX} of ${images.length} images are inserted.`);
    if (files.length === 0) notes.push(`Nothing to insert was found: choose ${IMAGE_TYPES_TEXT}.`);
    return { ...insertImages(images.slice(0, IMAGES_MAX)), notes, isText: false };
  }
  const read = await readMarkdown(text);
  if ("refusal" in read) {
    return { markdown: "", images: [], notes: [...notes, `${text.file.name}: ${read.refusal}`], isText: false };
  }
  const inserted = insertText(read.text, text.path, images);
  return { ...inserted, notes: [...notes, ...inserted.notes], isText: true };
}
