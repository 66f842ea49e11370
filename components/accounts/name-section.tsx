import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { useChangeName } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";

type Props = { name: string; refused: RejectedForm | null; isDone: boolean };

export function NameSection({ name, refused, isDone }: Props) {
  const change = useChangeName();
  const [done, setDone] = useState(isDone);
  return (
    <AccountSection title="Profile">
      <ActionForm
        name="name"
        action="Save name"
        variant="quiet"
        refused={refused}
        done={done && "Your name is saved."}
        onSubmit={async (values) => {
          setDone(false);
          await change(values.name ?? "");
          setDone(true);
        }}
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
