import { useId } from "react";
import { AccountSection } from "#components/accounts/account-section";
import { ActionForm } from "#components/forms/action-form";
import { Checkbox } from "#components/ui/checkbox";
import { Choice } from "#components/ui/choice";
import { FieldError } from "#components/ui/field-error";
import { ApiError } from "#lib/client/api-error";
import type { RejectedForm } from "#lib/shared/forms";
import { DELETION_UNCONFIRMED, POSTS_OF_DELETED } from "#lib/shared/roles";
import type { UserDeletion } from "#lib/shared/users";

type Recipient = { id: string; name: string };
type Props = {
  /** Who may get the posts. */
  recipients: Recipient[];
  refused: RejectedForm | null;
  /** An ApiError is shown. */
  onDelete: (deletion: UserDeletion) => Promise<void>;
};

const CHOICES: Record<UserDeletion["posts"], string> = {
  keep: "Keep them under the name",
  transfer: "Give them to another user",
  delete: "Delete them, into the trash",
};

type SelectProps = { name: string; defaultValue?: string; error?: string; recipients: Recipient[] };

function RecipientField({ name, defaultValue, error, recipients }: SelectProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        New author
      </label>
      <p id={`${id}-hint`} className="text-note text-ink-soft">
        Only if the posts are given to another user.
      </p>
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        aria-invalid={Boolean(error)}
        aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
        className="mt-2 block min-h-11 w-full rounded-sm border border-edge bg-paper px-3 text-ink hover:border-ink aria-invalid:border-danger"
      >
        {recipients.map((user) => (
          <option key={user.id} value={user.id}>
            {user.name}
          </option>
        ))}
      </select>
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

/** Deletes a user, with a choice for their posts. */
export function DeleteSection({ recipients, refused, onDelete }: Props) {
  const choices = POSTS_OF_DELETED.filter((choice) => choice !== "transfer" || recipients.length > 0);
  return (
    <AccountSection title="Delete">
      <p className="text-ink-soft">
        The account is deleted with its password, passkeys, API keys and unfinished texts. This cannot be undone. Images
        stay while posts use them.
      </p>
      <ActionForm
        name="delete-user"
        action="Delete user"
        variant="quiet"
        refused={refused}
        onSubmit={async ({ isConfirmed, posts, to }) => {
          if (isConfirmed !== "true") throw new ApiError(400, { title: "Not deleted", fields: DELETION_UNCONFIRMED });
          const choice = POSTS_OF_DELETED.find((known) => known === posts) ?? "keep";
          await onDelete({ posts: choice, ...(choice === "transfer" && to !== undefined && { to }) });
        }}
      >
        {(field) => (
          <>
            <Choice
              {...field("posts")}
              label="What becomes of the posts"
              options={choices.map((value) => ({ value, label: CHOICES[value] }))}
            />
            {recipients.length > 0 && <RecipientField {...field("to")} recipients={recipients} />}
            <Checkbox {...field("isConfirmed")} label="Delete this account for good" />
          </>
        )}
      </ActionForm>
    </AccountSection>
  );
}
