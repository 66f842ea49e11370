import type { About, AboutReplacement } from "#lib/shared/about";
import type {
  AccountSecurity,
  EmailChange,
  OwnDeletion,
  RequestedEmail,
  SecurityPatchInput,
} from "#lib/shared/account-security";
import type {
  Account,
  AccountPatch,
  PasswordChange,
  ResetInput,
  Session,
  SessionState,
  SignIn,
  SignUp,
} from "#lib/shared/accounts";
import { postPath, trashedPath } from "#lib/shared/api-paths";
import type { Autosave, AutosaveInput, AutosaveSummary } from "#lib/shared/autosaves";
import type { BulkResult } from "#lib/shared/bulk";
import type { BulkInput } from "#lib/shared/bulk-actions";
import type { Image, ImageListItem, ImageWithUses } from "#lib/shared/images";
import type { Import, ImportEntry, ImportPatchInput } from "#lib/shared/imports";
import type { Invitation, InvitationWithLink, NewInvitationInput } from "#lib/shared/invitations";
import type { ApiKey, NewKeyInput, NewKeyWithSecret } from "#lib/shared/keys";
import type { Message, NewMessage } from "#lib/shared/messages";
import {
  ABOUT_ID,
  IMAGES_PATH,
  IMPORTS_PATH,
  imagesPath,
  importEntriesPath,
  importPath,
  invitationPath,
  invitationsPath,
  messagesPath,
  pathAfter,
  redirectPath,
  redirectsPath,
  SECURITY_PATH,
  SESSIONS_PATH,
  TAGS_PATH,
  tagPath,
  userPath,
  usersPath,
} from "#lib/shared/owner-paths";
import type {
  CreationOptions,
  NewPasskeyInput,
  Passkey,
  PasskeyRequest,
  PasskeySignInInput,
  RequestOptions,
} from "#lib/shared/passkeys";
import { postsPath } from "#lib/shared/paths";
import type { Page, PostListQuery } from "#lib/shared/post-query";
import type {
  NewPostInput,
  Post,
  PostListItem,
  PostPatchInput,
  PostReplacementInput,
  Revision,
  RevisionSummary,
} from "#lib/shared/posts";
import type { Preview, PreviewInput } from "#lib/shared/preview";
import { previewLinkPath, previewLinksPath } from "#lib/shared/preview-link-paths";
import type { NewPreviewLinkInput, PreviewLink, PreviewLinkWithUrl } from "#lib/shared/preview-links";
import type { Redirect, RedirectTargetInput } from "#lib/shared/redirects";
import type { SitePatchInput, SiteSettings } from "#lib/shared/site-settings";
import type { TagCount, TagPatch } from "#lib/shared/tags";
import type { User, UserDeletion, UserPatchInput } from "#lib/shared/users";
import { fetchOrThrow, parsePage, send as sendTo, unreachable } from "./request.ts";

export type { Page } from "#lib/shared/post-query";
export type { NewPostInput, Post, PostListItem, PostPatchInput, PostReplacementInput } from "#lib/shared/posts";
export { ApiError } from "./api-error.ts";

export type ClientOptions = {
  /** The base URL of the site, as `https://example.org`; the page's own site when left out. */
  origin?: string;
  /** Sent as `Authorization: Bearer …`. */
  apiKey?: string;
};

/** The body is sent as JSON, a file or a form as it is. */
type Send = { method?: string; body?: unknown; headers?: Record<string, string> };

/** The write fails with 412 unless the post has this version. */
type IfVersion = { version?: number | undefined };

const withVersion = (id: string, { version }: { version?: number | string } = {}): Record<string, string> =>
  version === undefined ? {} : { "If-Match": `"${id}-${version}"` };

/** The write fails with 409 if another account is signed in; null stands for an anonymous writer. */
type IfAccount = { account?: string | null };

const withAccount = ({ account }: IfAccount = {}): Record<string, string> =>
  account === undefined ? {} : { "Octavo-Account": account ?? "" };

/** The media type to send a file with. The server looks at its bytes; what the system takes it for may be anything. */
export const fileType = ({ type }: Blob) => (type.startsWith("image/") ? type : "application/octet-stream");

/** The files of a source as a form. */
export function sourceForm(files: { name: string; file: Blob }[]): FormData {
  const form = new FormData();
  for (const { file, name } of files) form.append("file", file, name);
  return form;
}

/**
 * The REST API as functions. Each resolves to the response body or rejects with an ApiError. Needs only `fetch`.
 */
export function createClient({ origin = "", apiKey }: ClientOptions = {}) {
  const base = origin.replace(/\/+$/, "");

  function send(path: string, { method = "GET", body, headers = {} }: Send = {}): Promise<Response> {
    const allHeaders = {
      ...headers,
      ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }),
      // The type of a form has a boundary, which the browser chooses.
      ...(body !== undefined &&
        !(body instanceof FormData) && { "Content-Type": body instanceof Blob ? fileType(body) : "application/json" }),
    };
    return sendTo(base + path, {
      method,
      headers: allHeaders,
      ...(body !== undefined && {
        body: body instanceof Blob || body instanceof FormData ? body : JSON.stringify(body),
      }),
    });
  }

  async function get<T>(path: string): Promise<T> {
    return (await send(path)).json();
  }

  async function getPage<Item>(path: string): Promise<Page<Item>> {
    return parsePage(await send(path));
  }

  async function write<T>(path: string, init: Send): Promise<T> {
    return (await send(path, init)).json();
  }

  /** A write whose response body is not used. */
  async function sendVoid(path: string, method: string, body?: unknown): Promise<void> {
    await send(path, { method, body });
  }

  return {
    /** GET any path of the API. */
    get,
    /** GET a page of any list of the API. */
    getPage,
    listPosts: (query?: PostListQuery) => getPage<PostListItem>(postsPath(query)),
    /** @param fields the fields to return; all by default */
    getPost: <Field extends keyof Post = keyof Post>(id: string, fields?: readonly Field[]) =>
      get<Pick<Post, Field>>(postPath(id, fields)),
    /** @param idempotencyKey a repeated request with the same key creates no second post */
    createPost: (draft: NewPostInput, idempotencyKey?: string, ifAccount?: IfAccount) =>
      write<Post>("/api/posts", {
        method: "POST",
        body: draft,
        headers: {
          ...(idempotencyKey !== undefined && { "Idempotency-Key": idempotencyKey }),
          ...withAccount(ifAccount),
        },
      }),
    replacePost: (id: string, post: PostReplacementInput, ifVersion?: IfVersion) =>
      write<Post>(postPath(id), { method: "PUT", body: post, headers: withVersion(id, ifVersion) }),
    changePost: (id: string, patch: PostPatchInput, condition?: IfVersion & IfAccount) =>
      write<Post>(postPath(id), {
        method: "PATCH",
        body: patch,
        headers: { ...withVersion(id, condition), ...withAccount(condition) },
      }),
    deletePost: async (id: string, ifVersion?: IfVersion): Promise<void> => {
      await send(postPath(id), { method: "DELETE", headers: withVersion(id, ifVersion) });
    },
    restorePost: (id: string) => write<Post>(`${postPath(id)}/restore`, { method: "POST" }),
    /** Deletes a post in the trash for good. */
    purgePost: (id: string) => sendVoid(trashedPath(id), "DELETE"),
    /** Publishes, tags, deletes or restores several posts. @returns what became of each */
    changePosts: (change: BulkInput, ifAccount?: IfAccount) =>
      write<BulkResult>("/api/posts/bulk", { method: "POST", body: change, headers: withAccount(ifAccount) }),
    listRevisions: (id: string, after?: string) =>
      getPage<RevisionSummary>(pathAfter(`${postPath(id)}/revisions`, after)),
    getRevision: (id: string, version: number) => get<Revision>(`${postPath(id)}/revisions/${version}`),
    /** The open preview links of a post. */
    listPreviewLinks: (post: string) => get<PreviewLink[]>(previewLinksPath(post)),
    /** @returns the link with its URL, which is shown once */
    createPreviewLink: (post: string, link: NewPreviewLinkInput = {}) =>
      write<PreviewLinkWithUrl>(previewLinksPath(post), { method: "POST", body: link }),
    revokePreviewLink: (post: string, id: string) => sendVoid(previewLinkPath(post, id), "DELETE"),
    /** Renders content as its page would show it. */
    previewPost: (content: string) =>
      write<Preview>("/api/preview", { method: "POST", body: { content } satisfies PreviewInput }),
    listTags: () => get<TagCount[]>(TAGS_PATH),
    /** Renames a tag; to the name of another one, merges it into that. */
    renameTag: (slug: string, name: string) =>
      write<TagCount>(tagPath(slug), { method: "PATCH", body: { name } satisfies TagPatch }),
    /** Removes a tag from all posts. */
    deleteTag: (slug: string) => sendVoid(tagPath(slug), "DELETE"),
    /** @param post only those of this post */
    listAutosaves: (post?: string) =>
      getPage<AutosaveSummary>(`/api/autosaves${post === undefined ? "" : `?${new URLSearchParams({ post })}`}`),
    getAutosave: (id: string) => get<Autosave>(`/api/autosaves/${id}`),
    /** @param version of the autosave that is replaced, or 0 for a new one; fails with 412 unless it has this one */
    putAutosave: (id: string, autosave: AutosaveInput, version: number, ifAccount?: IfAccount) =>
      write<Autosave>(`/api/autosaves/${id}`, {
        method: "PUT",
        body: autosave,
        headers: {
          ...(version === 0 ? { "If-None-Match": "*" } : withVersion(id, { version })),
          ...withAccount(ifAccount),
        },
      }),
    deleteAutosave: (id: string) => sendVoid(`/api/autosaves/${id}`, "DELETE"),

    getAbout: () => get<About>("/api/about"),
    /** @param version fails with 412 unless the text has it */
    changeAbout: (about: Pick<AboutReplacement, "content" | "autosave">, version: number, ifAccount?: IfAccount) =>
      write<About>("/api/about", {
        method: "PUT",
        body: about,
        headers: { ...withVersion(ABOUT_ID, { version }), ...withAccount(ifAccount) },
      }),
    getSite: () => get<SiteSettings>("/api/site"),
    /** Changes settings of the site. @param condition fails with 412 unless they have this version */
    changeSite: (patch: SitePatchInput, condition?: { version?: string } & IfAccount) =>
      write<SiteSettings>("/api/site", {
        method: "PATCH",
        body: patch,
        headers: { ...withVersion("site", condition), ...withAccount(condition) },
      }),
    listRedirects: (after?: string) => getPage<Redirect>(redirectsPath(after)),
    /** Stores the redirect from a path. @param target a post, or a path or URL */
    putRedirect: (path: string, target: RedirectTargetInput) =>
      write<Redirect>(redirectPath(path), { method: "PUT", body: target }),
    deleteRedirect: (path: string) => sendVoid(redirectPath(path), "DELETE"),
    listImages: (after?: string) => getPage<ImageListItem>(imagesPath(after)),
    getImage: (id: string) => get<ImageWithUses>(`${IMAGES_PATH}/${encodeURIComponent(id)}`),
    /** Uploads an image; the same file again returns the same image. */
    uploadImage: (file: Blob) => write<Image>(IMAGES_PATH, { method: "POST", body: file }),
    /** Deletes an image that nothing uses; fails with 409 if something does. */
    deleteImage: (id: string) => sendVoid(`${IMAGES_PATH}/${encodeURIComponent(id)}`, "DELETE"),
    listImports: (after?: string) => getPage<Import>(pathAfter(IMPORTS_PATH, after)),
    getImport: (id: string) => get<Import>(importPath(id)),
    /** Uploads the files of a source; its report is made next. Fails with 409 while another import is open. */
    createImport: (files: { name: string; file: Blob }[]) =>
      write<Import>(IMPORTS_PATH, { method: "POST", body: sourceForm(files) }),
    /** Starts a check or an import, or cancels it. */
    changeImport: (id: string, patch: ImportPatchInput) =>
      write<Import>(importPath(id), { method: "PATCH", body: patch }),
    /** Deletes an import with its source and its report; posts stay. */
    deleteImport: (id: string) => sendVoid(importPath(id), "DELETE"),
    listImportEntries: (id: string, after?: string) => getPage<ImportEntry>(importEntriesPath(id, after)),
    sendMessage: (message: NewMessage) => sendVoid("/api/messages", "POST", message),
    listMessages: (after?: string) => getPage<Message>(messagesPath(after)),
    changeMessage: (id: string, isRead: boolean) =>
      write<Message>(`/api/messages/${encodeURIComponent(id)}`, { method: "PATCH", body: { isRead } }),
    deleteMessage: (id: string) => sendVoid(`/api/messages/${encodeURIComponent(id)}`, "DELETE"),

    /** Creates an account without signing in. */
    signUp: (input: SignUp) => sendVoid("/api/auth/sign-up", "POST", input),
    signIn: (input: SignIn) => write<Account>("/api/auth/sign-in", { method: "POST", body: input }),
    signOut: () => sendVoid("/api/auth/sign-out", "POST"),
    getSession: () => get<SessionState>("/api/auth/session"),
    changeAccount: (patch: AccountPatch) => write<Account>("/api/auth/account", { method: "PATCH", body: patch }),
    changePassword: (change: PasswordChange) => sendVoid("/api/auth/password", "PUT", change),
    getSecurity: () => get<AccountSecurity>(SECURITY_PATH),
    /** Restricts the account to passkeys, or allows its password again. */
    changeSecurity: (patch: SecurityPatchInput) =>
      write<AccountSecurity>(SECURITY_PATH, { method: "PATCH", body: patch }),
    /** Emails a link to a new email address, which changes once that is opened. */
    requestEmailChange: (change: EmailChange) =>
      write<RequestedEmail>("/api/auth/email-request", { method: "POST", body: change }),
    cancelEmailChange: () => sendVoid("/api/auth/email-request", "DELETE"),
    confirmEmail: (token: string) => sendVoid("/api/auth/email", "POST", { token }),
    /** Deletes the account that is signed in. */
    deleteAccount: (deletion: OwnDeletion) => sendVoid("/api/auth/delete-account", "POST", deletion),
    requestReset: (email: string) => sendVoid("/api/auth/reset-request", "POST", { email }),
    reset: (reset: ResetInput) => sendVoid("/api/auth/reset", "POST", reset),
    listSessions: () => get<Session[]>(SESSIONS_PATH),
    endSession: (id: string) => sendVoid(`${SESSIONS_PATH}/${encodeURIComponent(id)}`, "DELETE"),
    /** Ends all sessions but this one. */
    endOtherSessions: () => sendVoid(SESSIONS_PATH, "DELETE"),
    /** Users, the oldest first: with their public fields; for the owner, with all of them. */
    listUsers: (after?: string) => getPage<User>(usersPath(after)),
    getUser: (id: string) => get<User>(userPath(id)),
    /**
     * Changes the profile of a user; for the owner, also the role, and suspends or reinstates them.
     * @param etag fails with 412 unless the user has this one
     */
    changeUser: (id: string, patch: UserPatchInput, etag?: string) =>
      write<User>(userPath(id), {
        method: "PATCH",
        body: patch,
        headers: etag === undefined ? {} : { "If-Match": etag },
      }),
    /** Deletes a user. @param deletion what becomes of the posts */
    deleteUser: (id: string, deletion: UserDeletion) =>
      sendVoid(`${userPath(id)}?${new URLSearchParams(deletion)}`, "DELETE"),
    listInvitations: (after?: string) => getPage<Invitation>(invitationsPath(after)),
    createInvitation: (invitation: NewInvitationInput = {}) =>
      write<InvitationWithLink>(invitationsPath(), { method: "POST", body: invitation }),
    /** Replaces the link of an invitation, and emails the new one where that is possible. */
    renewInvitation: (id: string) => write<InvitationWithLink>(`${invitationPath(id)}/link`, { method: "POST" }),
    cancelInvitation: (id: string) => sendVoid(invitationPath(id), "DELETE"),
    listPasskeys: () => get<Passkey[]>("/api/auth/passkeys"),
    /** The options for creating a passkey (WebAuthn). */
    beginPasskey: <Options = CreationOptions>(input: PasskeyRequest) =>
      write<Options>("/api/auth/passkeys/creation-options", {
        method: "POST",
        body: input,
      }),
    addPasskey: (input: NewPasskeyInput) => write<Passkey>("/api/auth/passkeys", { method: "POST", body: input }),
    deletePasskey: (id: string) => sendVoid(`/api/auth/passkeys/${encodeURIComponent(id)}`, "DELETE"),
    /** The options for signing in with a passkey (WebAuthn). */
    beginPasskeySignIn: <Options = RequestOptions>() =>
      write<Options>("/api/auth/passkeys/request-options", { method: "POST" }),
    signInWithPasskey: (input: PasskeySignInInput) =>
      write<Account>("/api/auth/passkeys/sign-in", { method: "POST", body: input }),
    listKeys: () => get<ApiKey[]>("/api/keys"),
    createKey: (input: NewKeyInput) => write<NewKeyWithSecret>("/api/keys", { method: "POST", body: input }),
    revokeKey: (id: string) => sendVoid(`/api/keys/${encodeURIComponent(id)}`, "DELETE"),
  };
}

/** The return value of `createClient`. */
export type Client = ReturnType<typeof createClient>;

/** A request to send unchanged. */
export type RawRequest = { method?: string; headers?: Record<string, string>; body?: string };
/** Any response, errors included. */
export type RawResponse = { status: number; statusText: string; headers: [string, string][]; text: string };

/** Sends a request and resolves to any response. @throws {ApiError} with status 0 if there was none */
export async function sendRaw(path: string, init: RawRequest): Promise<RawResponse> {
  // Bypasses the browser cache, to show the response of the server.
  const response = await fetchOrThrow(path, { ...init, cache: "no-store" });
  const { status, statusText, headers } = response;
  return { status, statusText, headers: [...headers], text: await response.text().catch(unreachable) };
}

/** The client that the pages use. */
export const api = createClient();
