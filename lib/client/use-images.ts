import useSWR from "swr";
import type { ImageListItem } from "#lib/shared/images";
import { imagesPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import { ApiError, api } from "./api.ts";
import { reasonOf } from "./api-error.ts";

/** Statuses after which the other files would be refused, too. */
const HOPELESS = new Set([0, 401, 403, 429, 507]);

/** A file that was not uploaded, and why. */
export type UploadFailure = { name: string; reason: string };

/** A page of the viewer's images, of all images for the owner. @param after the cursor this page starts after */
export function useImages(after?: string) {
  const { data, mutate } = useSWR<Page<ImageListItem>, ApiError>(imagesPath(after), api.getPage<ImageListItem>);
  return {
    images: data?.items ?? [],
    next: data?.next,
    /** Uploads files one after the other. @returns those that were refused */
    async upload(files: File[], onProgress: (done: number) => void): Promise<UploadFailure[]> {
      const failures: UploadFailure[] = [];
      let reason: string | undefined;
      for (const [index, file] of files.entries()) {
        onProgress(index);
        try {
          if (reason === undefined) await api.uploadImage(file);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (HOPELESS.has(error.status)) reason = error.message;
          else failures.push({ name: file.name, reason: reasonOf(error) });
        }
        if (reason !== undefined) failures.push({ name: file.name, reason: `${reason}.` });
      }
      await mutate();
      return failures;
    },
    /** Deletes an image. @returns false if it is in use by now: then the list says where */
    async deleteImage(id: string): Promise<boolean> {
      try {
        await api.deleteImage(id);
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) return false;
        throw error;
      } finally {
        await mutate();
      }
    },
  };
}
