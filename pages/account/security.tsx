import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { DeleteAccountSection } from "#components/accounts/delete-account-section";
import { EmailSection } from "#components/accounts/email-section";
import { PasskeyOnlySection } from "#components/accounts/passkey-only-section";
import { PasskeysSection } from "#components/accounts/passkeys-section";
import { PasswordSection } from "#components/accounts/password-section";
import { SessionsSection } from "#components/accounts/sessions-section";
import { FormError } from "#components/forms/form-error";
import { useAccount } from "#lib/client/use-account";
import { useSecurity } from "#lib/client/use-security";
import { loadSecurityPage, type SecurityPageProps } from "#lib/server/accounts/pages/security-page";

export const getServerSideProps: GetServerSideProps<SecurityPageProps> = loadSecurityPage;

/** How one signs in. */
export default function SecurityPage(props: Omit<SecurityPageProps, "fallback">) {
  const { done, refused, sendsEmail } = props;
  const account = useAccount().session?.account ?? props.account;
  const security = useSecurity(props.security);
  const { isPasskeyOnly } = security.security;
  return (
    <AccountLayout title="Security" lead="How you sign in, and where you are signed in." viewerRole={account.role}>
      <FormError refused={refused} forms={["delete-passkey"]} />
      <EmailSection {...security} account={account} sendsEmail={sendsEmail} refused={refused} />
      <PasswordSection email={account.email} refused={refused} isDone={done === "password"} />
      <PasskeysSection
        account={account}
        isPasskeyOnly={isPasskeyOnly}
        refused={refused}
        isDeleted={done === "delete-passkey"}
      />
      <PasskeyOnlySection {...security} account={account} refused={refused} isDone={done === "passkey-only"} />
      <SessionsSection refused={refused} isEnded={done === "end-session"} />
      <DeleteAccountSection account={account} isPasskeyOnly={isPasskeyOnly} refused={refused} />
    </AccountLayout>
  );
}
