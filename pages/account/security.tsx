import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { PasskeysSection } from "#components/accounts/passkeys-section";
import { PasswordSection } from "#components/accounts/password-section";
import { SessionsSection } from "#components/accounts/sessions-section";
import { FormError } from "#components/forms/form-error";
import { loadSecurityPage, type SecurityPageProps } from "#lib/server/accounts/pages/security-page";

export const getServerSideProps: GetServerSideProps<SecurityPageProps> = loadSecurityPage;

/** How one signs in. */
export default function SecurityPage({ account, done, refused }: Omit<SecurityPageProps, "fallback">) {
  const { email, role } = account;
  return (
    <AccountLayout title="Security" lead="How you sign in, and where you are signed in." viewerRole={role}>
      <FormError refused={refused} forms={["delete-passkey"]} />
      <PasswordSection email={email} refused={refused} isDone={done === "password"} />
      <PasskeysSection email={email} refused={refused} isDeleted={done === "delete-passkey"} />
      <SessionsSection refused={refused} isEnded={done === "end-session"} />
    </AccountLayout>
  );
}
