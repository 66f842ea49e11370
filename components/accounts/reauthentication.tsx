import { useState } from "react";
import type { FieldProps } from "#components/forms/action-form";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { useAction } from "#lib/client/use-action";
import { usePasskeys } from "#lib/client/use-passkeys";
import { useConfirmWithPasskey } from "#lib/client/use-security";
import type { Account } from "#lib/shared/accounts";
import { RECENT_MINUTES } from "#lib/shared/reauthentication";

type Props = {
  account: Account;
  /** The field of the password; undefined if the account's password does not count. */
  password: ReturnType<FieldProps> | undefined;
  /** Whether the password is needed, however recent the session is. */
  isNeeded?: boolean;
};

function PasskeyButton({ account, label }: { account: string; label: string }) {
  const confirm = useConfirmWithPasskey(account);
  const [isConfirmed, setConfirmed] = useState(false);
  const { run, isBusy, error } = useAction(async () => {
    await confirm();
    setConfirmed(true);
  });
  return (
    <div className="no-script:hidden">
      <Button variant="text" isBusy={isBusy} onClick={() => run()}>
        {label}
      </Button>
      <div role="status" className="not-empty:mt-2">
        {isConfirmed && "Confirmed. Now go on."}
      </div>
      {error && <Notice kind="error">{error.title}.</Notice>}
    </div>
  );
}

/** What a form asks for before a sensitive change: the password, or a passkey. */
export function Reauthentication({ account, password, isNeeded = false }: Props) {
  const { passkeys } = usePasskeys();
  if (!password) {
    return (
      <div>
        <p className="text-note text-ink-soft">
          If you signed in more than {RECENT_MINUTES} minutes ago, confirm first that it is you.
        </p>
        <PasskeyButton account={account.id} label="Confirm with a passkey" />
      </div>
    );
  }
  return (
    <div>
      {/* The account for password managers. Without a name it is not sent. */}
      <input type="email" autoComplete="username" value={account.email} readOnly hidden />
      <Field
        {...password}
        type="password"
        label="Your password"
        hint={`To make sure that it is you.${isNeeded ? "" : ` Leave it empty within ${RECENT_MINUTES} minutes after signing in.`}`}
        required={isNeeded}
        autoComplete="current-password"
      />
      {!isNeeded && passkeys.length > 0 && <PasskeyButton account={account.id} label="Use a passkey instead" />}
    </div>
  );
}
