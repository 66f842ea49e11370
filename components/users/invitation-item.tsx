import { ActionForm } from "#components/forms/action-form";
import { ConfirmedForm } from "#components/forms/confirmed-form";
import { DateText } from "#components/site/date-text";
import { Link } from "#components/ui/link";
import type { RejectedForm } from "#lib/shared/forms";
import type { Invitation } from "#lib/shared/invitations";
import { userPagePath } from "#lib/shared/owner-paths";
import { ROLE_TEXTS } from "#lib/shared/roles";

type Props = {
  invitation: Invitation;
  refused: RejectedForm | null;
  /** Both show an ApiError. */
  onRenew: () => Promise<void>;
  onCancel: () => Promise<void>;
};

function Fate({ invitation: { acceptedBy, expiresAt, status, usedAt } }: Pick<Props, "invitation">) {
  if (status !== "used") {
    return (
      <>
        {status === "open" ? "Open until" : "Expired"} <DateText value={expiresAt} />
      </>
    );
  }
  return (
    <>
      Accepted{" "}
      {acceptedBy && (
        <>
          by{" "}
          {acceptedBy.isDeleted ? (
            <>
              <bdi>{acceptedBy.name}</bdi>, deleted since,
            </>
          ) : (
            <Link href={userPagePath(acceptedBy.id)} className="link">
              <bdi>{acceptedBy.name}</bdi>
            </Link>
          )}
        </>
      )}{" "}
      {usedAt !== null && <DateText value={usedAt} />}
    </>
  );
}

/** An invitation in the list; one that is not used can get a new link, and be cancelled. */
export function InvitationItem({ invitation, refused, onRenew, onCancel }: Props) {
  const { createdAt, email, id, role, status } = invitation;
  const name = email ?? "A link";
  return (
    <>
      <div className="min-w-0 grow basis-56">
        <p className="font-medium wrap-anywhere">{name}</p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-soft">
          <span>{ROLE_TEXTS[role].name}</span>{" "}
          <span>
            Invited <DateText value={createdAt} />
          </span>{" "}
          <span>
            <Fate invitation={invitation} />
          </span>
        </p>
      </div>
      {status !== "used" && (
        <div className="flex flex-wrap items-start gap-3">
          <ActionForm
            name="renew-invitation"
            hidden={{ id }}
            action={
              <>
                New link<span className="sr-only"> for {name}</span>
              </>
            }
            variant="quiet"
            refused={refused?.typed.id === id ? refused : null}
            onSubmit={onRenew}
          />
          <ConfirmedForm
            name="cancel-invitation"
            id={id}
            label={
              <>
                Cancel<span className="sr-only"> the invitation of {name}</span>
              </>
            }
            title="Cancel this invitation?"
            action="Cancel invitation"
            failure="Not cancelled"
            onConfirm={onCancel}
          >
            <p>Its link will not work any more.</p>
          </ConfirmedForm>
        </div>
      )}
    </>
  );
}
