import type { FieldProps } from "#components/forms/action-form";
import { Field } from "#components/ui/field";

type Props = ReturnType<FieldProps> & { hint?: string };

export function EmailField(props: Props) {
  return (
    <Field
      {...props}
      type="email"
      label="Email address"
      required
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}
