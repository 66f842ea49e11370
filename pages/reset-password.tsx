import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { EmailField } from "#components/accounts/email-field";
import { NewPasswordField } from "#components/accounts/new-password-field";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Checkbox } from "#components/ui/checkbox";
import { Link } from "#components/ui/link";
import { api } from "#lib/client/api";
import { handleResetForm } from "#lib/server/accounts/pages/form-actions";
import { env } from "#lib/server/env";
import type { RejectedForm } from "#lib/shared/forms";

type Props = {
  /** From the link in the email. */
  token: string | null;
  /** Whether an email was just requested without JavaScript. */
  isRequested: boolean;
  canSendEmail: boolean;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const outcome = await handleResetForm(context);
  if ("redirect" in outcome) return outcome;
  const { done, token } = context.query;
  return {
    props: {
      token: typeof token === "string" && token !== "" ? token : null,
      isRequested: !outcome.isPosted && done === "ask",
      canSendEmail: env().SMTP_URL !== undefined,
      refused: outcome.refused,
    },
  };
};

export default function ResetPasswordPage({ token, isRequested, canSendEmail, refused }: Props) {
  const router = useRouter();
  return (
    <>
      <PageHead title="Reset your password" isPrivate />
      <PageTitle title={token ? "Choose a new password" : "Reset your password"}>
        {!token && !canSendEmail && (
          <p>This site does not send email. Its owner can create a link for you to set a new password.</p>
        )}
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} />
        <div className="sheet">
          <div className="sheet-text max-w-md space-y-8">
            {token ? (
              <ActionForm
                name="choose"
                action="Set password"
                hidden={{ token }}
                refused={refused}
                onSubmit={async ({ newPassword = "", revokeKeys }) => {
                  await api.reset({ token, newPassword, revokeKeys: revokeKeys === "true" });
                  await router.push("/login?done=reset");
                }}
              >
                {(field) => (
                  <>
                    <NewPasswordField {...field("newPassword")} label="New password" />
                    <Checkbox
                      {...field("revokeKeys")}
                      label="Revoke my API keys"
                      hint="Check this if somebody else may have had access. Scripts that use the keys stop working."
                    />
                  </>
                )}
              </ActionForm>
            ) : (
              canSendEmail && (
                <ActionForm
                  name="ask"
                  action="Email me a link"
                  refused={refused}
                  done="If there is an account with this email address, a link is on its way. It works for an hour."
                  isDone={isRequested}
                  onSubmit={async ({ email = "" }) => {
                    await api.requestReset(email);
                  }}
                >
                  {(field) => <EmailField {...field("email")} hint="The one that you sign in with." />}
                </ActionForm>
              )
            )}
            <p>
              <Link href="/login" className="link">
                Back to sign in
              </Link>
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
