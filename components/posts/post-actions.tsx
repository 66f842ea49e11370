import { buttonClass } from "#components/ui/button";
import { Link } from "#components/ui/link";
import type { Post } from "#lib/shared/posts";
import { DeletePost } from "./delete-post.tsx";

type Props = {
  post: Pick<Post, "id" | "title">;
  /** Leaves the page of the deleted post. */
  onDeleted: () => Promise<unknown>;
};

/** The actions of a post, for viewers who may edit it. */
export function PostActions({ post, onDeleted }: Props) {
  return (
    <>
      <Link href={`/blog/${post.id}/edit`} className={buttonClass("quiet")}>
        Edit
      </Link>{" "}
      <DeletePost post={post} onDeleted={onDeleted} />{" "}
      <Link href={`/blog/${post.id}/history`} className="link px-2 py-2">
        History
      </Link>
    </>
  );
}
