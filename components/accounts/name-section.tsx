import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { useChangeName } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";

type Props = { name: string; refused: RejectedForm | null; isDone: boolean };

export function NameSection({ name, refused, isDone }: Props) {
  const change = useChangeName();
  return (
    <AccountSection title="Profile">
      <ActionForm
        name="name"
        action="Save name"
        variant="quiet"
        refused={refused}
        done="Your name is saved."
        isDone={isDone}
        onSubmit={(values) => change(values.name ?? "")}
      >
        {(field) => {
          const { defaultValue = name, ...rest } = field("name");
          return (
            <Field
              {...rest}
              defaultValue={defaultValue}
              label="Name"
              hint="It is shown with your posts."
              required
              autoComplete="name"
            />
          );
        }}
      </ActionForm>
    </AccountSection>
  );
}
