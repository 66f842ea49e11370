import type { GetServerSideProps } from "next";
import { useRouter } from "next/router";
import { useState } from "react";
import { AccountLayout } from "#components/accounts/account-layout";
import { FormError } from "#components/forms/form-error";
import { Link } from "#components/ui/link";
import type { Status } from "#components/ui/status-line";
import { DeleteSection } from "#components/users/delete-section";
import { RoleSection } from "#components/users/role-section";
import { SuspensionSection } from "#components/users/suspension-section";
import { UserFacts } from "#components/users/user-facts";
import { useUser } from "#lib/client/use-users";
import { loadUserPage, type UserPageProps } from "#lib/server/users/pages/user-page";
import { ownValue } from "#lib/shared/own-value";
import { USERS_PAGE_PATH } from "#lib/shared/owner-paths";
import type { UserPatch } from "#lib/shared/users";

export const getServerSideProps: GetServerSideProps<UserPageProps> = loadUserPage;

const DONE: Record<string, Status> = {
  suspend: { text: "The user is suspended." },
  reinstate: { text: "The user is reinstated." },
};

/** The owner's page of a user. */
export default function UserPage({ user: loaded, isSelf, recipients, done, refused }: Omit<UserPageProps, "fallback">) {
  const router = useRouter();
  const { user, change, deleteUser } = useUser(loaded);
  const [status, setStatus] = useState(ownValue(DONE, done));

  async function changeStatus(patch: UserPatch): Promise<void> {
    setStatus(undefined);
    await change(patch);
    setStatus(DONE[patch.status === "suspended" ? "suspend" : "reinstate"]);
  }

  return (
    <AccountLayout
      title={user.name}
      lead={
        <>
          <span className="flex flex-wrap gap-x-4">
            <UserFacts user={user} />
          </span>{" "}
          <span className="block font-sans text-control wrap-anywhere">{user.email}</span>
        </>
      }
      viewerRole="owner"
    >
      <FormError refused={refused} forms={["suspend-user", "reinstate-user"]} />
      <RoleSection
        role={user.role}
        refused={refused}
        isDone={done === "role"}
        onChange={async (role) => {
          await change({ role });
          // This page is for owners only.
          if (isSelf && role !== "owner") await router.push("/account");
        }}
      />
      {isSelf ? null : (
        <>
          <SuspensionSection user={user} status={status} onChange={changeStatus} />
          <DeleteSection
            recipients={recipients}
            refused={refused}
            onDelete={async (deletion) => {
              await deleteUser(deletion);
              await router.push(`${USERS_PAGE_PATH}?done=delete`);
            }}
          />
        </>
      )}
      <div className="sheet border-t border-rule pt-6">
        <p className="sheet-text">
          <Link href={USERS_PAGE_PATH} className="link">
            All users
          </Link>
        </p>
      </div>
    </AccountLayout>
  );
}
