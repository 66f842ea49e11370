/** The media types of files that may be uploaded as images, also for `accept`. */
export const IMAGE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];

/** The same for people. */
export const IMAGE_TYPES_TEXT = "JPEG, PNG, WebP, GIF or AVIF";

export const MIB = 1024 * 1024;
