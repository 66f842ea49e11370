/** The public entry of the typed client, `octavo/client`; `npm run build:client` packages it. */
export type { About } from "#lib/shared/about";
export type { AccountSecurity, PendingEmail, RequestedEmail } from "#lib/shared/account-security";
export type { Account, Session, SessionState } from "#lib/shared/accounts";
export type { BulkResult } from "#lib/shared/bulk";
export type { BulkAction, BulkInput } from "#lib/shared/bulk-actions";
export type { Image, ImageListItem, ImageUses, ImageWithUses } from "#lib/shared/images";
export type { Invitation, InvitationWithLink, NewInvitationInput } from "#lib/shared/invitations";
export type { ApiKey, NewKeyInput, NewKeyWithSecret } from "#lib/shared/keys";
export type { Message, NewMessage } from "#lib/shared/messages";
export type { PostListQuery } from "#lib/shared/post-query";
export type { Revision, RevisionSummary } from "#lib/shared/posts";
export type { Preview } from "#lib/shared/preview";
export type { FieldErrors, ProblemBody, ProblemType } from "#lib/shared/problems";
export type { Redirect, RedirectTargetInput } from "#lib/shared/redirects";
export type { SitePatchInput, SiteSettings } from "#lib/shared/site-settings";
export type { TagCount } from "#lib/shared/tags";
export type { User, UserPatch, UserPatchInput } from "#lib/shared/users";
export type {
  Client,
  ClientOptions,
  NewPostInput,
  Page,
  Post,
  PostListItem,
  PostPatchInput,
  PostReplacementInput,
} from "./api.ts";
export { ApiError, createClient } from "./api.ts";
