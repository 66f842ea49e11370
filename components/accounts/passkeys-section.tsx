import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { type Status, StatusLine } from "#components/ui/status-line";
import { usePasskeys } from "#lib/client/use-passkeys";
import type { Account } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";
import { FoldedForm } from "./folded-form.tsx";
import { PasskeyItem } from "./passkey-item.tsx";
import { Reauthentication } from "./reauthentication.tsx";

type Props = { account: Account; isPasskeyOnly: boolean; refused: RejectedForm | null; isDeleted: boolean };

export function PasskeysSection({ account, isPasskeyOnly, refused, isDeleted }: Props) {
  const { passkeys, add, deletePasskey } = usePasskeys();
  const [status, setStatus] = useState<Status | undefined>(isDeleted ? { text: "The passkey is deleted." } : undefined);
  return (
    <AccountSection title="Passkeys">
      <p className="text-ink-soft">
        A passkey signs you in without your password: by your device’s screen lock, or a security key.
      </p>
      {passkeys.length > 0 && (
        <ul aria-label="Your passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule py-4">
              <PasskeyItem
                passkey={passkey}
                onDelete={async () => {
                  await deletePasskey(passkey.id);
                  setStatus({ text: `“${passkey.name}” is deleted.` });
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <StatusLine status={status} />
      <p className="hidden text-ink-soft no-script:block">Adding one needs JavaScript, which is off in this browser.</p>
      <div className="no-script:hidden">
        <FoldedForm summary="Add a passkey" isOpen={refused?.form === "passkey"}>
          <ActionForm
            name="passkey"
            action="Add a passkey"
            variant="quiet"
            refused={refused}
            isCleared
            onSubmit={async ({ currentPassword = "" }) => {
              setStatus(undefined);
              await add(currentPassword);
              setStatus({ text: "The passkey is added." });
            }}
          >
            {(field) => (
              <Reauthentication
                account={account}
                password={isPasskeyOnly ? undefined : field("currentPassword")}
                isNeeded
              />
            )}
          </ActionForm>
        </FoldedForm>
      </div>
    </AccountSection>
  );
}
