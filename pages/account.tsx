import type { GetServerSideProps } from "next";
import Link from "next/link";
import { InvitationSection } from "#components/accounts/invitation-section";
import { KeysSection } from "#components/accounts/keys-section";
import { NameSection } from "#components/accounts/name-section";
import { PasswordSection } from "#components/accounts/password-section";
import { RefusalNote } from "#components/accounts/refusal-note";
import { SessionsSection } from "#components/accounts/sessions-section";
import { SignOutForm } from "#components/accounts/sign-out-form";
import { PageHead } from "#components/site/page-head";
import { PageTitle } from "#components/site/page-title";
import { useAccount } from "#lib/client/use-account";
import { KEYS_PATH } from "#lib/client/use-keys";
import { SESSIONS_PATH } from "#lib/client/use-sessions";
import { takeAccountForm } from "#lib/server/accounts/forms";
import { signInFirst } from "#lib/server/accounts/return-path";
import { findSession, listSessions } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { listKeys } from "#lib/server/keys";
import type { Account, Invitation } from "#lib/shared/accounts";
import type { RefusedForm } from "#lib/shared/forms";
import type { MadeKey } from "#lib/shared/keys";

type Props = {
  account: Account;
  /** What a plain post of one of the forms has done, made, or come to. */
  done: string;
  madeKey: MadeKey | null;
  invitation: Invitation | null;
  refused: RefusedForm | null;
  fallback: Record<string, unknown>;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const session = await findSession(context.req);
  if (!session) return signInFirst("/account");
  const outcome = await takeAccountForm(context, session);
  if ("redirect" in outcome) return outcome;
  const { key, invitation } = outcome.shown ?? {};
  const db = await database();
  return {
    props: {
      account: session.account,
      done: outcome.isPosted ? "" : String(context.query.done ?? ""),
      madeKey: key ?? null,
      invitation: invitation ?? null,
      refused: outcome.refused,
      fallback: {
        [KEYS_PATH]: await listKeys(db, session.account.id),
        [SESSIONS_PATH]: await listSessions(db, session),
      },
    },
  };
};

export default function AccountPage({ account, done, madeKey, invitation, refused }: Props) {
  const { session } = useAccount();
  const { email, name, role } = session?.account ?? account;
  return (
    <>
      <PageHead title="Your account" isPrivate />
      <PageTitle title="Your account">
        <p>
          <bdi>{name}</bdi>, {role === "owner" ? "owner of this site" : "author"}
        </p>
        <p className="font-sans text-control">{email}</p>
        <p className="font-sans text-control">
          <Link href="/blog/drafts" className="link">
            Your drafts and trash
          </Link>
        </p>
      </PageTitle>
      <div className="mt-8">
        <RefusalNote refused={refused} forms={["revoke-key"]} />
        <NameSection name={name} refused={refused} isDone={done === "name"} />
        <PasswordSection email={email} refused={refused} isDone={done === "password"} />
        <KeysSection made={madeKey} refused={refused} isRevoked={done === "revoke-key"} />
        {role === "owner" && <InvitationSection made={invitation} refused={refused} />}
        <SessionsSection refused={refused} isEnded={done === "end-session"} />
        <div className="sheet border-t border-rule pt-8">
          <div className="sheet-text">
            <SignOutForm refused={refused} />
          </div>
        </div>
      </div>
    </>
  );
}
