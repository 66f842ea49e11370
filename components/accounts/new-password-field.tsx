import type { FieldProps } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { PASSWORD_MIN } from "#lib/shared/password";

type Props = ReturnType<FieldProps> & { label: string };

/** A field for a new password. */
export function NewPasswordField(props: Props) {
  return (
    <Field
      {...props}
      type="password"
      hint={`At least ${PASSWORD_MIN} characters. A few words in a row are easy to remember.`}
      required
      autoComplete="new-password"
    />
  );
}
