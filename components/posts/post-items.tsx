import type { PostSummary } from "#lib/shared/post-summary";
import { PostItem } from "./post-item.tsx";
import { canRenderOnce, RenderedPosts } from "./rendered-posts.tsx";

type Props = {
  posts: PostSummary[];
  /** The id of a post shown optimistically. */
  pendingId?: string;
  /** Dates and titles only. */
  isShort?: boolean;
};

export function PostItems({ posts, pendingId, isShort = false }: Props) {
  // The condition is constant in the browser's scripts, which do not contain `RenderedPosts`.
  if (typeof window === "undefined" && canRenderOnce()) return <RenderedPosts posts={posts} isShort={isShort} />;
  return (
    <ul>
      {posts.map((post) => (
        <li key={post.id}>
          <PostItem post={post} isPending={post.id === pendingId} isShort={isShort} />
        </li>
      ))}
    </ul>
  );
}
