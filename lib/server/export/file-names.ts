import { ABOUT_FILE, IMAGES_FOLDER, POSTS_FOLDER, TRASH_FOLDER } from "./format.ts";

/** The longest name of a folder, in bytes of UTF-8: file systems allow 143 or more, and Windows 260 characters of a whole path. */
const NAME_BYTES_MAX = 100;
/** Names of devices on Windows, with any extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Folders that site generators and Octavo's own import skip. */
const SKIPPED = /^(?:[._].*|node_modules|vendor|__macosx)$/i;
const NOT_IN_NAMES = /[<>:"/\\|?*\p{Cc}\s]+/gu;

/** The longest beginning of a text that fits. */
function firstBytes(text: string, max: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > max) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** A slug as the name of a folder on any file system; mostly the slug itself. */
export function folderName(slug: string): string {
  const name = firstBytes(slug.normalize("NFC").replace(NOT_IN_NAMES, "-"), NAME_BYTES_MAX).replace(/\.+$/, "");
  return name === "" || DEVICES.test(name) || SKIPPED.test(name) ? `post-${name.replace(/^[._]+/, "")}` : name;
}

type Named = { id: string; slug: string; deletedAt: string | null };

/** The path of a post's file: like that of its page, so that links between posts lead to it. */
export const postFile = ({ deletedAt, id, slug }: Named) =>
  `${deletedAt === null ? POSTS_FOLDER : TRASH_FOLDER}/${id}/${folderName(slug)}/index.md`;

export const imageFile = (id: string, width: number) => `${IMAGES_FOLDER}/${id}-${width}.webp`;

/** The relative path from a file to the folder of images. */
export function imagesFrom(file: string): string {
  if (file === ABOUT_FILE) return "../images/";
  return file.startsWith(`${TRASH_FOLDER}/`) ? `../../../${IMAGES_FOLDER}/` : "../../../images/";
}
