import { type ReactNode, useState } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { Link } from "#components/ui/link";
import { Notice } from "#components/ui/notice";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useDrafts } from "#lib/client/use-drafts";
import { type DraftStatus, draftsPath } from "#lib/shared/drafts";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";
import { TRASH_RETENTION } from "#lib/shared/trash";
import { DraftItem } from "./draft-item.tsx";

const EMPTY: Record<DraftStatus, { title: string; more: ReactNode }> = {
  draft: {
    title: "No drafts.",
    more: (
      <Link href="/blog/create" className="link">
        Create one
      </Link>
    ),
  },
  scheduled: {
    title: "Nothing is scheduled.",
    more: "A post with a date that lies ahead waits here until it has come.",
  },
  trash: { title: "The trash is empty.", more: `Deleted posts stay here for ${TRASH_RETENTION} and can be restored.` },
};

type Props = {
  status: DraftStatus;
  /** The cursor this page starts after. */
  after: string | null;
};

/** A page of drafts, scheduled or trashed posts, with the outcome of the last action. */
export function DraftList({ status: list, after }: Props) {
  const { posts, next, error, isValidating, mutate } = useDrafts(list, after);
  const [status, setStatus] = useState<Status>();
  const show = (kind: "success" | "error", children: ReactNode) =>
    setStatus({
      text: (
        <div className="sheet-text">
          <Notice kind={kind} isAlert={false}>
            {children}
          </Notice>
        </div>
      ),
    });

  const onRestored = (post: Post) =>
    show(
      "success",
      <>
        <Link href={postPagePath(post)} dir="auto" className="link">
          “{post.title}”
        </Link>{" "}
        is back.
      </>,
    );

  const onPurged = ({ title }: Pick<Post, "title">) =>
    show(
      "success",
      <>
        “<bdi>{title}</bdi>” is deleted for good.
      </>,
    );

  if (!posts) {
    if (!error) return null;
    return (
      <ErrorState
        title="The list could not be loaded"
        reason={error.message}
        isRetrying={isValidating}
        onRetry={mutate}
      />
    );
  }
  return (
    <>
      <StatusLine status={status} className="sheet not-empty:mb-6" />
      {posts.length === 0 && <EmptyState title={EMPTY[list].title}>{EMPTY[list].more}</EmptyState>}
      {posts.map((post) => (
        <DraftItem
          key={post.id}
          post={post}
          status={list}
          onRestored={onRestored}
          onPurged={() => onPurged(post)}
          onFailed={(message) => show("error", message)}
        />
      ))}
      {next && (
        <p className="sheet border-t border-rule pt-6">
          <Link href={draftsPath(list, next)} className="sheet-text link w-fit">
            Older
          </Link>
        </p>
      )}
    </>
  );
}
