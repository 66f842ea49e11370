import type { PostSummary } from "#lib/shared/post-summary";
import { PostItem } from "./post-item.tsx";

type Props = {
  posts: PostSummary[];
  /** The id of a post shown optimistically. */
  pendingId?: string;
  /** Dates and titles only. */
  isShort?: boolean;
};

export function PostItems({ posts, pendingId, isShort = false }: Props) {
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
