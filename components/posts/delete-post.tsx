import { useState } from "react";
import { Button } from "#components/ui/button";
import { ApiError } from "#lib/client/request";
import { useDeletePost } from "#lib/client/use-delete-post";
import { useTrashed } from "#lib/client/use-trashed";
import type { Post } from "#lib/shared/posts";

type Props = {
  post: Pick<Post, "id" | "title">;
  /** Leads away from the post that is gone, before it is said that it is. */
  onDeleted?: () => Promise<unknown>;
  onRefused?: (reason: string) => void;
  /** Whether there are other such buttons on the page. */
  isOneOfMany?: boolean;
};

/** Puts a post into the trash at once: there is a way back. Without a script it leads to a page that asks. */
export function DeletePost({ post: { id, title }, onDeleted, onRefused, isOneOfMany }: Props) {
  const remove = useDeletePost(id);
  const { tell } = useTrashed();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function trash() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await remove();
      await onDeleted?.();
      tell({ id, title });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const reason = `Not deleted: ${error.message}.`;
      if (onRefused) onRefused(reason);
      else setRefusal(reason);
      setBusy(false);
    }
  }

  return (
    <>
      <form
        method="get"
        action={`/blog/${id}/delete`}
        onSubmit={(event) => {
          event.preventDefault();
          void trash();
        }}
      >
        <Button type="submit" variant={isOneOfMany ? "text" : "quiet"} isBusy={isBusy}>
          Delete{isOneOfMany && <span className="sr-only"> “{title}”</span>}
        </Button>
      </form>
      {refusal && (
        <p role="alert" className="basis-full border-l-2 border-danger pl-3 text-danger">
          {refusal}
        </p>
      )}
    </>
  );
}
