import type { GetServerSidePropsContext } from "next";
import { countUnread } from "#lib/server/messages/messages";
import { requireUserDetails } from "#lib/server/users/users";
import type { UserDetails } from "#lib/shared/users";
import { handleProfileForm } from "./form-actions.ts";
import { loadOwnPage, type OwnPageProps } from "./own-page.ts";

export type ProfilePageProps = OwnPageProps & {
  /** The number of unread messages; null unless the viewer is the owner. */
  unread: number | null;
  user: UserDetails;
};

/** Loads the page of one's own account. */
export const loadProfilePage = (context: GetServerSidePropsContext) =>
  loadOwnPage(context, {
    path: "/account",
    handleForm: handleProfileForm,
    load: async (db, { account }): Promise<Omit<ProfilePageProps, keyof OwnPageProps>> => ({
      unread: account.role === "owner" ? await countUnread(db) : null,
      user: await requireUserDetails(db, account.id),
    }),
  });
