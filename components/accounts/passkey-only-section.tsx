import { ActionForm } from "#components/forms/action-form";
import { usePasskeys } from "#lib/client/use-passkeys";
import type { useSecurity } from "#lib/client/use-security";
import type { Account } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";
import { FoldedForm } from "./folded-form.tsx";
import { Reauthentication } from "./reauthentication.tsx";

type Props = ReturnType<typeof useSecurity> & {
  account: Account;
  refused: RejectedForm | null;
  /** Whether it was changed without JavaScript. */
  isDone: boolean;
};

/** Whether the password opens a session. */
export function PasskeyOnlySection({ account, security: { isPasskeyOnly }, restrict, refused, isDone }: Props) {
  const { passkeys } = usePasskeys();
  if (passkeys.length === 0 && !isPasskeyOnly) return null;
  return (
    <AccountSection title="Passkeys only">
      <p>
        {isPasskeyOnly
          ? "You sign in with passkeys only. Your password opens no session, and cannot be reset by email."
          : "Your password can sign you in as well as your passkeys."}
      </p>
      <FoldedForm
        summary={isPasskeyOnly ? "Allow the password again" : "Sign in with passkeys only"}
        isOpen={isDone || refused?.form === "passkey-only"}
      >
        {!isPasskeyOnly && (
          <p className="text-ink-soft">
            Who guesses or steals your password cannot sign in with it then. You are signed out everywhere else.{" "}
            {passkeys.length === 1 && "You have one passkey; add another one first. "}
            If you lose them all, only the person who runs the server can let you in again.
          </p>
        )}
        <ActionForm
          name="passkey-only"
          action={isPasskeyOnly ? "Allow the password" : "Use passkeys only"}
          variant="quiet"
          hidden={{ isPasskeyOnly: String(!isPasskeyOnly) }}
          refused={refused}
          isCleared
          done={isPasskeyOnly ? "From now on only passkeys sign you in." : "Your password signs you in again."}
          isDone={isDone}
          onSubmit={({ currentPassword = "" }) => restrict(!isPasskeyOnly, currentPassword)}
        >
          {(field) => (
            <Reauthentication account={account} password={isPasskeyOnly ? undefined : field("currentPassword")} />
          )}
        </ActionForm>
      </FoldedForm>
    </AccountSection>
  );
}
