import { AccountSection } from "#components/accounts/account-section";
import { ConfirmedForm } from "#components/forms/confirmed-form";
import { type Status, StatusLine } from "#components/ui/status-line";
import type { UserDetails, UserPatch } from "#lib/shared/users";

type Props = {
  user: UserDetails;
  status: Status | undefined;
  /** An ApiError is shown. */
  onChange: (patch: UserPatch) => Promise<void>;
};

/** Suspends or reinstates a user. */
export function SuspensionSection({ user: { id, name, status: state }, status, onChange }: Props) {
  const isSuspended = state === "suspended";
  return (
    <AccountSection title={isSuspended ? "Reinstate" : "Suspend"}>
      <p className="text-ink-soft">
        {isSuspended
          ? "The account cannot sign in. Once it is reinstated, the password and passkeys work as before; API keys have to be created again."
          : "The account cannot sign in any more: its sessions and API keys end at once. Its posts stay, and scheduled ones come out. It can be reinstated."}
      </p>
      <ConfirmedForm
        key={state}
        name={isSuspended ? "reinstate-user" : "suspend-user"}
        id={id}
        label={isSuspended ? "Reinstate" : "Suspend"}
        title={isSuspended ? "Reinstate this user?" : "Suspend this user?"}
        action={isSuspended ? "Reinstate user" : "Suspend user"}
        failure={isSuspended ? "Not reinstated" : "Not suspended"}
        onConfirm={() => onChange({ status: isSuspended ? "active" : "suspended" })}
      >
        <p>
          <bdi>{name}</bdi> {isSuspended ? "can sign in again." : "is signed out everywhere, at once."}
        </p>
      </ConfirmedForm>
      <StatusLine status={status} />
    </AccountSection>
  );
}
