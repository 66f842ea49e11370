import { IMAGE_TYPES, IMAGE_TYPES_TEXT, MIB } from "#lib/shared/image-types";

/** Types that systems have for files which the server takes, too. */
const OTHER_NAMES = ["image/jpg", "image/pjpeg", "image/apng", "image/x-png"];

/** Whether a name or a path ends like that of an image. */
export const isImageName = (name: string): boolean =>
  /\.(?:jpe?g|jfif|png|webp|gif|avif|heic|heif|svg|tiff?|bmp)$/i.test(name);

/** Whether a file may be an image at all: its type or, where the system knows none, its name says so. */
export const isImageFile = ({ name = "", type }: { name?: string; type: string }): boolean =>
  type.startsWith("image/") || (type === "" && isImageName(name));

/**
 * Why the server would not take a file, as far as that shows before it is sent; undefined where it may.
 * @param bytesMax the largest file that it takes
 */
export function fileRefusal(file: { name?: string; type: string; size: number }, bytesMax: number): string | undefined {
  const { name = "", size, type } = file;
  if (/heic|heif/i.test(type) || /\.hei[cf]$/i.test(name)) return "HEIC is not accepted: export it as JPEG.";
  const isKnown = IMAGE_TYPES.includes(type) || OTHER_NAMES.includes(type) || type === "";
  if (!isKnown || !isImageFile(file)) return `It is not an image of an accepted type: ${IMAGE_TYPES_TEXT}.`;
  if (size === 0) return "The file is empty.";
  return size > bytesMax ? `It is larger than ${Math.floor(bytesMax / MIB)} MiB.` : undefined;
}
