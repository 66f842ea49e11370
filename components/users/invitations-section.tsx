import { useState } from "react";
import { AccountSection } from "#components/accounts/account-section";
import { Link } from "#components/ui/link";
import { Secret } from "#components/ui/secret";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useInvitations } from "#lib/client/use-users";
import type { RejectedForm } from "#lib/shared/forms";
import type { InvitationWithLink } from "#lib/shared/invitations";
import { USERS_PAGE_PATH } from "#lib/shared/owner-paths";
import { InvitationItem } from "./invitation-item.tsx";
import { InviteForm } from "./invite-form.tsx";

type Props = {
  /** The cursor of the page of invitations. */
  after: string | null;
  /** Whether the site sends email. */
  sendsEmail: boolean;
  /** Created by a form post without JavaScript. */
  created: InvitationWithLink | null;
  isCancelled: boolean;
  refused: RejectedForm | null;
};

const pageOf = (cursor: string) => `${USERS_PAGE_PATH}?${new URLSearchParams({ invitations: cursor })}`;

/** Invites people, and lists invitations. */
export function InvitationsSection({ after, sendsEmail, created, isCancelled, refused }: Props) {
  const { invitations, next, invite, renew, cancel } = useInvitations(after ?? undefined);
  const [shown, setShown] = useState(created);
  const [status, setStatus] = useState<Status | undefined>(
    isCancelled ? { text: "The invitation is cancelled." } : undefined,
  );

  async function show(create: () => Promise<InvitationWithLink>): Promise<void> {
    setStatus(undefined);
    setShown(await create());
  }

  return (
    <AccountSection title="Invitations">
      <p className="text-ink-soft">
        A link lets one person create an account and write here. It works once, for a week.
      </p>
      {shown && (
        <Secret
          key={shown.url}
          label="A link to sign up"
          hint={
            shown.isEmailed
              ? `It was sent to ${shown.email}. It cannot be shown again.`
              : "Copy it now and send it to someone you trust. It cannot be shown again."
          }
          value={shown.url}
        />
      )}
      <InviteForm sendsEmail={sendsEmail} refused={refused} onInvite={(input) => show(() => invite(input))} />
      <StatusLine status={status} />
      {invitations.length > 0 && (
        <ul aria-label="Invitations">
          {invitations.map((invitation) => (
            <li key={invitation.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule py-4">
              <InvitationItem
                invitation={invitation}
                refused={refused}
                onRenew={() => show(() => renew(invitation.id))}
                onCancel={async () => {
                  await cancel(invitation.id);
                  setShown(null);
                  setStatus({ text: "The invitation is cancelled." });
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {(after !== null || next !== undefined) && (
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          {after !== null && (
            <Link href={USERS_PAGE_PATH} className="link">
              Newest invitations
            </Link>
          )}{" "}
          {next !== undefined && (
            <Link href={pageOf(next)} className="link">
              Older invitations
            </Link>
          )}
        </p>
      )}
    </AccountSection>
  );
}
