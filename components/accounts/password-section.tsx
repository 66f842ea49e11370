import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { useChangePassword } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";
import { FoldedForm } from "./folded-form.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

type Props = { email: string; refused: RejectedForm | null; isDone: boolean };

export function PasswordSection({ email, refused, isDone }: Props) {
  const change = useChangePassword();
  return (
    <AccountSection title="Password">
      <FoldedForm summary="Change password" isOpen={isDone || refused?.form === "password"}>
        <ActionForm
          name="password"
          action="Change password"
          variant="quiet"
          refused={refused}
          isCleared
          done="Your password is changed. You are signed out everywhere else."
          isDone={isDone}
          onSubmit={({ currentPassword = "", newPassword = "" }) => change({ currentPassword, newPassword })}
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
      </FoldedForm>
    </AccountSection>
  );
}
