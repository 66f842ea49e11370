import { env } from "#lib/server/env";
import { MIB } from "#lib/shared/image-types";

/** The largest file that may be uploaded as an image, in bytes. */
export const imageBytesMax = (): number => env().IMAGE_BYTES_LIMIT * MIB;
