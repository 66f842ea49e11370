import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { KeysSection } from "#components/accounts/keys-section";
import { NameSection } from "#components/accounts/name-section";
import { PasskeysSection } from "#components/accounts/passkeys-section";
import { PasswordSection } from "#components/accounts/password-section";
import { SessionsSection } from "#components/accounts/sessions-section";
import { SignOutForm } from "#components/accounts/sign-out-form";
import { FormError } from "#components/forms/form-error";
import { useAccount } from "#lib/client/use-account";
import { KEYS_PATH } from "#lib/client/use-keys";
import { PASSKEYS_PATH } from "#lib/client/use-passkeys";
import { SESSIONS_PATH } from "#lib/client/use-sessions";
import { handleAccountForm } from "#lib/server/accounts/pages/form-actions";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { findSession, listSessions } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { listKeys } from "#lib/server/keys/keys";
import { countUnread } from "#lib/server/messages/messages";
import { listPasskeys } from "#lib/server/passkeys/passkeys";
import type { Account } from "#lib/shared/accounts";
import type { RejectedForm } from "#lib/shared/forms";
import type { NewKeyWithSecret } from "#lib/shared/keys";
import { ROLE_TEXTS } from "#lib/shared/roles";

type Props = {
  account: Account;
  /** The number of unread messages; null unless the viewer is the owner. */
  unread: number | null;
  /** The result of a form post without JavaScript. */
  done: string;
  createdKey: NewKeyWithSecret | null;
  refused: RejectedForm | null;
  fallback: Record<string, unknown>;
};

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const session = await findSession(context.req);
  if (!session) return redirectToSignIn("/account");
  const outcome = await handleAccountForm(context, session);
  if ("redirect" in outcome) return outcome;
  const { key } = outcome.data ?? {};
  const db = await database();
  return {
    props: {
      account: session.account,
      unread: session.account.role === "owner" ? await countUnread(db) : null,
      done: outcome.isPosted ? "" : String(context.query.done ?? ""),
      createdKey: key ?? null,
      refused: outcome.refused,
      fallback: {
        [KEYS_PATH]: await listKeys(db, session.account.id),
        [PASSKEYS_PATH]: await listPasskeys(db, session.account.id),
        [SESSIONS_PATH]: await listSessions(db, session),
      },
    },
  };
};

export default function AccountPage({ account, unread, done, createdKey, refused }: Props) {
  const { session } = useAccount();
  const { email, name, role } = session?.account ?? account;
  return (
    <AccountLayout
      title="Your account"
      lead={
        <>
          <p>
            <bdi>{name}</bdi>, {ROLE_TEXTS[role].name.toLowerCase()}
          </p>
          <p className="font-sans text-control">{email}</p>
        </>
      }
      viewerRole={role}
      unread={unread}
    >
      <FormError refused={refused} forms={["revoke-key", "delete-passkey"]} />
      <NameSection name={name} refused={refused} isDone={done === "name"} />
      <PasswordSection email={email} refused={refused} isDone={done === "password"} />
      <PasskeysSection email={email} refused={refused} isDeleted={done === "delete-passkey"} />
      <KeysSection created={createdKey} refused={refused} isRevoked={done === "revoke-key"} />
      <SessionsSection refused={refused} isEnded={done === "end-session"} />
      <div className="sheet border-t border-rule pt-8">
        <div className="sheet-text">
          <SignOutForm account={account.id} refused={refused} />
        </div>
      </div>
    </AccountLayout>
  );
}
