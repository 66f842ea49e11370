import { useRef } from "react";
import { useSWRConfig } from "swr";
import { readingPath } from "#lib/shared/api-paths";
import { postsPath } from "#lib/shared/paths";
import type { PostSummary, PostToRead } from "#lib/shared/post-summary";
import type { NewPostInput, Post, PostPatchInput } from "#lib/shared/posts";
import { api } from "./api.ts";
import { isHiddenList, PENDING_ID, type PostPage, shownLists } from "./use-post-list.ts";

/** What `useSWRConfig` gives. */
type Swr = ReturnType<typeof useSWRConfig>;

/**
 * Shows `change` in every list on screen at once, takes it back when `saving` fails, and asks the server for the truth
 * afterwards. Lists that are not on screen are forgotten, so that they are fresh when shown next.
 */
async function mutateLists<T>(
  { mutate, fallback }: Swr,
  saving: Promise<T>,
  change: (posts: PostSummary[], key: string) => PostSummary[],
): Promise<T> {
  const atOnce = shownLists();
  for (const key of atOnce) {
    const settled = mutate<PostPage, T>(key, saving, {
      // What came with the page and was not fetched since is on screen, but not in SWR's cache.
      optimisticData: (page: PostPage = fallback[key] ?? { items: [] }) => ({
        ...page,
        items: change(page.items, key),
      }),
      populateCache: false,
      rollbackOnError: true,
    });
    settled.catch(() => {}); // `saving` itself tells the caller.
  }
  const saved = await saving;
  for (const key of shownLists()) if (!atOnce.includes(key)) void mutate(key);
  // Without `revalidate: false`, although nobody shows them: only so does SWR drop an answer still under way.
  await mutate(isHiddenList, undefined);
  return saved;
}

/** What a new post will look like, as far as the browser can tell. */
function pending(draft: NewPostInput): PostSummary {
  const now = new Date().toISOString();
  return {
    id: PENDING_ID,
    title: draft.title,
    excerpt: draft.excerpt ?? "",
    slug: "",
    tags: draft.tags ?? [],
    status: draft.status ?? "published",
    author: null,
    updatedAt: now,
    publishedAt: now,
    readingMinutes: 1,
  };
}

/** Whether everyone may read what a draft becomes. */
const isForAll = ({ publishedAt, status }: PostPatchInput) =>
  status !== "draft" && !(publishedAt && Date.parse(publishedAt) > Date.now());

/** Whether a list shows whatever is newest; what a search finds, only the server knows. */
function isUnfiltered(key: string): boolean {
  const asked = new URLSearchParams(key.slice(postsPath().length));
  return !["q", "tag", "author", "status", "sort", "after"].some((name) => asked.has(name));
}

/** A text that nobody else will think of (`randomUUID` is there on https and localhost only). */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
}

/** The Idempotency-Key of the draft sent last: sent once more, after a failure that may have come too late, it is the same request. */
function useDraftKey() {
  const sent = useRef({ draft: "", key: "" });
  return (draft: NewPostInput): string => {
    const text = JSON.stringify(draft);
    if (sent.current.draft !== text) sent.current = { draft: text, key: randomKey() };
    return sent.current.key;
  };
}

/** Makes a post: in every list at once, out again when the server refuses. */
export function useCreatePost() {
  const swr = useSWRConfig();
  const keyOf = useDraftKey();
  return async (draft: NewPostInput): Promise<Post> => {
    const post = await mutateLists(swr, api.createPost(draft, keyOf(draft)), (posts, key) =>
      isUnfiltered(key) && isForAll(draft) ? [pending(draft), ...posts] : posts,
    );
    await swr.mutate(readingPath(post.id), post, { revalidate: false });
    return post;
  };
}

/** The version that whoever writes has started from: nobody's save since is lost. */
type BaseVersion = { version?: number };

/** Changes a post, on its own page and in every list at once. */
export function useUpdatePost(id: string) {
  const swr = useSWRConfig();
  return async (patch: PostPatchInput, from?: BaseVersion): Promise<Post> => {
    const key = readingPath(id);
    // When it is published, only the server can tell.
    const { publishedAt: _, ...told } = patch;
    const changed = <P extends PostSummary>(post: P) => ({ ...post, ...told }) as P;
    const saving = api.changePost(id, patch, from);
    const onPage = swr.mutate<PostToRead>(key, saving, {
      optimisticData: (post) => {
        const known = post ?? swr.fallback[key];
        return known ? changed(known) : (known as never);
      },
      rollbackOnError: true,
      revalidate: false,
    });
    const inLists = mutateLists(swr, saving, (posts) => posts.map((post) => (post.id === id ? changed(post) : post)));
    const [post] = await Promise.all([inLists, onPage]);
    return post;
  };
}

/** Removes a post: out of every list at once, back when the server refuses. */
export async function deletePost(swr: Swr, id: string): Promise<void> {
  await mutateLists(swr, api.removePost(id), (posts) => posts.filter((post) => post.id !== id));
  await swr.mutate(readingPath(id), undefined, { revalidate: false });
}

/** Brings a post back from the trash, and into every list that it belongs to. */
export function useRestorePost(id: string) {
  const swr = useSWRConfig();
  return async (): Promise<Post> => {
    const post = await mutateLists(swr, api.restorePost(id), (posts, key) =>
      new URLSearchParams(key.slice(postsPath().length)).get("status") === "trash"
        ? posts.filter((trashed) => trashed.id !== id)
        : posts,
    );
    await swr.mutate(readingPath(id), post, { revalidate: false });
    return post;
  };
}
