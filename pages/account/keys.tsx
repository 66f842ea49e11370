import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { KeysSection } from "#components/accounts/keys-section";
import { FormError } from "#components/forms/form-error";
import { type KeysPageProps, loadKeysPage } from "#lib/server/accounts/pages/keys-page";

export const getServerSideProps: GetServerSideProps<KeysPageProps> = loadKeysPage;

/** One's API keys. */
export default function KeysPage({ account, created, done, refused }: Omit<KeysPageProps, "fallback">) {
  return (
    <AccountLayout
      title="API keys"
      lead={
        <>
          A key lets a program do what you can do here:{" "}
          <code className="font-mono text-note wrap-anywhere">Authorization: Bearer octavo_…</code>
        </>
      }
      viewerRole={account.role}
    >
      <FormError refused={refused} forms={["revoke-key"]} />
      <KeysSection created={created} refused={refused} isRevoked={done === "revoke-key"} />
    </AccountLayout>
  );
}
