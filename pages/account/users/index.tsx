import type { GetServerSideProps } from "next";
import { AccountLayout } from "#components/accounts/account-layout";
import { FormError } from "#components/forms/form-error";
import { StatusLine } from "#components/ui/status-line";
import { InvitationsSection } from "#components/users/invitations-section";
import { UserList } from "#components/users/user-list";
import { loadUsersPage, type UsersPageProps } from "#lib/server/users/pages/users-page";

export const getServerSideProps: GetServerSideProps<UsersPageProps> = loadUsersPage;

/** The owner's list of users, and of invitations. */
export default function UsersPage({
  after,
  invitationsAfter,
  sendsEmail,
  done,
  created,
  refused,
}: Omit<UsersPageProps, "fallback">) {
  return (
    <AccountLayout
      title="Users"
      lead="Who writes here. Choose a user to change what they may do, to suspend them, or to delete them."
      viewerRole="owner"
    >
      <FormError refused={refused} forms={["cancel-invitation"]} />
      <div className="sheet">
        <div className="sheet-text has-[:not(:empty)]:pb-6">
          <StatusLine status={done === "delete" ? { text: "The user is deleted." } : undefined} />
        </div>
      </div>
      <UserList after={after} />
      <div className="mt-8">
        <InvitationsSection
          after={invitationsAfter}
          sendsEmail={sendsEmail}
          created={created}
          isCancelled={done === "cancel"}
          refused={refused}
        />
      </div>
    </AccountLayout>
  );
}
