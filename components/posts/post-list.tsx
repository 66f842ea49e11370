import type { ReactNode } from "react";
import { ErrorState } from "#components/ui/error-state";
import { PENDING_ID, type ShownPosts } from "#lib/client/use-post-list";
import * as labels from "#lib/shared/labels/post-list";
import { PostItems } from "./post-items.tsx";
import { PostListSkeleton } from "./post-list-skeleton.tsx";

/** Why there are no posts. */
type ListError = { status: number; message: string };

type Props = {
  /** The result of `usePosts`. */
  list: Omit<ShownPosts, "next" | "total" | "isCapped" | "error"> & { error: ListError | undefined };
  /** Dates and titles only. */
  isShort?: boolean;
  /** Shown instead of an empty list. */
  empty?: ReactNode;
};

/** One page of posts: loading, failed, empty or shown. */
export function PostList({ list, isShort = false, empty }: Props) {
  const { key, posts, error, isStale, isValidating, mutate } = list;
  if (error && (!posts || isStale)) {
    return (
      <ErrorState
        title={error.status === 429 ? labels.tooManySearches : labels.postsNotLoaded}
        reason={error.message}
        isRetrying={isValidating}
        onRetry={mutate}
      />
    );
  }
  if (!posts || (isStale && posts.length === 0)) return <PostListSkeleton isShort={isShort} />;
  return (
    // Each response gets its own elements, so that a post in two of them does not move.
    <div key={key} aria-busy={isStale} className="post-list">
      {posts.length === 0 ? empty : <PostItems posts={posts} pendingId={PENDING_ID} isShort={isShort} />}
    </div>
  );
}
