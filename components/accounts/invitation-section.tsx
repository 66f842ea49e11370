import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Secret } from "#components/ui/secret";
import { api } from "#lib/client/api";
import type { RejectedForm } from "#lib/shared/forms";
import type { InvitationWithLink } from "#lib/shared/invitations";
import { AccountSection } from "./account-section.tsx";

type Props = {
  /** Created by a form post without JavaScript. */
  created: InvitationWithLink | null;
  refused: RejectedForm | null;
};

/** Creates an invitation link; for the owner only. */
export function InvitationSection({ created, refused }: Props) {
  const [invitation, setInvitation] = useState(created);
  return (
    <AccountSection title="Invite">
      <p className="text-ink-soft">
        A link lets one person create an account and write here. It works once, for a week.
      </p>
      {invitation && (
        <Secret
          key={invitation.url}
          label="A link to sign up"
          hint="Copy it now and send it to someone you trust. It cannot be shown again."
          value={invitation.url}
        />
      )}
      <ActionForm
        name="invitation"
        action="Create a link"
        variant="quiet"
        refused={refused}
        onSubmit={async () => setInvitation(await api.createInvitation())}
      />
    </AccountSection>
  );
}
