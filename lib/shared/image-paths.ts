/** The widest and highest image that is stored, in pixels. */
export const IMAGE_SIDE_MAX = 4_096;

/** The widths of the smaller files of each image, in pixels. URLs of stored images depend on them. */
const SMALLER_WIDTHS = [480, 960, 1_600];

/** The widths of all files of an image, the widest last. @param width of the image */
export const imageWidths = (width: number): number[] => [...SMALLER_WIDTHS.filter((one) => one < width), width];

/** The path of a file of an image. */
export const imagePath = (id: string, width: number) => `/images/${id}-${width}.webp`;

/** In pixels; narrower images have their own. */
const USUAL_WIDTH = 1_600;

/** The width of the file that is used where only one can be named. @param width of the image */
export const usualWidth = (width: number) => Math.min(width, USUAL_WIDTH);

/** The path of the file of an image for programs that take only one. @param width of the image */
export const usualImagePath = (id: string, width: number) => imagePath(id, usualWidth(width));

/** The path of the smallest file of an image: enough for thumbnails of up to 160 CSS pixels on screens of three times as many. */
export const thumbnailPath = (id: string, width: number) => imagePath(id, Math.min(...imageWidths(width)));

/** The `srcset` of an image (HTML, 4.8.4.2). @param width of the image */
export const imageSrcset = (id: string, width: number) =>
  imageWidths(width)
    .map((one) => `${imagePath(id, one)} ${one}w`)
    .join(", ");
