import Link from "next/link";
import { buttonClass } from "#components/ui/button";
import { DeletePost } from "./delete-post.tsx";

type Props = {
  id: string;
  title: string;
  /** Removes the post; what it rejects with is shown. */
  onDelete: () => Promise<void>;
};

/** What somebody can do with a post who may edit it. Without JavaScript a page asks before it deletes. */
export function PostActions({ id, title, onDelete }: Props) {
  return (
    <>
      <Link href={`/blog/${id}/edit`} prefetch={false} className={buttonClass("quiet")}>
        Edit
      </Link>
      <span className="no-script:hidden">
        <DeletePost title={title} onDelete={onDelete} />
      </span>
      <a href={`/blog/${id}/delete`} className={`${buttonClass("quiet")} not-no-script:hidden`}>
        Delete
      </a>
      <Link href={`/blog/${id}/history`} prefetch={false} className="link px-2 py-2">
        History
      </Link>
    </>
  );
}
