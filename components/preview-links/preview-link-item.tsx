import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DateTimeText } from "#components/site/date-time-text";
import type { PreviewLink } from "#lib/shared/preview-links";

type Props = {
  link: PreviewLink;
  /** Revokes it; an ApiError is shown. */
  onRevoke: () => Promise<void>;
};

/** An open preview link in the list, with a button to revoke it. */
export function PreviewLinkItem({ link: { id, createdBy, expiresAt }, onRevoke }: Props) {
  return (
    <>
      <p className="min-w-0 grow basis-56">
        Until <DateTimeText value={expiresAt} /> <span className="text-note text-ink-soft">by</span>{" "}
        <bdi className="text-note text-ink-soft">{createdBy.name}</bdi>
      </p>
      <ConfirmedForm
        name="revoke-preview-link"
        id={id}
        label={
          <>
            Revoke
            <span className="sr-only">
              {" "}
              the link until <DateTimeText value={expiresAt} />
            </span>
          </>
        }
        title="Revoke this link?"
        action="Revoke link"
        failure="Not revoked"
        onConfirm={onRevoke}
      >
        <p>Everyone who has it sees that it has ended. It cannot be undone; a new link has another URL.</p>
      </ConfirmedForm>
    </>
  );
}
