import type { ReactNode } from "react";
import { ErrorState } from "#components/ui/error-state";
import type { PostSummary } from "#lib/shared/post-summary";
import { PostItem } from "./post-item.tsx";
import { PostListSkeleton } from "./post-list-skeleton.tsx";

type Props = {
  /** Missing while they are on their way. */
  posts: PostSummary[] | undefined;
  error?: Error | undefined;
  /** Whether these answer an earlier question, while the answer to the present one is awaited. */
  isStale?: boolean;
  isLoading?: boolean;
  /** The id under which a post stands that the server has not answered for. */
  pendingId?: string;
  /** Dates and titles only. */
  isShort?: boolean;
  /** Shown instead of an empty list. */
  empty: ReactNode;
  onRetry: () => void;
};

export function PostList({
  posts,
  error,
  isStale = false,
  isLoading = false,
  pendingId,
  isShort = false,
  empty,
  onRetry,
}: Props) {
  if (error && (!posts || isStale)) {
    return (
      <ErrorState
        title="The posts could not be fetched"
        reason={error.message}
        isRetrying={isLoading}
        onRetry={onRetry}
      />
    );
  }
  if (!posts) return <PostListSkeleton isShort={isShort} />;
  return (
    <div
      aria-busy={isStale}
      className={isStale ? "opacity-50 motion-safe:transition-opacity motion-safe:delay-150" : ""}
    >
      {posts.length === 0 ? (
        empty
      ) : (
        <ul>
          {posts.map((post) => (
            <li key={post.id}>
              <PostItem post={post} isPending={post.id === pendingId} isShort={isShort} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
