import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { useChangePassword } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

type Props = { email: string; refused: RejectedForm | null; isDone: boolean };

export function PasswordSection({ email, refused, isDone }: Props) {
  const change = useChangePassword();
  const [done, setDone] = useState(isDone);
  return (
    <AccountSection title="Password">
      <ActionForm
        name="password"
        action="Change password"
        variant="quiet"
        refused={refused}
        isCleared
        done={done && "Your password is changed. You are signed out everywhere else."}
        onSubmit={async ({ currentPassword = "", newPassword = "" }) => {
          setDone(false);
          await change({ currentPassword, newPassword });
          setDone(true);
        }}
      >
        {(field) => (
          <>
            {/* The account for password managers. Without a name it is not sent. */}
            <input type="email" autoComplete="username" value={email} readOnly hidden />
            <Field
              {...field("currentPassword")}
              type="password"
              label="Current password"
              required
              autoComplete="current-password"
            />
            <NewPasswordField {...field("newPassword")} label="New password" />
          </>
        )}
      </ActionForm>
    </AccountSection>
  );
}
