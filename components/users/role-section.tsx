import { AccountSection } from "#components/accounts/account-section";
import { ActionForm } from "#components/forms/action-form";
import { Choice } from "#components/ui/choice";
import type { RejectedForm } from "#lib/shared/forms";
import { ROLE_TEXTS, ROLES, type Role } from "#lib/shared/roles";

type Props = {
  role: Role;
  refused: RejectedForm | null;
  isDone: boolean;
  /** An ApiError is shown. */
  onChange: (role: Role) => Promise<void>;
};

const OPTIONS = ROLES.map((role) => ({ value: role, label: `${ROLE_TEXTS[role].name}: ${ROLE_TEXTS[role].help}` }));

/** Changes the role of a user. */
export function RoleSection({ role, refused, isDone, onChange }: Props) {
  return (
    <AccountSection title="Role">
      <ActionForm
        name="change-role"
        action="Save role"
        variant="quiet"
        refused={refused}
        done="The role is saved."
        isDone={isDone}
        onSubmit={(values) => onChange(ROLES.find((known) => known === values.role) ?? role)}
      >
        {(field) => {
          const { defaultValue = role, ...rest } = field("role");
          return <Choice {...rest} defaultValue={defaultValue} label="What they may do" options={OPTIONS} />;
        }}
      </ActionForm>
    </AccountSection>
  );
}
