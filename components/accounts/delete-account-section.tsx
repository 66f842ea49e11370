import { useRouter } from "next/router";
import { ActionForm } from "#components/forms/action-form";
import { Checkbox } from "#components/ui/checkbox";
import { Choice } from "#components/ui/choice";
import { ApiError } from "#lib/client/api-error";
import { useDeleteAccount } from "#lib/client/use-security";
import type { Account } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import { DELETION_UNCONFIRMED } from "#lib/shared/roles";
import { AccountSection } from "./account-section.tsx";
import { FoldedForm } from "./folded-form.tsx";
import { Reauthentication } from "./reauthentication.tsx";

type Props = { account: Account; isPasskeyOnly: boolean; refused: RejectedForm | null };

const CHOICES = [
  { value: "keep", label: "Keep them under my name" },
  { value: "delete", label: "Delete them, into the trash" },
];

/** Deletes one's own account, with a choice for the posts. */
export function DeleteAccountSection({ account, isPasskeyOnly, refused }: Props) {
  const deleteAccount = useDeleteAccount(account.id);
  const router = useRouter();
  return (
    <AccountSection title="Delete account">
      <FoldedForm summary="Delete my account" isOpen={refused?.form === "delete-account"}>
        <p className="text-ink-soft">
          Your account is deleted with its email address, password, passkeys, API keys and unfinished texts, and you are
          signed out everywhere. This cannot be undone. Images stay while posts use them.
        </p>
        <ActionForm
          name="delete-account"
          action="Delete account"
          variant="quiet"
          refused={refused}
          onSubmit={async ({ isConfirmed, posts, currentPassword = "" }) => {
            if (isConfirmed !== "true") throw new ApiError(400, { title: "Not deleted", fields: DELETION_UNCONFIRMED });
            await deleteAccount({ posts: posts === "delete" ? "delete" : "keep", currentPassword });
            await router.push("/login?done=deleted");
          }}
        >
          {(field) => (
            <>
              <Choice {...field("posts")} label="What becomes of your posts" options={CHOICES} />
              <Reauthentication account={account} password={isPasskeyOnly ? undefined : field("currentPassword")} />
              <Checkbox {...field("isConfirmed")} label="Delete this account for good" />
            </>
          )}
        </ActionForm>
      </FoldedForm>
    </AccountSection>
  );
}
