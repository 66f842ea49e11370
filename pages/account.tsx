import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { ProfileSection } from "#components/accounts/profile-section";
import { FormError } from "#components/forms/form-error";
import { useAccount } from "#lib/client/use-account";
import { loadProfilePage, type ProfilePageProps } from "#lib/server/accounts/pages/profile-page";
import { ROLE_TEXTS } from "#lib/shared/roles";

export const getServerSideProps: GetServerSideProps<ProfilePageProps> = loadProfilePage;

/** One's own account, as others see it. */
export default function AccountPage({ account, user, unread, done, refused }: ProfilePageProps) {
  const { session } = useAccount();
  const { email, name, role } = session?.account ?? account;
  return (
    <AccountLayout
      title="Your account"
      lead={
        <>
          <p>
            <bdi>{name}</bdi>, {ROLE_TEXTS[role].name.toLowerCase()}
          </p>
          <p className="font-sans text-control">{email}</p>
        </>
      }
      viewerRole={role}
      unread={unread}
    >
      <FormError refused={refused} forms={["sign-out"]} />
      <ProfileSection user={user} refused={refused} isDone={done === "profile"} />
    </AccountLayout>
  );
}
