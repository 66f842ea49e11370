import type { GetServerSidePropsContext, GetServerSidePropsResult } from "next";
import { loadOwnerList } from "#lib/server/accounts/pages/owner-page";
import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { env } from "#lib/server/env";
import { handleFormPost } from "#lib/server/http/form";
import { parse } from "#lib/server/http/parse";
import {
  cancelInvitation,
  createInvitation,
  listInvitations,
  renewInvitation,
} from "#lib/server/invitations/invitations";
import { getOrigin } from "#lib/server/origin";
import { listUsers } from "#lib/server/users/users";
import type { RejectedForm } from "#lib/shared/forms";
import { type Invitation, type InvitationWithLink, NewInvitation } from "#lib/shared/invitations";
import { invitationsPath, USERS_PAGE_PATH, usersPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import type { User } from "#lib/shared/users";

type Context = GetServerSidePropsContext;
/** Form actions of the page. Each does the same as an endpoint under pages/api/invitations. */
function handleInvitationForm({ req, res }: Context) {
  return handleFormPost<InvitationWithLink>(
    { req, res },
    {
      async invite({ email = "", role }) {
        const input = parse(NewInvitation, { role, ...(email.trim() !== "" && { email }) });
        return createInvitation(await database(), input, await authenticatePage(req), getOrigin(req));
      },
      async "renew-invitation"({ id = "" }) {
        return renewInvitation(await database(), id, await authenticatePage(req), getOrigin(req));
      },
      async "cancel-invitation"({ id = "" }) {
        await cancelInvitation(await database(), id);
        return `${USERS_PAGE_PATH}?done=cancel`;
      },
    },
  );
}

export type UsersPageProps = {
  /** The cursors of the page of users, and of the page of invitations. */
  after: string | null;
  invitationsAfter: string | null;
  /** Whether the site sends email. */
  sendsEmail: boolean;
  done: string;
  created: InvitationWithLink | null;
  refused: RejectedForm | null;
  fallback: Record<string, Page<User> | Page<Invitation>>;
};

const toPage = <Item>(items: Item[], next: string | undefined): Page<Item> => ({
  items,
  ...(next !== undefined && { next }),
});

/** Loads a page of users, and one of invitations; notFound for an invalid cursor. */
export async function loadUsersPage(context: Context): Promise<GetServerSidePropsResult<UsersPageProps>> {
  const { done, invitations } = context.query;
  const invitationsAfter = typeof invitations === "string" && invitations !== "" ? invitations : undefined;
  /** A link is shown once, in the response to the POST. */
  const shown: { created: InvitationWithLink | null } = { created: null };
  return loadOwnerList(context, {
    path: USERS_PAGE_PATH,
    async handleForm() {
      const outcome = await handleInvitationForm(context);
      if ("redirect" in outcome) return outcome;
      shown.created = outcome.data;
      return { refused: outcome.refused };
    },
    async load(cursor) {
      const [db, viewer] = [await database(), await authenticatePage(context.req)];
      const users = await listUsers(db, viewer, { after: cursor });
      const invited = await listInvitations(db, { after: invitationsAfter });
      return {
        invitationsAfter: invitationsAfter ?? null,
        sendsEmail: env().SMTP_URL !== undefined,
        done: shown.created || typeof done !== "string" ? "" : done,
        ...shown,
        fallback: {
          [usersPath(cursor)]: toPage(users.users, users.next),
          [invitationsPath(invitationsAfter)]: toPage(invited.invitations, invited.next),
        },
      };
    },
  });
}
