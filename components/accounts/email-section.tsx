import { ActionForm } from "#components/forms/action-form";
import { Field } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { ApiError } from "#lib/client/api-error";
import type { useSecurity } from "#lib/client/use-security";
import type { Account } from "#lib/shared/accounts";
import { EMAIL_NOT_SENT } from "#lib/shared/email-not-sent";
import type { RejectedForm } from "#lib/shared/forms";
import { AccountSection } from "./account-section.tsx";
import { FoldedForm } from "./folded-form.tsx";
import { Reauthentication } from "./reauthentication.tsx";

type Props = ReturnType<typeof useSecurity> & {
  account: Account;
  /** Whether the site sends email. */
  sendsEmail: boolean;
  refused: RejectedForm | null;
};

/** Changes the email address, by a link that is sent to the new one. */
export function EmailSection({ account, security, requestEmail, cancelEmail, sendsEmail, refused }: Props) {
  const { isPasskeyOnly, pendingEmail } = security;
  return (
    <AccountSection title="Email address">
      <p>
        <span className="wrap-anywhere">{account.email}</span>{" "}
        <span className="text-ink-soft">You sign in with it. Nobody else sees it but the owner.</span>
      </p>
      {pendingEmail && (
        <div className="space-y-2">
          <Notice kind="success" isAlert={false}>
            A link is on its way to <span className="wrap-anywhere">{pendingEmail.email}</span>. Once it is opened,
            within an hour, the address changes. Until then everything stays as it is.
          </Notice>
          <ActionForm
            name="cancel-email"
            action="Do not change it"
            variant="text"
            refused={refused}
            onSubmit={cancelEmail}
          />
        </div>
      )}
      {sendsEmail ? (
        <FoldedForm summary="Change email address" isOpen={refused?.form === "email"}>
          <ActionForm
            name="email"
            action="Send a link"
            variant="quiet"
            refused={refused}
            isCleared
            done="The link is on its way."
            onSubmit={async ({ email = "", currentPassword = "" }) => {
              const { isEmailed } = await requestEmail({ email, currentPassword });
              if (!isEmailed) throw new ApiError(0, { title: EMAIL_NOT_SENT });
            }}
          >
            {(field) => (
              <>
                <Field
                  {...field("email")}
                  type="email"
                  label="New email address"
                  hint="We send a link there, and a notice to your present address."
                  required
                  autoComplete="email"
                  autoCapitalize="none"
                  spellCheck={false}
                />
                <Reauthentication account={account} password={isPasskeyOnly ? undefined : field("currentPassword")} />
              </>
            )}
          </ActionForm>
        </FoldedForm>
      ) : (
        <p className="text-ink-soft">
          This site does not send email, so a new address could not be confirmed. The person who runs the server can
          change it for you.
        </p>
      )}
    </AccountSection>
  );
}
