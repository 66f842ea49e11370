import { useRouter } from "next/router";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { ApiError } from "#lib/client/api";
import { useRestorePost } from "#lib/client/use-post-changes";
import { type TrashedPost, useTrashed } from "#lib/client/use-trashed";
import { postPagePath } from "#lib/shared/paths";
import type { Post } from "#lib/shared/posts";

type Props = { trashed: TrashedPost };

/** What was deleted, and a button that brings it back; until another page is opened. */
export function UndoNotice({ trashed: { id, title } }: Props) {
  const restore = useRestorePost(id);
  const [isBusy, setBusy] = useState(false);
  const [back, setBack] = useState<Post>();
  const [refusal, setRefusal] = useState<string>();
  const { tell } = useTrashed();
  const { events } = useRouter();
  const line = useRef<HTMLDivElement>(null);

  const isBack = back !== undefined;

  // The button that was pressed is gone, and the page may be another: the focus moves to this notice, and after Undo to the
  // restored post.
  useEffect(() => (isBack ? line.current?.querySelector("a") : line.current)?.focus(), [isBack]);
  useEffect(() => {
    const forget = (_url: string, { shallow }: { shallow: boolean }) => !shallow && tell(null);
    events.on("routeChangeStart", forget);
    return () => events.off("routeChangeStart", forget);
  }, [events, tell]);

  async function undo() {
    setBusy(true);
    setRefusal(undefined);
    try {
      setBack(await restore());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div ref={line} tabIndex={-1} role="status" className="sheet mt-5 mb-6">
      <div className="sheet-text flex flex-wrap items-center gap-x-5 gap-y-2 border-l-2 border-accent pl-3">
        {back ? (
          <p dir="auto">
            <Link href={postPagePath(back)} className="link">
              “{title}”
            </Link>{" "}
            is back.
          </p>
        ) : (
          <>
            <p dir="auto">“{title}” was moved to the trash.</p>
            <Button variant="quiet" isBusy={isBusy} onClick={undo}>
              Undo
            </Button>
          </>
        )}
        {refusal && <p className="text-danger">Not restored: {refusal}.</p>}
      </div>
    </div>
  );
}
