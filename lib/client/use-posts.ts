import { useEffect } from "react";
import useSWR, { type ScopedMutator, useSWRConfig } from "swr";
import type { NewPostInput, Post, PostPatchInput } from "#lib/shared/posts";
import { type ApiError, changePost, createPost, type PostListQuery, postPath, postsPath, removePost } from "./api.ts";

/** The id of a post that the server has not answered for yet. */
export const PENDING_ID = "pending";

/** How many components show each list just now, by the list's key. */
const shown = new Map<string, number>();

function useShown(key: string): void {
  useEffect(() => {
    shown.set(key, (shown.get(key) ?? 0) + 1);
    return () => {
      shown.set(key, (shown.get(key) ?? 0) - 1);
    };
  }, [key]);
}

const isList = (key: unknown): key is string => typeof key === "string" && key.startsWith(postsPath());
const isShownList = (key: unknown) => isList(key) && (shown.get(key) ?? 0) > 0;
const isHiddenList = (key: unknown) => isList(key) && !isShownList(key);

/** A list. While the next one loads the one before stays, with `isLoading` true. */
export function usePosts(query: PostListQuery = {}) {
  const key = postsPath(query);
  useShown(key);
  return useSWR<Post[], ApiError>(key, { keepPreviousData: true });
}

/** One post. */
export function usePost(id: string) {
  return useSWR<Post, ApiError>(postPath(id));
}

/**
 * Shows `change` in every list on screen at once, takes it back when `saving` fails, and asks the server for the truth
 * afterwards. Lists that are not on screen are forgotten, so that they are fresh when shown next.
 */
async function throughLists<T>(
  mutate: ScopedMutator,
  saving: Promise<T>,
  change: (posts: Post[]) => Post[],
): Promise<T> {
  // A list that came with the page and was not fetched since is on screen but not in SWR's cache: hence `displayed`.
  const onScreen = mutate<Post[]>(isShownList, (posts) => saving.then(() => posts), {
    optimisticData: (posts, displayed) => change(posts ?? displayed ?? []),
    populateCache: false,
    rollbackOnError: true,
  });
  const [saved] = await Promise.all([saving, onScreen]);
  await mutate(isHiddenList, undefined, { revalidate: false });
  return saved;
}

/** What a new post will look like, as far as the browser can tell. */
function pending(draft: NewPostInput): Post {
  const now = new Date().toISOString();
  return {
    id: PENDING_ID,
    title: draft.title,
    content: draft.content,
    excerpt: draft.excerpt ?? "",
    slug: "",
    tags: draft.tags ?? [],
    status: draft.status ?? "published",
    author: null,
    createdAt: now,
    updatedAt: now,
    publishedAt: now,
    version: 1,
    url: "",
  };
}

/** Makes a post: in every list at once, out again when the server refuses. */
export function useCreatePost() {
  const { mutate } = useSWRConfig();
  return async (draft: NewPostInput): Promise<Post> => {
    const post = await throughLists(mutate, createPost(draft), (posts) => [pending(draft), ...posts]);
    await mutate(postPath(post.id), post, { revalidate: false });
    return post;
  };
}

/** Changes a post, on its own page and in every list at once. */
export function useChangePost(id: string) {
  const { mutate } = useSWRConfig();
  return async (patch: PostPatchInput): Promise<Post> => {
    const changed = (post: Post) => ({ ...post, ...patch }) as Post;
    const saving = changePost(id, patch);
    const onPage = mutate<Post>(postPath(id), saving, {
      optimisticData: (post, displayed) => {
        const known = post ?? displayed;
        return known ? changed(known) : (known as never);
      },
      rollbackOnError: true,
      revalidate: false,
    });
    const inLists = throughLists(mutate, saving, (posts) =>
      posts.map((post) => (post.id === id ? changed(post) : post)),
    );
    const [post] = await Promise.all([inLists, onPage]);
    return post;
  };
}

/** Removes a post: out of every list at once, back when the server refuses. */
export function useRemovePost(id: string) {
  const { mutate } = useSWRConfig();
  return async (): Promise<void> => {
    await throughLists(mutate, removePost(id), (posts) => posts.filter((post) => post.id !== id));
    await mutate(postPath(id), undefined, { revalidate: false });
  };
}
