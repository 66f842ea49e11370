/** The widest and highest image that is stored, in pixels. */
export const IMAGE_SIDE_MAX = 4_096;

/** The widths of the smaller files of each image, in pixels. URLs of stored images depend on them. */
const SMALLER_WIDTHS = [480, 960, 1_600];

/** The widths of all files of an image, the widest last. @param width of the image */
export const imageWidths = (width: number): number[] => [...SMALLER_WIDTHS.filter((one) => one < width), width];

/** The path of a file of an image. */
export const imagePath = (id: string, width: number) => `/images/${id}-${width}.webp`;
