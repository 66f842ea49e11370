import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Choice } from "#components/ui/choice";
import { Field } from "#components/ui/field";
import { Secret } from "#components/ui/secret";
import { type Status, StatusLine } from "#components/ui/status-line";
import { useKeys } from "#lib/client/use-keys";
import type { RejectedForm } from "#lib/shared/forms";
import { KEY_DAYS, keyExpiry } from "#lib/shared/key-expiry";
import type { NewKeyWithSecret } from "#lib/shared/keys";
import { AccountSection } from "./account-section.tsx";
import { KeyItem } from "./key-item.tsx";

const SCOPES = [
  { value: "read", label: "Read" },
  { value: "write", label: "Read and write" },
];
const DAY_NAMES: Record<(typeof KEY_DAYS)[number], string> = {
  "30": "30 days",
  "90": "90 days",
  "365": "A year",
  "": "Until it is revoked",
};
const DAYS = KEY_DAYS.map((value) => ({ value, label: DAY_NAMES[value] }));

type Props = {
  /** Created by a form post without JavaScript. */
  created: NewKeyWithSecret | null;
  refused: RejectedForm | null;
  isRevoked: boolean;
};

export function KeysSection({ created, refused, isRevoked }: Props) {
  const { keys, create, revoke } = useKeys();
  const [shown, setShown] = useState(created);
  const [status, setStatus] = useState<Status | undefined>(isRevoked ? { text: "The key is revoked." } : undefined);
  return (
    <AccountSection title="Your keys">
      {shown && (
        <Secret
          key={shown.id}
          label={`The key “${shown.name}”`}
          hint="Copy it now. It cannot be shown again."
          value={shown.key}
        />
      )}
      {keys.length > 0 && (
        <ul aria-label="Your keys">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-rule py-4">
              <KeyItem
                apiKey={key}
                onRevoke={async () => {
                  await revoke(key.id);
                  if (shown?.id === key.id) setShown(null);
                  setStatus({ text: `“${key.name}” is revoked.` });
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <StatusLine status={status} />
      <ActionForm
        name="key"
        action="Create a key"
        variant="quiet"
        refused={refused}
        isCleared
        onSubmit={async ({ name = "", scope, days = "" }) => {
          setStatus(undefined);
          setShown(await create({ name, scope: scope === "write" ? "write" : "read", expiresAt: keyExpiry(days) }));
        }}
      >
        {(field) => (
          <>
            <Field {...field("name")} label="What the key is for" required autoComplete="off" />
            <Choice {...field("scope")} label="What it may do" options={SCOPES} />
            <Choice {...field("days")} label="How long it works" options={DAYS} />
          </>
        )}
      </ActionForm>
    </AccountSection>
  );
}
