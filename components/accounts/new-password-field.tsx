import { Field } from "#components/ui/field";
import { PASSWORD_MIN } from "#lib/shared/password";
import type { FieldOf } from "./account-form.tsx";

type Props = ReturnType<FieldOf> & { label: string };

/** For a password that is chosen now. */
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
