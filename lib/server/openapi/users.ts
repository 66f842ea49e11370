import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { Invitation, InvitationParams, InvitationWithLink, NewInvitation } from "#lib/shared/invitations";
import { PageQuery } from "#lib/shared/params";
import { User, UserDeletion, UserParams, UserPatch } from "#lib/shared/users";
import { BODY, IF_MATCH, jsonOrForm, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const tags = ["Users"];
/** A session is required: API keys are rejected. */
const bySession = { tags, security: [{ session: [] }] };
const byOwner: Pick<ZodOpenApiOperationObject, "tags" | "security"> = {
  tags,
  security: [{ apiKey: [] }, { session: [] }],
};
const header = z.object({
  "If-Match": requestHeaders["If-Match"],
  "Octavo-Account": requestHeaders["Octavo-Account"],
});
const SESSION = "For the owner, with a session: an API key manages no users.";

/** Paths of users and invitations. */
export const userPaths: ZodOpenApiPathsObject = {
  "/api/users": {
    get: operation({
      tags,
      security: [{}, { apiKey: [] }, { session: [] }],
      operationId: "listUsers",
      summary: "List users",
      description:
        "The oldest first, suspended ones too; follow `Link` for more. Everybody sees their profiles; email address, role, status and last sign-in are for the owner, and for oneself.",
      requestParams: { query: PageQuery },
      replies: { "200": success("A page of users", z.array(User), ["Link"]) },
      problems: ["unauthenticated"],
    }),
  },
  "/api/users/{id}": {
    get: operation({
      tags,
      security: [{}, { apiKey: [] }, { session: [] }],
      operationId: "getUser",
      summary: "Get a user",
      description: "With the fields that the viewer may see.",
      requestParams: { path: UserParams },
      replies: { "200": success("The user", User, ["ETag"]) },
      problems: ["unauthenticated", "not-found"],
    }),
    patch: operation({
      ...bySession,
      operationId: "changeUser",
      summary: "Change the profile or role of a user, suspend or reinstate them",
      description: `With a session, for the user and the owner: an API key manages no users. Name, bio, image and links are for both, role and status for the owner. All apply to the next request. A suspension ends all sessions and API keys at once; posts stay, scheduled ones too. One owner who can sign in always remains.`,
      requestParams: { path: UserParams, header },
      requestBody: jsonOrForm(UserPatch),
      replies: { "200": success("The user as it is now", User, ["ETag", ...LIMITS]) },
      problems: [...WRITE, ...BODY, ...IF_MATCH, "forbidden", "account-changed", "not-found", "last-owner"],
    }),
    delete: operation({
      ...bySession,
      operationId: "deleteUser",
      summary: "Delete a user",
      description: `${SESSION} Their sessions, keys, passkeys and autosaves are deleted; what becomes of the posts is chosen with \`posts\`. Images stay while posts use them. Not one's own account: POST /api/auth/delete-account asks for the password.`,
      requestParams: { path: UserParams, query: UserDeletion, header },
      replies: { "204": success("User deleted", undefined, LIMITS) },
      problems: [...WRITE, ...IF_MATCH, "forbidden", "account-changed", "not-found", "last-owner", "user-unavailable"],
    }),
  },
  "/api/invitations": {
    get: operation({
      ...byOwner,
      operationId: "listInvitations",
      summary: "List invitations",
      description: "For the owner. The newest first, used and expired ones too; follow `Link` for more.",
      requestParams: { query: PageQuery },
      replies: { "200": success("A page of invitations", z.array(Invitation), ["Link"]) },
      problems: ["unauthenticated", "forbidden"],
    }),
    post: operation({
      ...bySession,
      operationId: "invite",
      summary: "Invite one person to sign up, within a week",
      description: `${SESSION} The link is in the response only. It is also emailed, where an address is given and the site sends email.`,
      requestParams: { header: z.object({ "Octavo-Account": requestHeaders["Octavo-Account"] }) },
      requestBody: jsonOrForm(NewInvitation),
      replies: { "201": success("The invitation with its link", InvitationWithLink, ["Location", ...LIMITS]) },
      problems: [...WRITE, ...BODY, "forbidden", "account-changed"],
    }),
  },
  "/api/invitations/{id}": {
    get: operation({
      ...byOwner,
      operationId: "getInvitation",
      summary: "Get an invitation",
      description: "For the owner. Without its link.",
      requestParams: { path: InvitationParams },
      replies: { "200": success("The invitation", Invitation) },
      problems: ["unauthenticated", "forbidden", "not-found"],
    }),
    delete: operation({
      ...bySession,
      operationId: "cancelInvitation",
      summary: "Cancel an invitation",
      description: `${SESSION} Its link does not work any more. One that was used stays.`,
      requestParams: { path: InvitationParams },
      replies: { "204": success("Invitation cancelled", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "account-changed", "not-found", "invitation-used"],
    }),
  },
  "/api/invitations/{id}/link": {
    post: operation({
      ...bySession,
      operationId: "renewInvitation",
      summary: "Replace the link of an invitation",
      description: `${SESSION} The former link does not work any more; the new one does for a week, and is emailed where that is possible.`,
      requestParams: { path: InvitationParams },
      replies: { "200": success("The invitation with its new link", InvitationWithLink, LIMITS) },
      problems: [...WRITE, "forbidden", "account-changed", "not-found", "invitation-used"],
    }),
  },
};
