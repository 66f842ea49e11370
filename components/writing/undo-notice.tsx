import { useRouter } from "next/router";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { useAction } from "#lib/client/use-action";
import { useRestorePost } from "#lib/client/use-post-changes";
import { type TrashedPost, useTrashed } from "#lib/client/use-trashed";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";
import { TRASH_RETENTION } from "#lib/shared/trash";

type Props = { trashed: TrashedPost };

/** Names the deleted post and offers to restore it, until another page is opened. */
export function UndoNotice({ trashed: { id, title } }: Props) {
  const restore = useRestorePost(id);
  const [restored, setRestored] = useState<Post>();
  const { run: undo, isBusy, error } = useAction(async () => setRestored(await restore()));
  const { setTrashed } = useTrashed();
  const { events } = useRouter();
  const line = useRef<HTMLDivElement>(null);

  const isRestored = restored !== undefined;

  // The button that was pressed is gone: the focus moves to this notice, and after Undo to the link to the post.
  useEffect(() => (isRestored ? line.current?.querySelector("a") : line.current)?.focus(), [isRestored]);
  useEffect(() => {
    const dismiss = (_url: string, { shallow }: { shallow: boolean }) => !shallow && setTrashed(null);
    events.on("routeChangeStart", dismiss);
    return () => events.off("routeChangeStart", dismiss);
  }, [events, setTrashed]);

  return (
    <div ref={line} tabIndex={-1} role="status" className="sheet mt-5 mb-6">
      <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-2 border-l-2 border-accent pl-3">
        {restored ? (
          <p>
            <Link href={postPagePath(restored)} dir="auto" className="link">
              “{title}”
            </Link>{" "}
            is back.
          </p>
        ) : (
          <>
            <p>
              “<bdi>{title}</bdi>” was moved to the trash, where it stays for {TRASH_RETENTION}.
            </p>
            <Button variant="quiet" isBusy={isBusy} onClick={() => undo()}>
              Undo
            </Button>
          </>
        )}
        {error && <p className="text-danger">Not restored: {error.title}.</p>}
      </div>
    </div>
  );
}
