import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { allowOwner } from "#lib/server/accounts/pages/owner-page";
import { database } from "#lib/server/db/database";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import { Problem } from "#lib/server/problem";
import { changeUser } from "#lib/server/users/change";
import { deleteUser, refuseOwnDeletion } from "#lib/server/users/delete";
import { listActiveUsers, requireUserDetails } from "#lib/server/users/users";
import type { Viewer } from "#lib/server/viewer";
import type { RejectedForm } from "#lib/shared/forms";
import { USERS_PAGE_PATH, userPagePath, userPath } from "#lib/shared/owner-paths";
import { withoutNul } from "#lib/shared/params";
import { DELETION_UNCONFIRMED } from "#lib/shared/roles";
import { UserDeletion, type UserDetails, UserPatch } from "#lib/shared/users";

type Context = GetServerSidePropsContext;

/** Users to choose from as the next author of posts; more than a site is likely to have. */
const RECIPIENTS_MAX = 500;

/** Form actions of the page. Each does the same as a method of /api/users/:id. */
function handleUserForm({ req, res }: Context, id: string, owner: Viewer) {
  const change = async (patch: UserPatch, done: string) => {
    await changeUser(await database(), id, patch, owner);
    return `${userPagePath(id)}?done=${done}`;
  };
  return handleFormPost<never>(
    { req, res },
    {
      "change-role": ({ role }) => change(parse(UserPatch, { role }), "role"),
      "suspend-user": () => change({ status: "suspended" }, "suspend"),
      "reinstate-user": () => change({ status: "active" }, "reinstate"),
      async "delete-user"({ isConfirmed, posts, to = "" }) {
        const deletion = parse(UserDeletion, { posts, ...(posts === "transfer" && { to }) });
        if (isConfirmed !== "true") throw new Problem("validation", { fields: DELETION_UNCONFIRMED });
        refuseOwnDeletion(id, owner);
        await deleteUser(await database(), id, deletion, owner);
        return `${USERS_PAGE_PATH}?done=delete`;
      },
    },
    owner.id,
  );
}

export type UserPageProps = {
  user: UserDetails;
  /** Whether the user is the viewer. */
  isSelf: boolean;
  /** Who may get the posts. */
  recipients: { id: string; name: string }[];
  done: string;
  refused: RejectedForm | null;
  fallback: Record<string, UserDetails>;
};

/** Loads the owner's page of a user. */
export async function loadUserPage(context: Context): Promise<GetServerSidePropsResult<UserPageProps>> {
  const id = withoutNul(String(context.params?.id));
  const { denied, owner } = await allowOwner(context.req, userPagePath(id));
  if (denied) return denied;
  const outcome = await handleUserForm(context, id, owner);
  if ("redirect" in outcome) return outcome;
  const db = await database();
  try {
    const user = await requireUserDetails(db, id);
    const recipients = (await listActiveUsers(db, RECIPIENTS_MAX)).filter((other) => other.id !== id);
    return {
      props: {
        user,
        isSelf: owner.account?.id === id,
        recipients,
        done: outcome.isPosted ? "" : String(context.query.done ?? ""),
        refused: outcome.refused,
        fallback: { [userPath(id)]: user },
      },
    };
  } catch (error) {
    if (error instanceof Problem) return { notFound: true };
    throw error;
  }
}
