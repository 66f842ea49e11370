import useSWR from "swr";
import type { Cover } from "#lib/shared/cover";
import { usualImagePath } from "#lib/shared/image-paths";
import type { ImageWithUses } from "#lib/shared/images";
import { IMAGES_PATH } from "#lib/shared/owner-paths";
import type { Post } from "#lib/shared/posts";
import type { ApiError } from "./request.ts";

const ID = /^[\da-f]{64}$/;

/** An image of the viewer, for the owner any; undefined while it loads. @param id undefined for none */
export function useImage(id: string | undefined) {
  const isId = id !== undefined && ID.test(id);
  const { data, error } = useSWR<ImageWithUses, ApiError>(isId ? `${IMAGES_PATH}/${id}` : null);
  return { image: data, error };
}

/** A cover as readers see it; null while its image is not loaded. */
export const coverOf = (cover: Cover | null, image: ImageWithUses | undefined): Post["cover"] =>
  cover && image
    ? { ...cover, url: usualImagePath(image.id, image.width), width: image.width, height: image.height }
    : null;
