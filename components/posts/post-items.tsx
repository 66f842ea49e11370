import type { ReactElement } from "react";
import type { PostSummary } from "#lib/shared/post-summary";
import { RENDER_ONCE, type RenderOnce } from "#lib/shared/render-once";
import { PostItem } from "./post-item.tsx";
import { RenderedPosts } from "./rendered-posts.tsx";

type Props = {
  posts: PostSummary[];
  /** The id of a post shown optimistically. */
  pendingId?: string;
  /** Dates and titles only. */
  isShort?: boolean;
};

export function PostItems({ posts, pendingId, isShort = false }: Props) {
  // This condition is constant in the browser's scripts, which do not contain `RenderedPosts`.
  if (typeof window === "undefined") {
    const { [RENDER_ONCE]: renderOnce } = globalThis as { [RENDER_ONCE]?: RenderOnce<ReactElement> };
    if (renderOnce) return <RenderedPosts posts={posts} isShort={isShort} renderOnce={renderOnce} />;
  }
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
