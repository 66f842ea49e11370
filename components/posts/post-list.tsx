import type { ReactNode } from "react";
import { ErrorState } from "#components/ui/error-state";
import { PENDING_ID, type ShownPosts } from "#lib/client/use-post-list";
import { PostItems } from "./post-items.tsx";
import { PostListSkeleton } from "./post-list-skeleton.tsx";

/** Why there are no posts: the HTTP status, and a sentence. */
type Refusal = { status: number; message: string };

type Props = {
  /** What `usePosts` gave. */
  list: Omit<ShownPosts, "next" | "total" | "isCapped" | "error"> & { error: Refusal | undefined };
  /** Dates and titles only. */
  isShort?: boolean;
  /** Shown instead of an empty list. */
  empty?: ReactNode;
};

/** One page of posts in whatever state it is. */
export function PostList({ list, isShort = false, empty }: Props) {
  const { key, posts, error, isStale, isValidating, mutate } = list;
  if (error && (!posts || isStale)) {
    return (
      <ErrorState
        title={error.status === 429 ? "That was a lot of searches in a short time" : "The posts could not be loaded"}
        reason={error.message}
        isRetrying={isValidating}
        onRetry={mutate}
      />
    );
  }
  if (!posts || (isStale && posts.length === 0)) return <PostListSkeleton isShort={isShort} />;
  return (
    <div
      // Each answer has elements of its own: a post that is in two of them does not slide from place to place.
      key={key}
      aria-busy={isStale}
      className={isStale ? "opacity-50 motion-safe:transition-opacity motion-safe:delay-150" : ""}
    >
      {posts.length === 0 ? empty : <PostItems posts={posts} pendingId={PENDING_ID} isShort={isShort} />}
    </div>
  );
}
