import { useState } from "react";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { ApiError } from "#lib/client/api";

type Props = {
  title: string;
  /** Removes the post; what it rejects with is shown. */
  onDelete: () => Promise<void>;
};

/** A button that asks before it removes a post. */
export function DeletePost({ title, onDelete }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function remove() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await onDelete();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`Not deleted: ${error.message}.`);
      setBusy(false);
    }
  }

  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Delete this post?"
          action="Delete post"
          isBusy={isBusy}
          error={refusal}
          onConfirm={remove}
          onCancel={() => setAsking(false)}
        >
          <p dir="auto">“{title}” leaves the blog and every list, for everyone.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
