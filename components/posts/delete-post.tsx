import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { type ActionError, useAction } from "#lib/client/use-action";
import { useDeletePost } from "#lib/client/use-delete-post";
import type { Post } from "#lib/shared/posts";

type Props = {
  /** With the version that was seen, where another one is to be refused. */
  post: Pick<Post, "id" | "title"> & { version?: number | undefined };
  /** Leaves the page of the deleted post, before the notice appears. */
  onDeleted?: () => Promise<unknown>;
  /** Shows the error instead of this component. */
  onFailed?: (message: string) => void;
  /** Whether the page has more than one of these buttons. */
  isOneOfMany?: boolean;
};

const messageOf = ({ title }: ActionError) => `Not deleted: ${title}.`;

/** Moves a post to the trash without confirmation, since Undo is offered. Without JavaScript it leads to a page that asks. */
export function DeletePost({ post: { id, title, version }, onDeleted, onFailed, isOneOfMany }: Props) {
  const { run, isBusy, error } = useAction(useDeletePost({ id, title, version }, onDeleted), {
    onError: (failure) => onFailed?.(messageOf(failure)),
  });

  return (
    <>
      <form
        method="get"
        action={`/blog/${id}/delete`}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Button type="submit" variant={isOneOfMany ? "text" : "quiet"} isBusy={isBusy}>
          Delete{isOneOfMany && <span className="sr-only"> “{title}”</span>}
        </Button>
      </form>
      {error && !onFailed && (
        <Notice kind="error" className="basis-full">
          {messageOf(error)}
        </Notice>
      )}
    </>
  );
}
