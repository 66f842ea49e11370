import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { Post } from "#lib/shared/posts";
import { DeletePost } from "./delete-post.tsx";

type Props = {
  post: Pick<Post, "id" | "title" | "publishedAt">;
  /** Leaves the page of the deleted post. */
  onDeleted: () => Promise<unknown>;
};

/** The actions of a post, for viewers who may edit it. */
export function PostActions({ post, onDeleted }: Props) {
  const isPublic = post.publishedAt !== null && Date.parse(post.publishedAt) <= Date.now();
  return (
    <>
      <Link href={`/blog/${post.id}/edit`} className={buttonClass("quiet")}>
        Edit
      </Link>{" "}
      <DeletePost post={post} onDeleted={onDeleted} />{" "}
      <Link href={`/blog/${post.id}/history`} className="link px-2 py-2">
        History
      </Link>{" "}
      {!isPublic && (
        <Link href={`/blog/${post.id}/preview/links`} className="link py-2">
          Share a preview
        </Link>
      )}
    </>
  );
}
