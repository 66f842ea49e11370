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
import { handleSignUpForm } from "#lib/server/accounts/pages/form-actions";
import { returnPath } from "#lib/server/accounts/pages/return-path";
import { canSignUp, hasAccounts } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { invitationError } from "#lib/server/invitations/invitations";
import type { RejectedForm } from "#lib/shared/forms";

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
  /** The path to open after signing up. */
  next: string;
  refused: RejectedForm | null;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const { next: requestedNext, invitation } = context.query;
  const next = returnPath(requestedNext, "/account");
  const outcome = await handleSignUpForm(context, next);
  if ("redirect" in outcome) return outcome;
  const db = await database();
  const isInvited = typeof invitation === "string" && invitation !== "";
  const closedOr = isInvited ? ((await invitationError(db, invitation)) ?? "invited") : "closed";
  const open = (await hasAccounts(db)) ? "open" : "first";
  return {
    props: {
      welcome: (await canSignUp(db)) ? open : closedOr,
      invitation: isInvited ? invitation : null,
      next,
      refused: outcome.refused,
    },
  };
};

export default function SignUpPage({ welcome, invitation, next, refused }: Props) {
  const signUp = useSignUp();
  const router = useRouter();
  const closedTitle = CLOSED_TITLES[welcome];
  return (
    <>
      <PageHead title="Create an account" isPrivate />
      <PageTitle title={closedTitle ?? "Create an account"}>
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
                onSubmit={async ({ name = "", email = "", password = "" }) => {
                  const isSignedIn = await signUp({ name, email, password, ...(invitation && { invitation }) });
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
                    <EmailField {...field("email")} hint="You sign in with it. Nobody else sees it." />
                    <NewPasswordField {...field("password")} label="Password" />
                  </>
                )}
              </ActionForm>
            )}
            <p>
              {closedTitle ? "Already have an account?" : "Already have an account?"}{" "}
              <Link href="/login" className="link">
                Sign in
              </Link>
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
