import { useEffect, useState } from "react";
import useSWR from "swr";
import { postsPath, summariesPath } from "#lib/shared/paths";
import type { Page, PostListQuery } from "#lib/shared/post-query";
import type { PostSummary } from "#lib/shared/post-summary";
import { type ApiError, getPage } from "./request.ts";

/** The id of a post shown optimistically. */
export const PENDING_ID = "pending";

/** A page of posts as lists show them and SWR caches it. */
export type PostPage = Page<PostSummary>;

/** How many components show each list just now, by the list's key. */
const shown = new Map<string, number>();

export const shownLists = () => [...shown.keys()];
export const isHiddenList = (key: unknown) => typeof key === "string" && key.startsWith(postsPath()) && !shown.has(key);

function useShown(key: string): void {
  useEffect(() => {
    shown.set(key, (shown.get(key) ?? 0) + 1);
    return () => {
      const left = (shown.get(key) ?? 0) - 1;
      if (left > 0) shown.set(key, left);
      else shown.delete(key);
    };
  }, [key]);
}

/**
 * One page of a list. While a new query loads, the previous posts stay with `isStale`, and `key` is their query. SWR's
 * `keepPreviousData` does not distinguish the two.
 */
export function usePosts(query: PostListQuery = {}) {
  const key = summariesPath(query);
  useShown(key);
  const { data, error, isValidating, mutate } = useSWR<PostPage, ApiError>(key, getPage);
  const [last, setLast] = useState({ key, page: data });
  if (data !== undefined && data !== last.page) setLast({ key, page: data });
  const { items: posts, next, total, isCapped = false } = data ?? last.page ?? {};
  return {
    key: data === undefined ? last.key : key,
    posts,
    next,
    total,
    isCapped,
    isStale: data === undefined && posts !== undefined,
    error,
    isValidating,
    mutate: (): void => void mutate(),
  };
}

/** The return value of `usePosts`. */
export type ShownPosts = ReturnType<typeof usePosts>;
