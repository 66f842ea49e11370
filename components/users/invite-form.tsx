import { ActionForm } from "#components/forms/action-form";
import { Choice } from "#components/ui/choice";
import { Field } from "#components/ui/field";
import type { RejectedForm } from "#lib/shared/forms";
import type { NewInvitationInput } from "#lib/shared/invitations";
import { INVITED_ROLES, ROLE_TEXTS } from "#lib/shared/roles";

type Props = {
  /** Whether the site sends email. */
  sendsEmail: boolean;
  refused: RejectedForm | null;
  /** An ApiError is shown. */
  onInvite: (invitation: NewInvitationInput) => Promise<void>;
};

const ROLES = INVITED_ROLES.map((role) => ({ value: role, label: ROLE_TEXTS[role].name }));

/** The form that creates an invitation. */
export function InviteForm({ sendsEmail, refused, onInvite }: Props) {
  return (
    <ActionForm
      name="invite"
      action="Create a link"
      variant="quiet"
      refused={refused}
      isCleared
      onSubmit={({ email = "", role }) =>
        onInvite({
          role: INVITED_ROLES.find((known) => known === role),
          ...(email.trim() !== "" && { email }),
        })
      }
    >
      {(field) => (
        <>
          <Field
            {...field("email")}
            type="email"
            label="Email address"
            hint={
              sendsEmail
                ? "The link is sent there. Leave it empty to send it yourself."
                : "A note for you: this site sends no email. It may be empty."
            }
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Choice {...field("role")} label="Role" options={ROLES} />
        </>
      )}
    </ActionForm>
  );
}
