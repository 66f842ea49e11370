import { DateTimeText } from "#components/site/date-time-text";
import { Link } from "#components/ui/link";
import { postPagePath } from "#lib/shared/paths";
import { getPublication } from "#lib/shared/post-form";
import type { Post } from "#lib/shared/posts";

/** The outcome of saving a new post, with a link to it. */
export function SavedNotice({ post }: { post: Post }) {
  const publication = getPublication(post, Date.now());
  if (publication === "draft") {
    return (
      <p dir="auto">
        Saved as a draft.{" "}
        <Link href={`/blog/${post.id}/edit`} className="link">
          Continue with “{post.title}”
        </Link>
      </p>
    );
  }
  return (
    <p dir="auto">
      {publication === "scheduled" && post.publishedAt ? (
        <>
          Scheduled: it appears by itself on <DateTimeText value={post.publishedAt} />.
        </>
      ) : (
        "Published."
      )}{" "}
      <Link href={postPagePath(post)} className="link">
        Read “{post.title}”
      </Link>
    </p>
  );
}
