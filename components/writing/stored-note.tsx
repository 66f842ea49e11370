import { Link } from "#components/ui/link";
import { postAddress } from "#lib/shared/addresses";
import { publicationOf } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";
import { MomentText } from "./moment-text.tsx";

/** What has become of a new post, and where it is. */
export function StoredNote({ post }: { post: Post }) {
  const publication = publicationOf(post, Date.now());
  if (publication === "draft") {
    return (
      <p dir="auto">
        Saved as a draft.{" "}
        <Link href={`/blog/${post.id}/edit`} className="link">
          Go on with “{post.title}”
        </Link>
      </p>
    );
  }
  return (
    <p dir="auto">
      {publication === "scheduled" && post.publishedAt ? (
        <>
          Scheduled: it appears by itself on <MomentText value={post.publishedAt} />.
        </>
      ) : (
        "Published."
      )}{" "}
      <Link href={postAddress(post)} className="link">
        Read “{post.title}”
      </Link>
    </p>
  );
}
