import { AccountSection } from "#components/accounts/account-section";
import { ActionForm } from "#components/forms/action-form";
import { Checkbox } from "#components/ui/checkbox";
import { Choice } from "#components/ui/choice";
import { Select } from "#components/ui/select";
import { ApiError } from "#lib/client/api-error";
import type { RejectedForm } from "#lib/shared/forms";
import { DELETION_UNCONFIRMED, POSTS_OF_DELETED } from "#lib/shared/roles";
import type { UserDeletion } from "#lib/shared/users";

type Props = {
  /** Who may get the posts. */
  recipients: { id: string; name: string }[];
  refused: RejectedForm | null;
  /** An ApiError is shown. */
  onDelete: (deletion: UserDeletion) => Promise<void>;
};

const CHOICES: Record<UserDeletion["posts"], string> = {
  keep: "Keep them under the name",
  transfer: "Give them to another user",
  delete: "Delete them, into the trash",
};

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
            {recipients.length > 0 && (
              <Select
                {...field("to")}
                label="New author"
                hint="Only if the posts are given to another user."
                options={recipients.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <Checkbox {...field("isConfirmed")} label="Delete this account for good" />
          </>
        )}
      </ActionForm>
    </AccountSection>
  );
}
