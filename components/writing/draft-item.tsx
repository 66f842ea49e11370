import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DeletePost } from "#components/posts/delete-post";
import { DateText } from "#components/site/date-text";
import { DateTimeText } from "#components/site/date-time-text";
import { useSite } from "#components/site/site-context";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { useAction } from "#lib/client/use-action";
import { usePurgePost, useRestorePost } from "#lib/client/use-post-changes";
import type { DraftStatus } from "#lib/shared/drafts";
import { postPagePath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import type { Post } from "#lib/shared/posts";
import { textAttributes } from "#lib/shared/text-attributes";
import { PurgeConsequences } from "./purge-consequences.tsx";

type Props = {
  post: PostSummary;
  status: DraftStatus;
  onRestored: (post: Post) => void;
  onPurged: () => void;
  onFailed: (message: string) => void;
};

/** A draft, scheduled or trashed post, with its actions. */
export function DraftItem({ post, status, onRestored, onPurged, onFailed }: Props) {
  const { author, excerpt, id, title } = post;
  const text = textAttributes(post, useSite());
  return (
    <article className="sheet gap-y-1 border-t border-rule py-6">
      <p className="text-note text-ink-soft wide:pt-1.5">
        <Dates post={post} status={status} />{" "}
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
            <>
              <Restore post={post} onRestored={onRestored} onFailed={onFailed} />
              <Purge post={post} onPurged={onPurged} />
            </>
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

function Dates({ post, status }: Pick<Props, "post" | "status">) {
  const { deletedAt, publishedAt, purgeAt, updatedAt } = post;
  if (status === "trash" && deletedAt && purgeAt) {
    return (
      <>
        Deleted <DateText value={deletedAt} />, will be purged <DateText value={purgeAt} />
      </>
    );
  }
  if (status === "scheduled" && publishedAt) {
    return (
      <>
        Appears <DateTimeText value={publishedAt} />
      </>
    );
  }
  return (
    <>
      Saved <DateTimeText value={updatedAt} />
    </>
  );
}

function Purge({ post: { id, title }, onPurged }: Pick<Props, "post" | "onPurged">) {
  const purge = usePurgePost(id);
  return (
    <ConfirmedForm
      page={`/blog/${id}/delete`}
      label={
        <>
          Delete now<span className="sr-only"> “{title}”</span>
        </>
      }
      variant="text"
      title="Delete this post for good?"
      action="Delete for good"
      failure="Not deleted"
      onConfirm={async () => {
        await purge();
        onPurged();
      }}
    >
      <PurgeConsequences title={title} />
    </ConfirmedForm>
  );
}

function Restore({ post: { id, title }, onRestored, onFailed }: Omit<Props, "status" | "onPurged">) {
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
