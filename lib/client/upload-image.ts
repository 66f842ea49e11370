import type { Image } from "#lib/shared/images";
import { IMAGES_PATH } from "#lib/shared/owner-paths";
import { fileType } from "./api.ts";
import { type UploadOptions, upload } from "./upload.ts";

type Options = Omit<UploadOptions, "headers"> & {
  /** Fails with 409 if another account is signed in; null stands for an anonymous writer. */
  account: string | null;
};

/**
 * Uploads an image and reports the progress; when all of it is sent, the server processes it.
 * @throws {ApiError} with status 0 if there was no response, as after `signal`
 */
export const uploadImage = (file: Blob, { account, ...options }: Options): Promise<Image> =>
  upload<Image>(IMAGES_PATH, file, {
    ...options,
    headers: { "Content-Type": fileType(file), "Octavo-Account": account ?? "" },
  });
