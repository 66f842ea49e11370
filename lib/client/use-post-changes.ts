import { useSWRConfig } from "swr";
import { readingPath } from "#lib/shared/api-paths";
import type { BulkReport } from "#lib/shared/bulk";
import type { BulkInput } from "#lib/shared/bulk-actions";
import type { Direction } from "#lib/shared/direction";
import { postsPath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { NewPostInput, Post, PostPatchInput } from "#lib/shared/posts";
import { api } from "./api.ts";
import { withBulkChange } from "./bulk-change.ts";
import { isHiddenList, PENDING_ID, type PostPage, shownLists } from "./use-post-list.ts";
import { TRASHED_KEY, type TrashedPost } from "./use-trashed.ts";

/** The return value of `useSWRConfig`. */
type Swr = ReturnType<typeof useSWRConfig>;

/**
 * Applies `change` to every list on screen optimistically, rolls it back if `saving` fails, and revalidates afterwards.
 * Lists that are not on screen are dropped from the cache.
 */
async function mutateLists<T>(
  { mutate, fallback }: Swr,
  saving: Promise<T>,
  change: (posts: PostSummary[], key: string) => PostSummary[],
): Promise<T> {
  const optimistic = shownLists();
  for (const key of optimistic) {
    const mutation = mutate<PostPage, T>(key, saving, {
      // Data from the server-rendered page is on screen but not in the cache of SWR.
      optimisticData: (page: PostPage = fallback[key] ?? { items: [] }) => ({
        ...page,
        items: change(page.items, key),
      }),
      populateCache: false,
      rollbackOnError: true,
    });
    mutation.catch(() => {}); // The caller gets the error from `saving`.
  }
  const saved = await saving;
  for (const key of shownLists()) if (!optimistic.includes(key)) void mutate(key);
  // Without `revalidate: false`, because only then SWR drops responses in flight.
  await mutate(isHiddenList, undefined);
  return saved;
}

/** A new post for optimistic display. */
function toPendingSummary(draft: NewPostInput, direction: Direction): PostSummary {
  const now = new Date().toISOString();
  return {
    id: PENDING_ID,
    title: draft.title,
    excerpt: draft.excerpt ?? "",
    slug: "",
    tags: draft.tags ?? [],
    language: draft.language ?? null,
    direction,
    status: draft.status ?? "published",
    author: null,
    updatedAt: now,
    publishedAt: now,
    readingMinutes: 1,
    cover: null,
  };
}

/** Whether a draft will be public. */
const isPublic = ({ publishedAt, status }: PostPatchInput) =>
  status !== "draft" && !(publishedAt && Date.parse(publishedAt) > Date.now());

/** Whether a list shows every new post; matches of filters are known to the server only. */
function isUnfiltered(key: string): boolean {
  const params = new URLSearchParams(key.slice(postsPath().length));
  return !["q", "tag", "author", "status", "sort", "after"].some((name) => params.has(name));
}

/** Creates posts, optimistically in every list. @param directionOf the base direction of a draft; readers do not load it */
export function useCreatePost(directionOf: (draft: NewPostInput) => Direction) {
  const swr = useSWRConfig();
  /**
   * @param key the Idempotency-Key: sent again with the same draft, it gives the post that it created
   * @param account fails with 409 if another one is signed in
   */
  return async (draft: NewPostInput, key: string, account: string | null): Promise<Post> => {
    const post = await mutateLists(swr, api.createPost(draft, key, { account }), (posts, key) =>
      isUnfiltered(key) && isPublic(draft) ? [toPendingSummary(draft, directionOf(draft)), ...posts] : posts,
    );
    await swr.mutate(readingPath(post.id), post, { revalidate: false });
    return post;
  };
}

/** Updates posts, optimistically on their pages and in every list. */
export function useUpdatePost() {
  const swr = useSWRConfig();
  /** @param condition fails with 412 for another version, with 409 if another account is signed in */
  return async (
    id: string,
    patch: PostPatchInput,
    condition?: { version?: number; account?: string | null },
  ): Promise<Post> => {
    const key = readingPath(id);
    // The server decides when it is published, and the page does not show which autosave it came from.
    const { publishedAt: _date, autosave: _autosave, ...changes } = patch;
    // It generates what is left empty, too, and knows the size of a cover.
    const { cover: _cover, excerpt, slug, ...given } = changes;
    const derived = { ...(excerpt && { excerpt }), ...(slug && { slug }) };
    const withChanges = <P extends PostSummary>(post: P) => ({ ...post, ...given, ...derived }) as P;
    const saving = api.changePost(id, patch, condition);
    const onPage = swr.mutate<PostToRead>(key, saving, {
      optimisticData: (post) => {
        const cached = post ?? swr.fallback[key];
        return cached ? withChanges(cached) : (cached as never);
      },
      rollbackOnError: true,
      revalidate: false,
    });
    const inLists = mutateLists(swr, saving, (posts) =>
      posts.map((post) => (post.id === id ? withChanges(post) : post)),
    );
    const [post] = await Promise.all([inLists, onPage]);
    return post;
  };
}

/**
 * Deletes a post, optimistically in every list, and offers Undo.
 * @param version fails with 412 if the post has another one
 * @param onDeleted leaves the page of the deleted post, before the notice with Undo appears
 */
export async function deletePost(
  swr: Swr,
  { version, ...post }: TrashedPost & { version?: number | undefined },
  onDeleted?: () => Promise<unknown>,
): Promise<void> {
  const { id } = post;
  await mutateLists(swr, api.deletePost(id, { version }), (posts) => posts.filter((other) => other.id !== id));
  await swr.mutate(readingPath(id), undefined, { revalidate: false });
  await onDeleted?.();
  await swr.mutate(TRASHED_KEY, post, { revalidate: false });
}

/** Restores a post from the trash. */
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

/** Publishes, tags, deletes or restores several posts, optimistically in every list. @returns what became of each */
export function useBulkChange(account: string | null) {
  const swr = useSWRConfig();
  return async (change: BulkInput): Promise<BulkReport> => {
    const result = await mutateLists(swr, api.changePosts(change, { account }), (posts, key) =>
      withBulkChange(posts, key, change),
    );
    for (const { id } of result.changed) await swr.mutate(readingPath(id), undefined, { revalidate: false });
    return { action: change.action, tag: change.tag ?? "", ...result };
  };
}

/** Deletes a post in the trash for good. Its list item stays until that succeeds, because the confirmation is part of it. */
export function usePurgePost(id: string) {
  const swr = useSWRConfig();
  return async (): Promise<void> => {
    await api.purgePost(id);
    await mutateLists(swr, Promise.resolve(), (posts) => posts.filter((purged) => purged.id !== id));
  };
}
