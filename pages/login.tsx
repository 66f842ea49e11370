import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { EmailField } from "#components/accounts/email-field";
import { PasskeySignIn } from "#components/accounts/passkey-sign-in";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useSignIn } from "#lib/client/use-account-changes";
import { handleSignInForm } from "#lib/server/accounts/pages/form-actions";
import { returnPath } from "#lib/server/accounts/pages/return-path";
import { findSession } from "#lib/server/accounts/sessions";
import { canSignUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { seeOther } from "#lib/server/http/form";
import type { RejectedForm } from "#lib/shared/forms";
import { ownValue } from "#lib/shared/own-value";

/** Messages by the `done` parameter. */
const REASONS: Record<string, string> = {
  deleted: "Your account is deleted.",
  reset: "Your new password is set. Sign in with it.",
  "sign-up": "If this email address had no account yet, it has one now. Sign in to continue.",
};

type Props = {
  /** The path to open after signing in. */
  next: string;
  reason: string | null;
  maySignUp: boolean;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const next = returnPath(context.query.next);
  const outcome = await handleSignInForm(context, next);
  if ("redirect" in outcome) return outcome;
  if (!outcome.isPosted && (await findSession(context.req))) return seeOther(next);
  return {
    props: {
      next,
      reason: ownValue(REASONS, String(context.query.done)) ?? null,
      maySignUp: await canSignUp(await database()),
      refused: outcome.refused,
    },
  };
};

export default function LoginPage({ next, reason, maySignUp, refused }: Props) {
  const signIn = useSignIn();
  const router = useRouter();
  return (
    <>
      <PageHead title="Sign in" isPrivate />
      <PageTitle title="Sign in">{reason && <p role="status">{reason}</p>}</PageTitle>
      <div className="mt-8">
        <FormError refused={refused} />
        <div className="sheet">
          <div className="sheet-text max-w-md space-y-8">
            <ActionForm
              name="sign-in"
              action="Sign in"
              refused={refused}
              onSubmit={async ({ email = "", password = "" }) => {
                await signIn({ email, password });
                await router.push(next);
              }}
            >
              {(field) => (
                <>
                  <EmailField {...field("email")} />
                  <Field
                    {...field("password")}
                    type="password"
                    label="Password"
                    required
                    autoComplete="current-password"
                  />
                </>
              )}
            </ActionForm>
            <PasskeySignIn onDone={() => router.push(next)} />
            <p className="flex flex-wrap gap-x-6 gap-y-2">
              <Link href="/reset-password" className="link">
                Forgot password?
              </Link>
              {maySignUp && (
                <Link href={`/signup?next=${encodeURIComponent(next)}`} className="link">
                  Create an account
                </Link>
              )}
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
