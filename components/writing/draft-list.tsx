import { type ReactNode, useEffect, useRef, useState } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { Link } from "#components/ui/link";
import { useDrafts } from "#lib/client/use-drafts";
import { type DraftStatus, draftsPath } from "#lib/shared/drafts";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";
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
  trash: { title: "The trash is empty.", more: "Deleted posts stay here for 30 days and can be restored." },
};

type Props = {
  status: DraftStatus;
  /** The cursor of the page before. */
  after: string | null;
};

/** A page of what is not public, and what came of the last thing that was done with it. */
export function DraftList({ status, after }: Props) {
  const { posts, next, error, isValidating, mutate } = useDrafts(status, after);
  const [said, setSaid] = useState<ReactNode>();
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (said) line.current?.focus();
  }, [said]);

  const restored = (post: Post) =>
    setSaid(
      <p dir="auto" className="border-l-2 border-accent pl-3">
        <Link href={postPagePath(post)} className="link">
          “{post.title}”
        </Link>{" "}
        is back.
      </p>,
    );
  const refused = (reason: string) => setSaid(<p className="border-l-2 border-danger pl-3 text-danger">{reason}</p>);

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
      <div ref={line} tabIndex={-1} role="status" className="sheet not-empty:mb-6">
        {said && <div className="sheet-text">{said}</div>}
      </div>
      {posts.length === 0 && <EmptyState title={EMPTY[status].title}>{EMPTY[status].more}</EmptyState>}
      {posts.map((post) => (
        <DraftItem key={post.id} post={post} status={status} onRestored={restored} onRefused={refused} />
      ))}
      {next && (
        <p className="sheet border-t border-rule pt-6">
          <Link href={draftsPath(status, next)} className="sheet-text link w-fit">
            Older
          </Link>
        </p>
      )}
    </>
  );
}
