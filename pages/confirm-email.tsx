import type { GetServerSideProps } from "next";
import { useState } from "react";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Link } from "#components/ui/link";
import { type Status, StatusLine } from "#components/ui/status-line";
import { api } from "#lib/client/api";
import { useAccount } from "#lib/client/use-account";
import { type ConfirmEmailPageProps, loadConfirmEmailPage } from "#lib/server/accounts/pages/confirm-email-page";
import { SECURITY_PAGE_PATH } from "#lib/shared/owner-paths";

export const getServerSideProps: GetServerSideProps<ConfirmEmailPageProps> = loadConfirmEmailPage;

const DONE: Status = { text: "Your email address is changed. Sign in with the new one from now on." };

/** Where the link to a new email address leads. */
export default function ConfirmEmailPage({ token, email, isDone, refused }: ConfirmEmailPageProps) {
  const { revalidate } = useAccount();
  const [status, setStatus] = useState(isDone ? DONE : undefined);
  const title = email === null && !status ? "This link is no longer good" : "Your new email address";
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={title}>
        {email === null && !status && <p>It was used, has expired, or a newer one was requested.</p>}
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={email === null ? ["confirm"] : []} />
        <div className="sheet">
          <div className="sheet-text max-w-md space-y-8">
            <StatusLine status={status} />
            {email !== null && !status && (
              <>
                <p>
                  From now on you sign in with <strong className="font-medium wrap-anywhere">{email}</strong>.
                </p>
                <ActionForm
                  name="confirm"
                  action="Confirm the address"
                  hidden={{ token }}
                  refused={refused}
                  onSubmit={async () => {
                    await api.confirmEmail(token);
                    revalidate();
                    setStatus(DONE);
                  }}
                />
              </>
            )}
            <p>
              <Link href={SECURITY_PAGE_PATH} className="link">
                Your account
              </Link>
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
