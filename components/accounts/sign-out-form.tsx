import { useRouter } from "next/router";
import { useSignOut } from "#lib/client/use-account-changes";
import type { RefusedForm } from "#lib/shared/forms";
import { AccountForm } from "./account-form.tsx";

type Props = { refused: RefusedForm | null };

export function SignOutForm({ refused }: Props) {
  const signOut = useSignOut();
  const router = useRouter();
  return (
    <AccountForm
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
