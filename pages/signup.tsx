import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { EmailField } from "#components/accounts/email-field";
import { NewPasswordField } from "#components/accounts/new-password-field";
import { ActionForm } from "#components/forms/action-form";
import { FormError } from "#components/forms/form-error";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { Field } from "#components/ui/field";
import { Link } from "#components/ui/link";
import { useSignUp } from "#lib/client/use-account-changes";
import { hasAccounts } from "#lib/server/accounts/has-accounts";
import { handleSignUpForm } from "#lib/server/accounts/pages/form-actions";
import { returnPath } from "#lib/server/accounts/pages/return-path";
import { needsSetupCode } from "#lib/server/accounts/setup-code";
import { canSignUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { invitationError } from "#lib/server/invitations/invitations";
import type { RejectedForm } from "#lib/shared/forms";
import { WELCOME_PAGE_PATH } from "#lib/shared/owner-paths";

/** The text below the heading. */
const WELCOMES = {
  first: "Nobody has signed up yet. The first account owns the site.",
  invited: "You are invited to write here.",
  open: "Anyone may write here.",
  closed: "New authors are invited by the owner of this site. Ask for a link.",
  used: "Or the link is incomplete. Ask the owner of this site for a new one.",
  expired: "It worked for a week. Ask the owner of this site for a new one.",
};
/** The heading if there is no form. */
const CLOSED_TITLES: Partial<Record<keyof typeof WELCOMES, string>> = {
  closed: "Signing up is closed",
  used: "This invitation has been used",
  expired: "This invitation has expired",
};

type Props = {
  welcome: keyof typeof WELCOMES;
  invitation: string | null;
  /** Whether the form has a field for the setup code. */
  asksForCode: boolean;
  /** The path to open after signing up. */
  next: string;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const { next: requestedNext, invitation } = context.query;
  const db = await database();
  const isFirst = !(await hasAccounts(db));
  const next = returnPath(requestedNext, isFirst ? WELCOME_PAGE_PATH : "/account");
  const outcome = await handleSignUpForm(context, next);
  if ("redirect" in outcome) return outcome;
  const isInvited = typeof invitation === "string" && invitation !== "";
  const closedOr = isInvited ? ((await invitationError(db, invitation)) ?? "invited") : "closed";
  const open = isFirst ? "first" : "open";
  return {
    props: {
      welcome: (await canSignUp(db)) ? open : closedOr,
      invitation: isInvited ? invitation : null,
      asksForCode: isFirst && needsSetupCode,
      next,
      refused: outcome.refused,
    },
  };
};

export default function SignUpPage({ welcome, invitation, asksForCode, next, refused }: Props) {
  const signUp = useSignUp();
  const router = useRouter();
  const closedTitle = CLOSED_TITLES[welcome];
  const title = welcome === "first" ? "Create the owner’s account" : "Create an account";
  return (
    <>
      <PageHead title={title} isPrivate />
      <PageTitle title={closedTitle ?? title}>
        <p>{WELCOMES[welcome]}</p>
      </PageTitle>
      <div className="mt-8">
        <FormError refused={refused} forms={welcome === "closed" ? ["sign-up"] : []} />
        <div className="sheet">
          <div className="sheet-text max-w-md space-y-8">
            {!closedTitle && (
              <ActionForm
                name="sign-up"
                action="Create an account"
                hidden={invitation ? { invitation } : {}}
                refused={refused}
                onSubmit={async ({ name = "", email = "", password = "", setupCode }) => {
                  const permission = { ...(invitation && { invitation }), ...(asksForCode && { setupCode }) };
                  const isSignedIn = await signUp({ name, email, password, ...permission });
                  await router.push(isSignedIn ? next : "/login?done=sign-up");
                }}
              >
                {(field) => (
                  <>
                    <Field
                      {...field("name")}
                      label="Name"
                      hint="It is shown with your posts."
                      required
                      autoComplete="name"
                    />
                    <EmailField
                      {...field("email")}
                      hint={`You sign in with it. Nobody else sees it${welcome === "first" ? "" : " but the owner"}.`}
                    />
                    <NewPasswordField {...field("password")} label="Password" />
                    {asksForCode && (
                      <Field
                        {...field("setupCode")}
                        label="Setup code"
                        hint="The server printed it when it started. The command npx octavo setup-code prints it again."
                        required
                        autoComplete="off"
                        autoCapitalize="characters"
                        spellCheck={false}
                      />
                    )}
                  </>
                )}
              </ActionForm>
            )}
            {welcome !== "first" && (
              <p>
                Already have an account?{" "}
                <Link href="/login" className="link">
                  Sign in
                </Link>
              </p>
            )}
          </div>
        </div>
      </div>
    </>
  );
}
