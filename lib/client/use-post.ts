import useSWR from "swr";
import { readingPath } from "#lib/shared/api-paths";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { ApiError } from "./request.ts";

/** One post as its page shows it, without the Markdown. */
export function usePost(id: string) {
  return useSWR<PostToRead, ApiError>(readingPath(id));
}
