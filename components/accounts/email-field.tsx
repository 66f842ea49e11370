import { Field } from "#components/ui/field";
import type { FieldOf } from "./account-form.tsx";

type Props = ReturnType<FieldOf> & { hint?: string };

export function EmailField(props: Props) {
  return (
    <Field
      {...props}
      type="email"
      label="E-mail address"
      required
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}
