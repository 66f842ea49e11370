import { DeletePost } from "#components/posts/delete-post";
import { DateTimeText } from "#components/site/date-time-text";
import { useSite } from "#components/site/site-context";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { useAction } from "#lib/client/use-action";
import { useRestorePost } from "#lib/client/use-post-changes";
import type { DraftStatus } from "#lib/shared/drafts";
import { postPagePath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import type { Post } from "#lib/shared/posts";
import { textAttributes } from "#lib/shared/text-attributes";

type Props = {
  post: PostSummary;
  status: DraftStatus;
  onRestored: (post: Post) => void;
  onFailed: (message: string) => void;
};

/** A draft, scheduled or trashed post, with its actions. */
export function DraftItem({ post, status, onRestored, onFailed }: Props) {
  const { author, excerpt, id, publishedAt, title, updatedAt } = post;
  const text = textAttributes(post, useSite());
  return (
    <article className="sheet gap-y-1 border-t border-rule py-6">
      <p className="text-note text-ink-soft wide:pt-1.5">
        {status === "scheduled" && publishedAt ? (
          <>
            Appears <DateTimeText value={publishedAt} />
          </>
        ) : (
          <>
            Saved <DateTimeText value={updatedAt} />
          </>
        )}{" "}
        {author && (
          <span dir="auto" className="block">
            {author.name}
          </span>
        )}
      </p>
      <div>
        <h2 {...text} className="font-serif text-heading font-medium">
          {status === "trash" ? (
            title
          ) : (
            <Link
              href={postPagePath(post)}
              className="decoration-1 underline-offset-4 hover:text-accent hover:underline"
            >
              {title}
            </Link>
          )}
        </h2>
        <p {...text} className="mt-1 line-clamp-2 font-serif text-body text-ink-soft">
          {excerpt}
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2">
          {status === "trash" ? (
            <Restore post={post} onRestored={onRestored} onFailed={onFailed} />
          ) : (
            <>
              <Link href={`/blog/${id}/edit`} className="link py-2">
                Edit<span className="sr-only"> “{title}”</span>
              </Link>
              <DeletePost post={post} onFailed={onFailed} isOneOfMany />
            </>
          )}
        </div>
      </div>
    </article>
  );
}

function Restore({ post: { id, title }, onRestored, onFailed }: Omit<Props, "status">) {
  const restore = useRestorePost(id);
  const { run, isBusy } = useAction(async () => onRestored(await restore()), {
    onError: ({ title: reason }) => onFailed(`Not restored: ${reason}.`),
  });

  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <input type="hidden" name="form" value="restore" />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="text" isBusy={isBusy}>
        Restore<span className="sr-only"> “{title}”</span>
      </Button>
    </form>
  );
}
