import useSWR, { mutate as mutateAll } from "swr";
import type { Invitation, InvitationWithLink, NewInvitationInput } from "#lib/shared/invitations";
import { invitationsPath, userPath, usersPath } from "#lib/shared/owner-paths";
import type { Page } from "#lib/shared/post-query";
import type { UserDeletion, UserDetails, UserPatch } from "#lib/shared/users";
import { type ApiError, api } from "./api.ts";

/** A page of the site's users, for the owner. @param after the cursor this page starts after */
export function useUsers(after?: string) {
  const { data } = useSWR<Page<UserDetails>, ApiError>(usersPath(after), api.getPage<UserDetails>);
  return { users: data?.items ?? [], next: data?.next };
}

/** A user, for the owner. @param loaded by the server */
export function useUser(loaded: UserDetails) {
  const key = userPath(loaded.id);
  const { data, mutate } = useSWR<UserDetails, ApiError>(key, api.get<UserDetails>);
  return {
    user: data ?? loaded,
    async change(patch: UserPatch): Promise<void> {
      await api.changeUser(loaded.id, patch);
      await mutate();
    },
    async deleteUser(deletion: UserDeletion): Promise<void> {
      await api.deleteUser(loaded.id, deletion);
      // Lists of posts and of users.
      await mutateAll((other) => other !== key, undefined, { revalidate: true });
    },
  };
}

/** A page of invitations, for the owner. @param after the cursor this page starts after */
export function useInvitations(after?: string) {
  const key = invitationsPath(after);
  const { data, mutate } = useSWR<Page<Invitation>, ApiError>(key, api.getPage<Invitation>);
  return {
    invitations: data?.items ?? [],
    next: data?.next,
    async invite(input: NewInvitationInput): Promise<InvitationWithLink> {
      const invitation = await api.createInvitation(input);
      await mutate();
      return invitation;
    },
    async renew(id: string): Promise<InvitationWithLink> {
      const invitation = await api.renewInvitation(id);
      await mutate();
      return invitation;
    },
    async cancel(id: string): Promise<void> {
      await api.cancelInvitation(id);
      await mutate();
    },
  };
}
