import { useRouter } from "next/router";
import { ActionForm } from "#components/forms/action-form";
import { useSignOut } from "#lib/client/use-account-changes";
import type { RejectedForm } from "#lib/shared/forms";

type Props = { refused: RejectedForm | null };

export function SignOutForm({ refused }: Props) {
  const signOut = useSignOut();
  const router = useRouter();
  return (
    <ActionForm
      name="sign-out"
      action="Sign out"
      variant="quiet"
      refused={refused}
      onSubmit={async () => {
        await signOut();
        await router.push("/");
      }}
    />
  );
}
