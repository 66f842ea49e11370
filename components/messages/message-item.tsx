import { useState } from "react";
import { AccountForm } from "#components/accounts/account-form";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { DateText } from "#components/ui/date-text";
import { ApiError } from "#lib/client/api";
import type { RefusedForm } from "#lib/shared/forms";
import type { Message } from "#lib/shared/messages";

type Props = {
  message: Message;
  refused: RefusedForm | null;
  onMark: (isRead: boolean) => Promise<void>;
  /** Removes it for good; what it rejects with is shown. */
  onRemove: () => Promise<void>;
};

/** A message, and what the owner can do with it. */
export function MessageItem({
  message: { id, name, email, message, sentAt, isRead },
  refused,
  onMark,
  onRemove,
}: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function remove() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await onRemove();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(`Not deleted: ${error.message}.`);
      setBusy(false);
    }
  }

  return (
    <>
      <div className="text-note text-ink-soft tabular-nums wide:pt-1">
        <DateText value={sentAt} />
        {!isRead && <span className="ml-3 font-medium text-accent wide:ml-0 wide:block">New</span>}
      </div>
      <div className="space-y-4">
        <div>
          <h2 dir="auto" className="font-medium">
            {name}
          </h2>
          <p>
            <a href={`mailto:${encodeURIComponent(email)}`} className="link">
              {email}
            </a>
          </p>
        </div>
        <p dir="auto" className="whitespace-pre-wrap font-serif text-body">
          {message}
        </p>
        <div className="flex flex-wrap gap-3">
          <AccountForm
            name="mark-message"
            action={
              <>
                {isRead ? "Mark as new" : "Mark as read"}
                <span className="sr-only">, {name}</span>
              </>
            }
            variant="quiet"
            hidden={{ id, isRead: String(!isRead) }}
            refused={refused}
            onSubmit={() => onMark(!isRead)}
          />
          {/* Without JavaScript this posts to the page itself, and asks no more. */}
          <form
            method="post"
            onSubmit={(event) => {
              event.preventDefault();
              setAsking(true);
            }}
          >
            <input type="hidden" name="form" value="remove-message" />
            <input type="hidden" name="id" value={id} />
            <Button type="submit" variant="quiet">
              Delete<span className="sr-only">, {name}</span>
            </Button>
          </form>
        </div>
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Delete this message?"
          action="Delete message"
          isBusy={isBusy}
          error={refusal}
          onConfirm={remove}
          onCancel={() => setAsking(false)}
        >
          <p>It is gone for good.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
