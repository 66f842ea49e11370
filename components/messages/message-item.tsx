import { ActionForm } from "#components/forms/action-form";
import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DateText } from "#components/site/date-text";
import type { RejectedForm } from "#lib/shared/forms";
import type { Message } from "#lib/shared/messages";

type Props = {
  message: Message;
  refused: RejectedForm | null;
  onMark: (isRead: boolean) => Promise<void>;
  /** Deletes it permanently; an ApiError is shown. */
  onDelete: () => Promise<void>;
};

/** A message with its actions. */
export function MessageItem({
  message: { id, name, email, message, sentAt, isRead },
  refused,
  onMark,
  onDelete,
}: Props) {
  return (
    <>
      <div className="text-note text-ink-soft tabular-nums wide:pt-1">
        <DateText value={sentAt} />{" "}
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
          <ActionForm
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
          <ConfirmedForm
            name="delete-message"
            id={id}
            label={
              <>
                Delete<span className="sr-only">, {name}</span>
              </>
            }
            title="Delete this message?"
            action="Delete message"
            failure="Not deleted"
            onConfirm={onDelete}
          >
            <p>It is deleted for good.</p>
          </ConfirmedForm>
        </div>
      </div>
    </>
  );
}
